"""Facts of recordings."""

from lingting.kernel.events import Event, event
from lingting.kernel.ids import CallId, RecordingId


@event
class RecordingChecked(Event):
    """The file was compared with the talk: `stored`, `short`, `missing` or `failed`."""

    call: CallId
    recording: RecordingId
    state: str
    seconds: float | None
    expected_seconds: float | None
