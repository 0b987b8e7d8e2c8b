"""What customers need from features above: the story of earlier contacts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from lingting.kernel.ids import CustomerId
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One earlier contact (业务接触) of any kind, as the list in the pop shows it."""

    kind: Literal["call", "message", "ticket", "order"]
    id: UUID
    at: datetime
    number: str | None = None
    direction: Literal["in", "out", "internal"] | None = None
    outcome: str | None = None
    agents: tuple[str, ...] = ()
    seconds: int | None = None
    summary: str | None = None


class CallNumbers(Protocol):
    """Knows who was at the other end of a call; calls does."""

    async def number_of(self, tx: Transaction, who: Principal, call: UUID) -> str | None:
        """The customer's number of a call that this person may read."""
        ...


class ContactHistory(Protocol):
    """A feature that keeps contacts; calls is one."""

    async def contacts(
        self,
        tx: Transaction,
        customer: CustomerId,
        numbers: Sequence[str],
        before: datetime | None,
        limit: int,
    ) -> Sequence[Contact]:
        """Contacts of the customer or of the keys of his numbers, the newest first."""
        ...
