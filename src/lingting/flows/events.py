"""Facts of flows; those of a session carry the call whose story they belong to."""

from lingting.kernel.events import Event, event
from lingting.kernel.ids import AgentId, CallId, FlowId, RecordingId, UserId


@event
class NodeEntered(Event):
    """The caller came to a step of a flow."""

    call: CallId
    flow: str
    node: str
    verb: str
    title_zh: str
    title_en: str


@event
class KeysEntered(Event):
    """The caller pressed keys at a step; secrets are hidden (IVR-36)."""

    call: CallId
    node: str
    keys: str


@event
class SurveyAnswered(Event):
    """The caller rated the service by key; `agent` is who served him (CSAT-01)."""

    call: CallId
    agent: AgentId | None
    scale: str
    key: str
    score: int
    label_zh: str
    label_en: str


@event
class MessageKept(Event):
    """A recording is a message for the company: it was long enough and was stored."""

    call: CallId
    recording: RecordingId
    seconds: float
    flow: str
    node: str


@event
class FlowTroubled(Event):
    """Something in a flow went wrong; the caller was led on."""

    call: CallId
    flow: str
    node: str
    slug: str
    detail: str


@event
class FlowFinished(Event):
    """A call's session is over: `completed`, `served`, `abandoned` or `failed`, at `node`."""

    call: CallId
    flow: str
    outcome: str
    node: str
    served: bool


@event
class FlowPublished(Event):
    """Callers hear this version from now on."""

    flow: FlowId
    key: str
    version: int
    by: UserId | None


@event
class FlowWithdrawn(Event):
    """No version of the flow is in use any more; its draft stays."""

    flow: FlowId
    key: str
    by: UserId | None


@event
class FlowDeleted(Event):
    """A flow is gone; its versions stay for the calls that went through it."""

    flow: FlowId
    key: str
    by: UserId | None
