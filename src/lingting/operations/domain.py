"""What the operator looks at: findings of checks, parts, lines, the database, jobs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Self

from rich.filesize import decimal

from lingting.recordings.domain import LEAST_SPOOL, Waits


class Verdict(Enum):
    """What a check came to."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    SKIPPED = "skipped"
    """It could not be made now; its words say why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `outcome` names its words, `values` fill them."""

    check: str
    outcome: str
    values: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Echo:
    """What a call that hears itself measured."""

    sent: int
    """Frames of 20 ms that were sent."""
    delays: tuple[float, ...]
    """Seconds that each frame took which came back."""
    setup_seconds: float

    @property
    def lost_percent(self) -> float:
        return 100 * (self.sent - len(self.delays)) / self.sent if self.sent else 100.0

    @property
    def median_delay(self) -> float:
        ordered = sorted(self.delays)
        return ordered[len(ordered) // 2] if ordered else 0.0

    @property
    def worst_delay(self) -> float:
        return max(self.delays, default=0.0)


MOST_LOST_PERCENT = 3.0
LONGEST_DELAY = 0.15
"""ITU-T G.114: up to 150 ms one way most people notice nothing."""


def judge_echo(echo: Echo) -> str:
    """`silent`, `lossy`, `late` or `good`."""
    if not echo.delays:
        return "silent"
    if echo.lost_percent > MOST_LOST_PERCENT:
        return "lossy"
    return "late" if echo.median_delay > LONGEST_DELAY else "good"


@dataclass(frozen=True, slots=True)
class CheckedGroup:
    """The findings of one group of checks."""

    name: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CheckRun:
    """The checks that were made, and when; finished when all `planned` groups are done."""

    at: datetime
    planned: int
    groups: tuple[CheckedGroup, ...] = ()
    seconds: float = 0.0

    @property
    def finished(self) -> bool:
        return len(self.groups) >= self.planned

    def with_group(self, name: str, findings: Iterable[Finding], seconds: float) -> "CheckRun":
        """The run with one group more, `seconds` after its start."""
        group = CheckedGroup(name, tuple(findings))
        return replace(self, groups=(*self.groups, group), seconds=seconds)

    def findings(self) -> Iterator[Finding]:
        """All of them in order."""
        return (finding for group in self.groups for finding in group.findings)


@dataclass(frozen=True, slots=True)
class PartFact:
    """A process that `up` watches."""

    name: str
    state: str
    """`running`, `starting` or `away`; of Asterisk also `silent` or `unheard`."""
    since: datetime
    restarts: int
    last_end: datetime | None = None


@dataclass(frozen=True, slots=True)
class LineFact:
    """A way to the public network, as Asterisk sees it now."""

    name: str
    address: str
    reachable: bool | None
    """None: Asterisk does not ask it."""
    round_trip_ms: float | None
    registration: str | None
    """`registered`, `rejected`, `unregistered`; None when it wants no registration."""
    calls: int


@dataclass(frozen=True, slots=True)
class Versions:
    """What runs here."""

    lingting: str
    python: str
    client_built_at: datetime | None


@dataclass(frozen=True, slots=True)
class SwitchFacts:
    """Asterisk as it is now."""

    version: str
    started_at: datetime
    channels: int
    phones: int
    """Telephones that are registered."""
    lines: Sequence[LineFact]


SWITCH = "Asterisk"
"""Its name among the parts."""


def judge_switch(*, connected: bool, answers: bool) -> str | None:
    """`silent`, or `unheard`: it answers, and the engine does not hear what happens on it."""
    if connected:
        return None
    return "unheard" if answers else "silent"


def with_switch(parts: Iterable[PartFact], fault: str, since: datetime) -> list[PartFact]:
    """The parts, of which Asterisk runs and yet does not do its work."""
    return [
        replace(part, state=fault, since=max(since, part.since))
        if part.name == SWITCH and part.state == "running"
        else part
        for part in parts
    ]


@dataclass(frozen=True, slots=True)
class DatabaseFacts:
    """PostgreSQL as it is now."""

    version: str
    started_at: datetime
    size: int
    sessions: int
    most_sessions: int


@dataclass(frozen=True, slots=True)
class JobFacts:
    """The worker's queue."""

    waiting: int
    running: int
    failed: int
    oldest_due_at: datetime | None
    """Since when the oldest one that is due waits, or the worker has been silent."""


@dataclass(frozen=True, slots=True)
class FailedJob:
    """A job that gave up after its last try."""

    id: int
    name: str
    attempts: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class BackupFact:
    """The last backup of this installation."""

    at: datetime
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class DiskFact:
    """The disk that has the least room for the installation."""

    place: str
    total: int
    free: int


FULL_DISK = 2 * 1000**3
LOW_DISK = 10 * 1000**3
RECORDED_PER_HOUR = 115 * 1000**2


@dataclass(frozen=True, slots=True)
class FolderFact:
    """A folder that is written to while people talk, as it is now."""

    name: str
    """`recordings`, `sounds` or `data`."""
    place: str
    there: bool
    writable: bool
    free: int
    total: int
    answers: bool = True

    @classmethod
    def silent(cls, name: str, place: str) -> Self:
        """Nothing is known of it: who looks gets no answer."""
        return cls(name, place, there=False, writable=False, free=0, total=0, answers=False)

    @property
    def usable(self) -> bool:
        """Whether something can be put there, and for a while."""
        return self.there and self.writable and self.free >= FULL_DISK


def judge_waits(waits: Waits | None, sounds: FolderFact | None) -> Finding | None:
    """Recordings that wait for their storage, and how much longer others can: `waiting` or
    `unmeasured`, or nothing to be told."""
    if waits is None:
        return None
    values = {"count": f"{waits.count:,}"}
    if sounds is None or not sounds.answers:
        return Finding("recordings_waiting", "unmeasured", values)
    room = max(sounds.free - LEAST_SPOOL, 0)
    values["hours"] = f"{room // RECORDED_PER_HOUR:,}"
    return Finding("recordings_waiting", "waiting", values)


def judge_folder(fact: FolderFact) -> Finding:
    """`hangs`, `full`, `away`, `locked`, `low` or `good`: the first that holds."""
    values = {
        "place": fact.place,
        "free": decimal(fact.free),
        "hours": f"{fact.free // RECORDED_PER_HOUR:,}",
    }
    check = f"{fact.name}_folder"
    if not fact.answers:
        return Finding(check, "hangs", {"place": fact.place})
    if fact.free < FULL_DISK:
        return Finding(check, "full", values)
    if not fact.there:
        return Finding(check, "away", values)
    if not fact.writable:
        return Finding(check, "locked", values)
    return Finding(check, "low" if fact.free < LOW_DISK else "good", values)


SCARCE_SHARE, FULL_SHARE = 0.8, 0.9
"""Of the ports for sound. The rest are for the agents' lines of those who are here already."""


@dataclass(frozen=True, slots=True)
class SoundPorts:
    """UDP ports for sound, and whom Asterisk turned away since the last look."""

    used: int
    all: int
    turned_away: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def most(self) -> int:
        """With so many taken, nobody more is let in."""
        return int(self.all * FULL_SHARE)

    @property
    def is_scarce(self) -> bool:
        return self.used >= self.all * SCARCE_SHARE

    @property
    def is_full(self) -> bool:
        return self.used >= self.most


def judge_ports(ports: SoundPorts) -> Finding | None:
    """`full`, `scarce`, or nothing to be told."""
    values = {"used": f"{ports.used:,}", "all": f"{ports.all:,}"}
    if ports.is_full:
        return Finding("sound_ports", "full", values)
    return Finding("sound_ports", "scarce", values) if ports.is_scarce else None


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that somebody must see to, and since when it is so."""

    since: datetime
    finding: Finding
