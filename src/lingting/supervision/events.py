"""Facts of what leaders and agents do with each other; what they wrote stays out of the log."""

from uuid import UUID

from lingting.kernel.events import Event, event
from lingting.kernel.ids import AgentId, CallId, UserId


@event
class HandRaised(Event):
    """An agent asks for help (举手)."""

    agent: AgentId
    hand: UUID
    call: CallId | None


@event
class HandTaken(Event):
    """A leader looks after it."""

    agent: AgentId
    hand: UUID
    by: UserId


@event
class HandLowered(Event):
    """The hand is down: by the agent, by a leader, or (None) because the agent logged out."""

    agent: AgentId
    hand: UUID
    by: UserId | None


@event
class TipSent(Event):
    """A leader wrote something for the agent's desk; `kind` is tip, busy, idle, signed_out or
    groups: the latter tell what he did to the agent."""

    agent: AgentId
    tip: UUID
    sender: UserId
    kind: str
    call: CallId | None


@event
class TipSeen(Event):
    """The agent put it away."""

    agent: AgentId
    tip: UUID
