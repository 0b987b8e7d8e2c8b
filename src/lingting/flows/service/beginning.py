"""What a session knows when it begins: the caller, the customer, the company's clock."""

from __future__ import annotations

from functools import partial

from lingting.calls.domain.call import Call
from lingting.customers.api import Customers
from lingting.flows.ports import CustomerLookup
from lingting.numbers.api import Numbers
from lingting.platform.bus import Bus
from lingting.platform.db import Transaction
from lingting.platform.remembering import Remembered
from lingting.tenancy.api import Tenancy
from lingting.tenancy.domain.company import Company
from lingting.tenancy.events import CompanyChanged


class Beginning:
    """Fills the system variables of a session."""

    def __init__(
        self,
        tenancy: Tenancy,
        numbers: Numbers,
        records: Customers,
        customers: CustomerLookup | None,
        bus: Bus,
    ) -> None:
        self._tenancy = tenancy
        self._companies = Remembered[Company](bus, CompanyChanged)
        self._numbers = numbers
        self._records = records
        self.customers = customers

    async def variables(self, tx: Transaction, call: Call) -> dict[str, str]:
        """The caller's number, who he is, and what the call carries already (IVR-26, IVR-37)."""
        found = await self._records.by_id(tx, call.customer) if call.customer else None
        return {
            **call.data,
            "caller_number": call.caller.key,
            "called_number": call.called,
            "language": call.language,
            "customer_id": str(call.customer or ""),
            "customer_name": found.name if found else "",
            "customer_level": found.level if found else "",
            "fixed_number": await self._numbers.fallback_number(tx) or "",
        }

    async def zone(self, tx: Transaction) -> str:
        """The company's time zone, remembered until the company changes."""
        read = partial(self._tenancy.by_id, tx.tenant)
        return (await self._companies.of(tx.tenant, read)).time_zone
