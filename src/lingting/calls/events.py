"""Facts of the voice channel; those about a call carry it, for they belong to its story."""

from datetime import datetime

from lingting.kernel.events import Event, event
from lingting.kernel.ids import (
    AccessNumberId,
    AgentId,
    CallId,
    CustomerId,
    FlowId,
    LegId,
    ListeningId,
    QueueId,
    RecordingId,
)


@event
class CallArrived(Event):
    """A customer called an access number; `caught` while the engine was away."""

    call: CallId
    caller: str
    called: str
    access_number: AccessNumberId
    flow: FlowId | None
    customer: CustomerId | None
    caught: bool


@event
class CallRefused(Event):
    """A caller was turned away on arrival: the engine reached him `measured` seconds late
    (`late`), or `measured` calls were here (`full`), or so many ports for sound were taken
    (`ports`); more than `limit` is too much."""

    call: CallId
    caller: str
    called: str
    access_number: AccessNumberId
    flow: FlowId | None
    why: str
    measured: float
    limit: float


@event
class CallersRefused(Event):
    """Callers were turned away since `since`, for nobody could have served them in time (`late`),
    too many were here (`full`), or ports for sound were running out (`ports`)."""

    since: datetime
    why: str
    count: int


@event
class CallDialled(Event):
    """An agent began an outbound call."""

    call: CallId
    agent: AgentId
    number: str


@event
class CallAnswered(Event):
    """The platform answered the caller; from now on he hears prompts."""

    call: CallId


@event
class CallConnected(Event):
    """Customer and agent speak; `waited_seconds` counts from the queue's entry."""

    call: CallId
    agent: AgentId
    leg: LegId
    queue: QueueId | None
    waited_seconds: float


@event
class OutsideDialled(Event):
    """The flow or an agent's transfer dialled an outside number."""

    call: CallId
    leg: LegId
    number: str


@event
class OutsideConnected(Event):
    """The outside party answered and speaks with the customer."""

    call: CallId
    leg: LegId


@event
class OutsideFailed(Event):
    """The outside party was not reached: `no_answer`, `busy` or `failed`."""

    call: CallId
    leg: LegId
    result: str


@event
class OutsideRefused(Event):
    """The company's rules do not allow this number; `agent` None: a flow wanted it."""

    call: CallId | None
    agent: AgentId | None
    number: str
    country: str
    reason: str


@event
class CallHeld(Event):
    """The agent put the customer on hold."""

    call: CallId
    agent: AgentId


@event
class CallRetrieved(Event):
    """The agent took the customer back after `seconds`."""

    call: CallId
    agent: AgentId
    seconds: float


@event
class CallMuted(Event):
    """The agent muted himself."""

    call: CallId
    agent: AgentId


@event
class CallUnmuted(Event):
    """The agent can be heard again."""

    call: CallId
    agent: AgentId


@event
class CallTransferred(Event):
    """An agent sent the customer on, blind: `kind` is agent, queue, number or flow.

    `takeover`: a supervisor, the `target`, took the customer from him.
    """

    call: CallId
    agent: AgentId
    kind: str
    target: str


@event
class AgentLost(Event):
    """The agent's page or phone went away in the talk; the customer hears music."""

    call: CallId
    agent: AgentId


@event
class AgentRejoined(Event):
    """The agent is back in the talk after `seconds`."""

    call: CallId
    agent: AgentId
    seconds: float


@event
class TalkEnded(Event):
    """The agent's part of the talk is over; `by` is agent, customer, transfer or network."""

    call: CallId
    agent: AgentId
    leg: LegId
    by: str
    seconds: float


@event
class ListeningStarted(Event):
    """A supervisor (`listener`) attends the talk of `agent`: silent, whisper or barge."""

    call: CallId
    listening: ListeningId
    listener: AgentId
    agent: AgentId
    mode: str


@event
class ListeningChanged(Event):
    """He attends in another mode, or another agent has the call now."""

    call: CallId
    listening: ListeningId
    listener: AgentId
    agent: AgentId
    mode: str


@event
class ListeningEnded(Event):
    """He attends no longer; `seconds` he spent in each mode. `why` is listener, talk_ended,
    no_phone, line_lost, other_call or left."""

    call: CallId
    listening: ListeningId
    listener: AgentId
    agent: AgentId
    why: str
    seconds: dict[str, float]


@event
class MessageLeft(Event):
    """The caller left a voice message (留言)."""

    call: CallId
    recording: RecordingId
    path: str
    seconds: float


@event
class RecordingStarted(Event):
    """A leg is being recorded into `path`."""

    call: CallId
    recording: RecordingId
    leg: LegId
    agent: AgentId | None
    path: str


@event
class RecordingEnded(Event):
    """The recorded leg is gone after it was up for `seconds`."""

    call: CallId
    recording: RecordingId
    leg: LegId
    seconds: float


@event
class CallEnded(Event):
    """The call is over; the last fact of its life. `step` is where the customer left."""

    call: CallId
    outcome: str
    by: str
    step: str | None
    wait_seconds: float
    talk_seconds: float


@event
class NoteSaved(Event):
    """An agent's note on the call was saved; the text is not in the log."""

    call: CallId
    agent: AgentId
    disposition: str | None
