"""The machines of a call and of a leg."""

from enum import Enum

from lingting.kernel.machine import Machine


class CallState(Enum):
    """Where a call is."""

    ARRIVING = "arriving"
    IN_FLOW = "in_flow"
    QUEUED = "queued"
    DIALLING = "dialling"
    TALKING = "talking"
    RECONNECTING = "reconnecting"
    AFTER_TALK = "after_talk"
    ENDED = "ended"


class CallTrigger(Enum):
    """What moves a call."""

    ENTER_FLOW = "enter_flow"
    ENQUEUE = "enqueue"
    LEAVE_QUEUE = "leave_queue"
    DIAL = "dial"
    DIAL_FAILED = "dial_failed"
    CONNECT = "connect"
    TAKE_OVER = "take_over"
    AGENT_LOST = "agent_lost"
    AGENT_BACK = "agent_back"
    TALK_END = "talk_end"
    END = "end"


_S, _T = CallState, CallTrigger

CALL = Machine(
    "call",
    CallState.ARRIVING,
    {
        (_S.ARRIVING, _T.ENTER_FLOW): _S.IN_FLOW,
        (_S.ARRIVING, _T.DIAL): _S.DIALLING,
        (_S.IN_FLOW, _T.ENQUEUE): _S.QUEUED,
        (_S.IN_FLOW, _T.DIAL): _S.DIALLING,
        (_S.QUEUED, _T.LEAVE_QUEUE): _S.IN_FLOW,
        (_S.QUEUED, _T.CONNECT): _S.TALKING,
        (_S.DIALLING, _T.CONNECT): _S.TALKING,
        (_S.DIALLING, _T.DIAL_FAILED): _S.IN_FLOW,
        (_S.TALKING, _T.TAKE_OVER): _S.RECONNECTING,
        (_S.TALKING, _T.AGENT_LOST): _S.RECONNECTING,
        (_S.TALKING, _T.TALK_END): _S.AFTER_TALK,
        (_S.RECONNECTING, _T.AGENT_BACK): _S.TALKING,
        (_S.RECONNECTING, _T.TALK_END): _S.AFTER_TALK,
        (_S.AFTER_TALK, _T.ENTER_FLOW): _S.IN_FLOW,
        (_S.AFTER_TALK, _T.ENQUEUE): _S.QUEUED,
        (_S.AFTER_TALK, _T.DIAL): _S.DIALLING,
    }
    | {(state, _T.END): _S.ENDED for state in CallState if state is not _S.ENDED},
)


class LegState(Enum):
    """Where a leg is; muted is a mark on a leg that is up or held."""

    RINGING = "ringing"
    UP = "up"
    HELD = "held"
    GONE = "gone"


class LegTrigger(Enum):
    """What moves a leg."""

    ANSWER = "answer"
    HOLD = "hold"
    RETRIEVE = "retrieve"
    END = "end"


LEG = Machine(
    "leg",
    LegState.RINGING,
    {
        (LegState.RINGING, LegTrigger.ANSWER): LegState.UP,
        (LegState.UP, LegTrigger.HOLD): LegState.HELD,
        (LegState.HELD, LegTrigger.RETRIEVE): LegState.UP,
        (LegState.RINGING, LegTrigger.END): LegState.GONE,
        (LegState.UP, LegTrigger.END): LegState.GONE,
        (LegState.HELD, LegTrigger.END): LegState.GONE,
    },
)
