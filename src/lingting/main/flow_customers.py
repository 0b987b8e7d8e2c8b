"""The customer database as flows see it: the customers feature, by telephone number."""

from __future__ import annotations

from collections.abc import Mapping

from lingting.customers.domain import Customer
from lingting.customers.service import CustomerService, NewCustomer
from lingting.kernel.phone import parse_phone
from lingting.platform.db import Transaction

FIELDS = ("name", "company", "level", "email", "address", "notes")
"""The fields that a flow may read and write."""


class FlowCustomers:
    """Implements `flows.ports.CustomerLookup`; unknown fields are left out."""

    def __init__(self, customers: CustomerService, region: str) -> None:
        self._customers = customers
        self._region = region

    async def find(self, tx: Transaction, number: str) -> Mapping[str, str] | None:
        found = await self._customer(tx, number)
        if found is None:
            return None
        return {"id": str(found.id), **{name: str(getattr(found, name)) for name in FIELDS}}

    async def insert(self, tx: Transaction, number: str, fields: Mapping[str, str]) -> None:
        values = {name: fields[name] for name in FIELDS if name in fields}
        values.setdefault("name", number)
        await self._customers.add(tx, NewCustomer(numbers=(number,), **values))

    async def update(self, tx: Transaction, number: str, fields: Mapping[str, str]) -> bool:
        found = await self._customer(tx, number)
        if found is None:
            return False
        values = {name: fields[name] for name in FIELDS if name in fields}
        await self._customers.change(tx, None, found.id, values, None)
        return True

    async def _customer(self, tx: Transaction, number: str) -> Customer | None:
        phone = parse_phone(number, self._region)
        return None if phone.is_anonymous else await self._customers.by_number(tx, phone.key)
