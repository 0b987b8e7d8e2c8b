"""What a recording is and when it may be called stored."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from lingting.kernel.errors import NotFound
from lingting.kernel.ids import AgentId, CallId, LegId, RecordingId

TOLERANCE_SECONDS = 1.0
MISSING_AFTER_SECONDS = 120.0


class RecordingNotFound(NotFound):
    """There is no such recording."""


class RecordingNotReady(NotFound):
    """The recording is still being made or checked, or its file is missing."""


class Kind(Enum):
    """What was recorded."""

    CALL = "call"
    MESSAGE = "message"


class State(Enum):
    """How far a recording is; only `stored` and `short` can be heard."""

    RECORDING = "recording"
    ENDED = "ended"
    STORED = "stored"
    SHORT = "short"
    MISSING = "missing"
    FAILED = "failed"
    ERASED = "erased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """The sound of one leg, or of one message; `expected_seconds` is how long it was up."""

    id: RecordingId
    call: CallId
    kind: Kind
    state: State
    path: Path
    began_at: datetime
    leg: LegId | None = None
    agent: AgentId | None = None
    ended_at: datetime | None = None
    expected_seconds: float | None = None
    seconds: float | None = None
    sha256: str | None = None
    size: int | None = None


def judge(seconds: float, expected: float | None) -> State:
    """Stored when the file is as long as the leg was up; a shorter one is told as such."""
    if expected is not None and seconds < expected - TOLERANCE_SECONDS:
        return State.SHORT
    return State.STORED
