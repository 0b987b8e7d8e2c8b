"""Who the callers are: asked once per call, and again when customers change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lingting.calls.domain import Call
from lingting.customers.api import Customers
from lingting.customers.events import CustomerChanged, CustomerCreated
from lingting.kernel.ids import CallId, CustomerId, TenantId
from lingting.platform.bus import Bus
from lingting.platform.db import Transaction


@dataclass(frozen=True, slots=True)
class Known:
    """The customer behind a call."""

    id: str | None = None
    name: str | None = None


_Key = tuple[CallId, CustomerId | None]


class Callers:
    """A small memory in front of customers."""

    def __init__(self, customers: Customers, bus: Bus) -> None:
        self._customers = customers
        self._known: dict[TenantId, dict[_Key, Known]] = {}
        for changed in (CustomerChanged, CustomerCreated):
            bus.subscribe(changed, self._forget)

    async def of(self, tx: Transaction, calls: Iterable[Call]) -> Mapping[CallId, Known]:
        """The customers of these calls; calls that are not among them are forgotten."""
        before = self._known.get(tx.tenant, {})
        found: dict[_Key, Known] = {}
        new: list[Call] = []
        for call in calls:
            key = (call.id, call.customer)
            if key in before:
                found[key] = before[key]
            else:
                new.append(call)
        found |= await self._ask(tx, new)
        self._known[tx.tenant] = found
        return {call: known for (call, _), known in found.items()}

    async def _ask(self, tx: Transaction, calls: list[Call]) -> dict[_Key, Known]:
        if not calls:
            return {}
        keys = {call.caller.key for call in calls if not call.caller.is_anonymous}
        by_number = await self._customers.by_numbers(tx, keys)
        found: dict[_Key, Known] = {}
        for call in calls:
            customer = by_number.get(call.caller.key)
            if call.customer is not None and (customer is None or customer.id != call.customer):
                customer = await self._customers.by_id(tx, call.customer)
            known = Known(str(customer.id), customer.name) if customer else Known()
            found[call.id, call.customer] = known
        return found

    async def _forget(self, tenant: TenantId, _: object) -> None:
        self._known.pop(tenant, None)
