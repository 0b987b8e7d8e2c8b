"""Facts about satisfaction."""

from lingting.kernel.events import Event, event
from lingting.kernel.ids import AgentId, CallId


@event
class RatingGiven(Event):
    """A caller rated the service; `agent` is who served him, `score` is higher for better."""

    call: CallId
    agent: AgentId | None
    scale: str
    key: str
    score: int
    label_zh: str
    label_en: str
