"""Use cases of customers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lingting.customers.domain import (
    Customer,
    CustomerNotFound,
    fit_numbers,
    meant,
    meant_numbers,
)
from lingting.customers.events import CustomerChanged, CustomerCreated
from lingting.customers.ports import CallNumbers, Contact, ContactHistory
from lingting.customers.store import Customers, Wanted
from lingting.kernel.discretion import SEE_NUMBERS, asks_for_digits
from lingting.kernel.ids import CustomerId, UserId, new_id
from lingting.kernel.phone import parse_phone
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomer:
    """A customer to be added."""

    name: str
    numbers: tuple[str, ...] = ()
    company: str = ""
    level: str = ""
    email: str = ""
    address: str = ""
    notes: str = ""


class CustomerService:
    """Customers over the database."""

    def __init__(self, kit: Kit, trail: Trail) -> None:
        self._region = kit.settings.region
        self._store = Customers(self._region)
        self._trail = trail
        self._sources: list[ContactHistory] = []
        self._calls: CallNumbers | None = None

    def read_history_from(self, source: ContactHistory) -> None:
        self._sources.append(source)

    def read_numbers_from(self, calls: CallNumbers) -> None:
        self._calls = calls

    async def by_number(self, tx: Transaction, key: str) -> Customer | None:
        if not await self._store.knows(tx, key):
            return None
        return (await self.by_numbers(tx, [key])).get(key)

    async def by_numbers(self, tx: Transaction, keys: Iterable[str]) -> dict[str, Customer]:
        return await self._store.by_keys(tx.conn, keys)

    async def by_id(self, tx: Transaction, customer: CustomerId) -> Customer | None:
        return await self._store.by_id(tx.conn, customer)

    async def get(self, tx: Transaction, customer: CustomerId) -> Customer:
        """Raises CustomerNotFound."""
        found = await self.by_id(tx, customer)
        if found is None:
            raise CustomerNotFound()
        return found

    async def search(
        self,
        tx: Transaction,
        number: str | None,
        text: str | None,
        before: CustomerId | None,
        limit: int,
        *,
        see_numbers: bool = True,
    ) -> list[Customer]:
        """By a whole number in any spelling, by a part of a text or of a number, or both.

        Who may not see numbers finds them whole only, lest he guess the hidden digits.
        """
        if text and not see_numbers and asks_for_digits(text):
            number, text = text, None
        key = parse_phone(number, self._region).key if number else None
        digits = "".join(char for char in text or "" if char.isdecimal())
        wanted = Wanted(
            key=key, text=text, digits=digits if len(digits) >= 3 else None, before=before
        )
        return await self._store.found(tx.conn, wanted, limit)

    async def add(
        self,
        tx: Transaction,
        new: NewCustomer,
        principal: Principal | None = None,
        of_call: UUID | None = None,
    ) -> Customer:
        """`of_call` gives him that call's number. Raises CustomerNumberUnfit or TooManyNumbers."""
        of_call_number = await self._number_of(tx, principal, of_call)
        given = [*of_call_number, *(one for one in new.numbers if not is_masked(one))]
        customer = Customer(
            id=CustomerId(new_id(tx.now)),
            name=new.name,
            company=new.company,
            level=new.level,
            email=new.email,
            address=new.address,
            notes=new.notes,
            numbers=fit_numbers(given, self._region),
            created_at=tx.now,
            updated_at=tx.now,
        )
        await self._store.add(tx.conn, tx.tenant, customer)
        tx.publish(CustomerCreated(at=tx.now, customer=customer.id, by=_user(principal)))
        await self._trail.record(tx, principal, "customer.add", f"customer:{customer.id}")
        return customer

    async def _number_of(
        self, tx: Transaction, principal: Principal | None, call: UUID | None
    ) -> list[str]:
        if principal is None or call is None or self._calls is None:
            return []
        found = await self._calls.number_of(tx, principal, call)
        return [found] if found else []

    async def change(
        self,
        tx: Transaction,
        principal: Principal | None,
        customer: CustomerId,
        values: Mapping[str, Any],
        numbers: Iterable[str] | None,
    ) -> Customer:
        """Changes what is named; raises CustomerNotFound, CustomerNumberUnfit, TooManyNumbers."""
        before = await self.get(tx, customer)
        if principal is not None and not principal.may(SEE_NUMBERS):
            values = meant(before, values)
            numbers = None if numbers is None else meant_numbers(before, numbers)
        if numbers is not None:
            fit = fit_numbers(numbers, self._region)
            await self._store.set_numbers(tx.conn, tx.tenant, customer, fit)
        await self._store.change(tx.conn, customer, values, tx.now)
        tx.publish(CustomerChanged(at=tx.now, customer=customer, by=_user(principal)))
        fields = sorted([*values, *([] if numbers is None else ["numbers"])])
        target = f"customer:{customer}"
        await self._trail.record(tx, principal, "customer.change", target, {"fields": fields})
        return await self.get(tx, customer)

    async def history(
        self, tx: Transaction, customer: CustomerId, before: datetime | None, limit: int
    ) -> list[Contact]:
        """Contacts of all kinds, the newest first."""
        numbers = [number.key for number in (await self.get(tx, customer)).numbers]
        contacts = [
            contact
            for source in self._sources
            for contact in await source.contacts(tx, customer, numbers, before, limit)
        ]
        return sorted(contacts, key=lambda contact: contact.at, reverse=True)[:limit]


def is_masked(number: str) -> bool:
    """Whether a number was filled in as it was shown, with its middle hidden."""
    return "**" in number.strip().strip("*")


def _user(principal: Principal | None) -> UserId | None:
    return principal.user if principal else None
