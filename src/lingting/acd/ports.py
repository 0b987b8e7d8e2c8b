"""What distribution needs: somebody who carries an offer to the agent, and who knows the people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from lingting.kernel.ids import AgentId, OfferId, QueueId, UserId, WorkItemId
from lingting.platform.db import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferToDeliver:
    """An offer as its carrier gets it; `method` says where the agent wants it to ring."""

    offer: OfferId
    item: WorkItemId
    queue: QueueId
    agent: AgentId
    ref: UUID
    channel: str
    method: str
    expires_at: datetime
    waited_seconds: float
    data: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDropped:
    """An item that the router itself ended unserved (`max_wait`, `queue_closed`)."""

    item: WorkItemId
    queue: QueueId
    ref: UUID
    channel: str
    why: str
    enqueued_at: datetime


class People(Protocol):
    """Who works in the company."""

    async def account_names(self, tx: Transaction) -> Mapping[UserId, str]:
        """The accounts of all who were not removed."""
        ...


class Delivery(Protocol):
    """A channel's way to its agents; called in the deciding transaction, for its own rows.

    What touches the switch belongs into `tx.after_commit`.
    """

    async def offer(self, tx: Transaction, offer: OfferToDeliver) -> None:
        """Starts ringing at the agent; answers come as `accept` and `reject`."""
        ...

    async def withdraw(self, tx: Transaction, offer: OfferToDeliver, why: str) -> None:
        """Stops ringing: `expired`, `rejected`, `abandoned`, `overflowed`, `taken_back`."""
        ...

    async def dropped(self, tx: Transaction, item: ItemDropped) -> None:
        """The item left its queue by the router's decision; the customer is still there."""
        ...
