"""What a recording is, when it may be called stored, and what is said of one that is not."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from lingting.kernel.errors import NotFound
from lingting.kernel.ids import AgentId, CallId, LegId, RecordingId

TOLERANCE_SECONDS = 1.0
TOLD_AFTER_SECONDS = 3.0
"""A file that is not there so long after the end is told as missing …"""
LOOKED_FOR_SECONDS = 120.0
"""… and looked for so long: a folder on another machine may show it late."""
LEAST_ROOM = 1_000_000
"""A disk with less is full: a minute of sound has twice as many bytes."""
LEAST_SPOOL = 500_000_000
"""What recordings leave free on the disk where they are made, for the database is often there."""


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
    WAITING = "waiting"
    """The sound is kept where it was made, and cannot be put where it shall be; or nobody can say
    where it is, for its storage does not answer."""
    MISSING = "missing"
    FAILED = "failed"
    ERASED = "erased"


UNCHECKED = (State.ENDED, State.WAITING, State.MISSING)
"""What waits is kept; what is missing may still come: a folder is back."""


class Why(Enum):
    """Why the sound is not where it shall be."""

    DISK_FULL = "disk_full"
    NO_FOLDER = "no_folder"
    LOCKED = "locked"
    SILENT = "silent"
    """The disk does not answer."""
    NOT_MADE = "not_made"
    """The folder is in order; the switch did not write, or somebody took the file away."""


class Raw(Enum):
    """What there is of a recording whose file is not finished."""

    NOTHING = "nothing"
    BUSY = "busy"
    """The switch has not said yet that it is over."""
    STUCK = "stuck"
    """It is kept, and cannot be finished now: its place is full or away."""
    FINISHED = "finished"


class UnreadableSound(Exception):
    """The file is no 16-bit WAV."""


@dataclass(frozen=True, slots=True)
class Sound:
    """What a file was found to be. Peaks are int8 (0 to 127), one row per channel, some columns a
    second."""

    seconds: float
    sha256: str
    size: int
    channels: int
    peaks: bytes


@dataclass(frozen=True, slots=True)
class NoSound:
    """There is no finished file now."""

    why: Why
    raw: Raw


Found = Sound | NoSound | UnreadableSound


@dataclass(frozen=True, slots=True)
class Waits:
    """How many recordings and messages wait for their storage, and since when the first one."""

    count: int
    since: datetime


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


def why_missing(*, free: int, there: bool, writable: bool) -> Why:
    """What a folder without the file says about the reason; the first that holds."""
    if free < LEAST_ROOM:
        return Why.DISK_FULL
    if not there:
        return Why.NO_FOLDER
    return Why.NOT_MADE if writable else Why.LOCKED


def is_told(raw: Raw, passed: float) -> bool:
    """Whether a file that is not there `passed` seconds after the end is told of."""
    return passed >= (LOOKED_FOR_SECONDS if raw is Raw.BUSY else TOLD_AFTER_SECONDS)


def may_come(raw: Raw, passed: float) -> bool:
    """Whether to look again soon; what is told to wait is tried again with all others that do."""
    return passed < LOOKED_FOR_SECONDS if raw is Raw.NOTHING else not is_told(raw, passed)
