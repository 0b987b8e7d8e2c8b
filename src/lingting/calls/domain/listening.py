"""A supervisor attends an agent's talk: a state of its own that changes nothing of the call."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum

from lingting.calls.domain.call import Call, Leg
from lingting.calls.domain.machines import CallState, LegState
from lingting.calls.ports import ListenMode
from lingting.kernel.ids import AgentId, CallId, LegId, ListeningId, TenantId
from lingting.kernel.machine import Machine


class ListeningState(Enum):
    """Where a listening is."""

    CALLING = "calling"
    """His telephone is awaited, or rings."""
    LISTENING = "listening"
    WAITING = "waiting"
    """No agent has the customer at this moment: there is nothing to hear."""
    ENDED = "ended"


class ListeningTrigger(Enum):
    """What moves a listening."""

    ANSWER = "answer"
    LINE_LOST = "line_lost"
    AGENT_AWAY = "agent_away"
    AGENT_THERE = "agent_there"
    END = "end"


_S, _T = ListeningState, ListeningTrigger

LISTENING = Machine(
    "listening",
    ListeningState.CALLING,
    {
        (_S.CALLING, _T.ANSWER): _S.LISTENING,
        (_S.LISTENING, _T.AGENT_AWAY): _S.WAITING,
        (_S.WAITING, _T.AGENT_THERE): _S.LISTENING,
        (_S.LISTENING, _T.LINE_LOST): _S.CALLING,
        (_S.WAITING, _T.LINE_LOST): _S.CALLING,
        (_S.CALLING, _T.END): _S.ENDED,
        (_S.LISTENING, _T.END): _S.ENDED,
        (_S.WAITING, _T.END): _S.ENDED,
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listening:
    """One supervisor at one call; `leg` is his own line, `attended` the agent's that he hears.

    `seconds` counts the time of each mode up to `since`, while he heard anything.
    """

    id: ListeningId
    tenant: TenantId
    call: CallId
    listener: AgentId
    agent: AgentId
    mode: ListenMode
    began_at: datetime
    since: datetime
    state: ListeningState = ListeningState.CALLING
    leg: LegId | None = None
    attended: LegId | None = None
    wait_until: datetime | None = None
    ended_at: datetime | None = None
    seconds: Mapping[str, float] = field(default_factory=dict[str, float])
    why: str | None = None

    @property
    def is_up(self) -> bool:
        """Whether his line is up."""
        return self.state in (ListeningState.LISTENING, ListeningState.WAITING)

    def after(self, trigger: ListeningTrigger, now: datetime) -> "Listening":
        """The listening after `trigger`, its time counted."""
        counted = self.counted(now)
        return replace(counted, state=LISTENING.next(self.state, trigger))

    def counted(self, now: datetime) -> "Listening":
        """The time since the last change is put to the present mode."""
        if self.state is not ListeningState.LISTENING:
            return replace(self, since=now)
        mode = self.mode.value
        spent = max((now - self.since).total_seconds(), 0.0)
        seconds = {**self.seconds, mode: self.seconds.get(mode, 0.0) + spent}
        return replace(self, seconds=seconds, since=now)

    def in_mode(self, mode: ListenMode, now: datetime) -> "Listening":
        """The listening in another mode."""
        return replace(self.counted(now), mode=mode)


def attended_leg(call: Call) -> Leg | None:
    """The line of the agent who has this call and can be heard now."""
    leg = call.agent_leg
    there = call.state in (CallState.TALKING, CallState.DIALLING) and call.agent is not None
    return leg if there and leg is not None and leg.state is LegState.UP else None


def goes_on(call: Call | None) -> bool:
    """Whether there is, or will be, an agent's talk to hear in this call.

    A page that reloads, hold and a transfer to a colleague or a queue interrupt only. A talk that
    is over, or that goes on outside the centre, is nobody's to hear.
    """
    if call is None or call.ended_at is not None:
        return False
    if call.state in (CallState.QUEUED, CallState.RECONNECTING):
        return True
    return call.state in (CallState.TALKING, CallState.DIALLING) and call.agent is not None


def follow(listening: Listening, call: Call, now: datetime) -> Listening:
    """The listening as the call's present state asks; the same value when nothing changes.

    At another agent it goes on silently: a voice in his ear must be wished anew.
    """
    leg = attended_leg(call)
    if leg is None or call.agent is None:
        return _left_alone(listening, now)
    if leg.id == listening.attended and listening.state is not ListeningState.WAITING:
        return listening
    if listening.state is ListeningState.WAITING:
        listening = listening.after(ListeningTrigger.AGENT_THERE, now)
    if call.agent != listening.agent:
        listening = replace(listening.in_mode(ListenMode.SILENT, now), agent=call.agent)
    return replace(listening, attended=leg.id)


def _left_alone(listening: Listening, now: datetime) -> Listening:
    if listening.state is ListeningState.LISTENING:
        listening = listening.after(ListeningTrigger.AGENT_AWAY, now)
    return listening if listening.attended is None else replace(listening, attended=None)
