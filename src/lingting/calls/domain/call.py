"""A call: one customer's contact by telephone, from its first ring to its outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from lingting.calls.domain.machines import CALL, LEG, CallState, CallTrigger, LegState, LegTrigger
from lingting.kernel.ids import (
    AccessNumberId,
    AgentId,
    BridgeId,
    CallId,
    CustomerId,
    FlowId,
    LegId,
    OfferId,
    QueueId,
    RecordingId,
    TenantId,
    WorkItemId,
)
from lingting.kernel.phone import PhoneNumber


class Direction(Enum):
    """Who began it: the customer (in) or an agent (out)."""

    IN = "in"
    OUT = "out"


class LegKind(Enum):
    """Who is at the far end of a leg."""

    CUSTOMER = "customer"
    AGENT = "agent"
    OUTSIDE = "outside"


class Outcome(Enum):
    """How a call ended; each ended call has exactly one."""

    ANSWERED = "answered"
    MESSAGE = "message"
    ABANDONED = "abandoned"
    OVERFLOWED = "overflowed"
    SELF_SERVICE = "self_service"
    NOT_CONNECTED = "not_connected"
    REFUSED = "refused"
    """Turned away on arrival, for the system was busy: `refusing.Why`."""
    FAILED = "failed"


OUTSIDE_RING_SECONDS = 30.0
"""How long a number outside may ring."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """One line of a call."""

    id: LegId
    kind: LegKind
    state: LegState
    began_at: datetime
    agent: AgentId | None = None
    number: str = ""
    offer: OfferId | None = None
    recording: RecordingId | None = None
    answered_at: datetime | None = None
    joined_at: datetime | None = None
    held_at: datetime | None = None
    ended_at: datetime | None = None
    muted: bool = False
    cause: str | None = None
    by: str | None = None

    @property
    def is_up(self) -> bool:
        """Whether somebody is on it, held or not."""
        return self.state in (LegState.UP, LegState.HELD)

    def after(self, trigger: LegTrigger, now: datetime) -> "Leg":
        """The leg after `trigger`; its instants follow its state."""
        state = LEG.next(self.state, trigger)
        held = now if state is LegState.HELD else None
        answered = now if trigger is LegTrigger.ANSWER else self.answered_at
        ended = now if state is LegState.GONE else None
        return replace(self, state=state, held_at=held, answered_at=answered, ended_at=ended)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call and its legs; a new value for every change.

    `item` is the work item under which an agent is sought or serves; `queue` the last queue;
    `data` travels from the flow to the agent's screen.
    """

    id: CallId
    tenant: TenantId
    direction: Direction
    state: CallState
    caller: PhoneNumber
    called: str
    trunk: str
    bridge: BridgeId
    began_at: datetime
    legs: tuple[Leg, ...] = ()
    flow: FlowId | None = None
    access_number: AccessNumberId | None = None
    customer: CustomerId | None = None
    language: str = "zh-CN"
    data: Mapping[str, str] = field(default_factory=dict[str, str])
    queue: QueueId | None = None
    item: WorkItemId | None = None
    enqueued_at: datetime | None = None
    agent: AgentId | None = None
    answered_at: datetime | None = None
    connected_at: datetime | None = None
    reconnect_by: datetime | None = None
    ended_at: datetime | None = None
    wait_seconds: float = 0
    talk_seconds: float = 0
    transfers: int = 0
    left_message: bool = False
    overflowed: bool = False
    step: str | None = None
    outcome: Outcome | None = None
    hung_up_by: str | None = None

    def moved(self, trigger: CallTrigger) -> "Call":
        """The call after `trigger`; raises IllegalTransition."""
        return replace(self, state=CALL.next(self.state, trigger))

    def leg(self, leg: LegId) -> Leg | None:
        """The leg with this id, also a past one."""
        return next((one for one in self.legs if one.id == leg), None)

    def living(self, kind: LegKind) -> Leg | None:
        """The newest leg of this kind that is not gone."""
        found = (x for x in reversed(self.legs) if x.kind is kind and x.state is not LegState.GONE)
        return next(found, None)

    def with_leg(self, leg: Leg) -> "Call":
        """The call with this leg added, or put in place of the one with its id."""
        if self.leg(leg.id) is None:
            return replace(self, legs=(*self.legs, leg))
        legs = tuple(leg if one.id == leg.id else one for one in self.legs)
        return replace(self, legs=legs)

    def after_wait(self, now: datetime) -> "Call":
        """The call as its search for an agent ends: the wait counts from the first entry into a
        queue and until the first person answers; what comes after a talk is not added."""
        if self.connected_at is not None or self.enqueued_at is None:
            return self
        return replace(self, wait_seconds=max((now - self.enqueued_at).total_seconds(), 0.0))

    @property
    def customer_leg(self) -> Leg | None:
        """The customer's living leg (of an outbound call: the line to the customer)."""
        return self.living(LegKind.CUSTOMER)

    @property
    def why_not_connected(self) -> str | None:
        """Why the customer of an outbound call was not reached; None once somebody spoke."""
        tried = [leg for leg in self.legs if leg.kind is LegKind.CUSTOMER]
        if self.direction is Direction.IN or self.connected_at is not None or not tried:
            return None
        return tried[-1].cause

    @property
    def agent_leg(self) -> Leg | None:
        """The agent's living leg, ringing or up."""
        return self.living(LegKind.AGENT)


def outcome_of(call: Call, *, by: str) -> Outcome:
    """How a call ended, judged when its last line is gone (FLOW-11, TEL-19).

    Whoever spoke with a person was answered; a stored message counts next; a customer who left
    by himself before either abandoned; a call that was sent off after waiting overflowed; one
    whose line broke failed; what a flow finished by itself was self-service.
    """
    if call.connected_at is not None:
        return Outcome.ANSWERED
    if call.left_message:
        return Outcome.MESSAGE
    if call.direction is Direction.OUT:
        return Outcome.NOT_CONNECTED
    if by == "customer":
        return Outcome.ABANDONED
    if call.overflowed:
        return Outcome.OVERFLOWED
    broke = by == "network" or call.answered_at is None
    return Outcome.FAILED if broke else Outcome.SELF_SERVICE
