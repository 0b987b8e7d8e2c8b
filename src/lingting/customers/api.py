"""What upper features may ask about customers."""

from collections.abc import Iterable
from typing import Protocol

from lingting.customers.domain import Customer
from lingting.customers.ports import CallNumbers, ContactHistory
from lingting.kernel.ids import CustomerId
from lingting.platform.db import Transaction


class Customers(Protocol):
    """The customers of a company."""

    async def by_number(self, tx: Transaction, key: str) -> Customer | None:
        """Who has this number (`PhoneNumber.key`); of several, the one changed last."""
        ...

    async def by_numbers(self, tx: Transaction, keys: Iterable[str]) -> dict[str, Customer]:
        """The same for many numbers at once; unknown ones are left out."""
        ...

    async def by_id(self, tx: Transaction, customer: CustomerId) -> Customer | None:
        """The customer, if the company has him."""
        ...

    def read_numbers_from(self, calls: CallNumbers) -> None:
        """Sets who knows the numbers of calls."""
        ...

    def read_history_from(self, source: ContactHistory) -> None:
        """Adds a feature whose contacts belong into customers' history."""
        ...
