"""What a channel hands over to be distributed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from lingting.acd.domain.queues import Requirements
from lingting.kernel.ids import AgentId, QueueId, WorkItemId


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """A customer who wants to be served; `ref` is the call (or chat) that he waits in."""

    id: WorkItemId
    queue: QueueId
    ref: UUID
    channel: str = "voice"
    priority: int | None = None
    """0 to 9, replaces the queue's own."""
    enqueued_at: datetime | None = None
    """An instant in the past gives a returning customer his old place (credit)."""
    preferred_agent: AgentId | None = None
    directed: bool = False
    """A colleague sent the customer to the preferred agent, who need not serve this queue."""
    preferred_for: int | None = None
    """Seconds that he waits for the preferred agent; None takes the queue's setting."""
    skills: Requirements | None = None
    """Replaces the queue's requirements for this item."""
    data: Mapping[str, str] = field(default_factory=dict[str, str])
    """Travels to the agent's screen."""
