"""Facts of recordings."""

from lingting.kernel.events import Event, event
from lingting.kernel.ids import CallId, RecordingId


@event
class RecordingChecked(Event):
    """The file was compared with the talk: `stored`, `short`, `missing` or `failed`.

    `why` a missing one is missing: `disk_full`, `no_folder`, `locked` or `not_made`. What was
    missing may be found or finished later, and is checked then.
    """

    call: CallId
    recording: RecordingId
    state: str
    seconds: float | None
    expected_seconds: float | None
    why: str | None = None
