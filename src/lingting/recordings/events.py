"""Facts of recordings."""

from lingting.kernel.events import Event, event
from lingting.kernel.ids import CallId, RecordingId


@event
class RecordingChecked(Event):
    """The file was compared with the talk: `stored`, `short`, `waiting`, `missing` or `failed`.

    `why` one waits or is missing: `disk_full`, `no_folder`, `locked`, `silent` or `not_made`. What
    waits is kept, and put in its place later; what was missing may be found. Both are checked then.
    """

    call: CallId
    recording: RecordingId
    state: str
    seconds: float | None
    expected_seconds: float | None
    why: str | None = None
