"""What FakeSwitch knows of one leg, and what the person at its far end hears and does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path

from lingting.calls.ports import Dial, GoneCause, ListenMode, Media, Outside, Tone
from lingting.kernel.ids import BridgeId, LegId, PlayId, RecordingId
from lingting.testing.manual_clock import Cancellable


class LegState(Enum):
    """How far a leg is: `dialled` and `ringing` are legs that we made, `arriving` came in."""

    ARRIVING = "arriving"
    DIALLED = "dialled"
    RINGING = "ringing"
    UP = "up"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class FarEnd:
    """How a dialled party behaves: seconds after the INVITE, None for never.

    `ends` after `ends_after` seconds without an answer, e.g. `BUSY`; `hangs_up_after` counts
    from the answer.
    """

    rings_after: float | None = 0
    answers_after: float | None = None
    ends: GoneCause | None = None
    ends_after: float = 0
    hangs_up_after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """What reaches an ear at this moment; everything empty is silence."""

    voices: frozenset[LegId] = frozenset()
    media: Media | None = None
    music: str | None = None
    ringing: bool = False

    @property
    def is_silence(self) -> bool:
        """Whether nothing at all is heard, or a pause is played."""
        pause = isinstance(self.media, Tone) and self.media.kind == "silence"
        return pause or not (self.voices or self.media or self.music or self.ringing)


@dataclass(slots=True)
class RunningPlay:
    """One play; `at` is the index of the medium that is heard now."""

    play: PlayId
    media: tuple[Media, ...]
    at: int = 0
    failed: bool = False
    alarm: Cancellable | None = None


@dataclass(slots=True)
class RunningMessage:
    """A message that a caller is leaving, since `since`."""

    recording: RecordingId
    path: Path
    since: datetime
    end_key: str
    silence_seconds: float
    alarm: Cancellable
    silence: Cancellable | None = None


@dataclass(slots=True)
class LegRecording:
    """A stereo recording of a leg; `ended` is None while it runs."""

    path: Path
    since: datetime
    ended: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attending:
    """Whose talk a leg attends without being in its bridge."""

    to: LegId
    mode: ListenMode


@dataclass(slots=True)
class FakeLeg:
    """Everything about one leg; read it in tests, change it only through FakeSwitch."""

    id: LegId
    calling: str
    called: str
    since: datetime
    state: LegState
    trunk: str = ""
    dial: Dial | None = None
    bridge: BridgeId | None = None
    music: str | None = None
    muted: bool = False
    silent: bool = False
    ringback: bool = False
    digits_sent: str = ""
    plays: list[RunningPlay] = field(default_factory=list[RunningPlay])
    message: RunningMessage | None = None
    recording: LegRecording | None = None
    attending: Attending | None = None
    alarms: list[Cancellable] = field(default_factory=list["Cancellable"])

    @property
    def is_up(self) -> bool:
        """Whether the leg was answered and lives."""
        return self.state is LegState.UP

    @property
    def speaks(self) -> bool:
        """Whether its voice reaches whoever may hear it."""
        return self.is_up and not (self.muted or self.silent or self.plays)

    @property
    def is_gone(self) -> bool:
        """Whether the leg has ended."""
        return self.state is LegState.GONE

    def cancel_alarms(self) -> None:
        """Forget what its far end would have done by itself."""
        for alarm in self.alarms:
            alarm.cancel()
        self.alarms.clear()


def dialled_name(dial: Dial) -> str:
    """The phone's name or the number that a Dial rings."""
    return dial.to.number if isinstance(dial.to, Outside) else dial.to.name
