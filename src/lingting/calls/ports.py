"""The telephony port: what the product asks of a switch and what a switch tells it.

Every id (legs, bridges, plays, recordings) is made by the caller before the call, so that a
repeat is harmless and no event can arrive for an unknown thing. A command to a leg that is
already gone is no error: it does nothing, and `LegGone` tells the truth.
"""

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Protocol

from lingting.kernel.errors import Unavailable
from lingting.kernel.ids import BridgeId, LegId, PlayId, RecordingId


class SwitchUnavailable(Unavailable):
    """The connection to the switch is away; the command was not taken."""


class GoneCause(Enum):
    """Why a leg ended, in our words (Q.850 and SIP causes are translated by the adapter)."""

    HUNG_UP = "hung_up"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REJECTED = "rejected"
    UNREACHABLE = "unreachable"
    INVALID_NUMBER = "invalid_number"
    CONGESTION = "congestion"
    MEDIA_LOST = "media_lost"
    FAILED = "failed"


class ListenMode(Enum):
    """How one leg attends the talk of another."""

    SILENT = "silent"
    """It hears what the other says and hears; nobody hears it (监听)."""
    WHISPER = "whisper"
    """As silent, and the other alone hears it (耳语)."""
    BARGE = "barge"
    """All three hear one another (插话)."""


class Claim(Enum):
    """What became of somebody who claimed an account."""

    CHALLENGED = "challenged"
    """He was asked for the secret; every phone is, once."""
    FAILED = "failed"
    SUCCEEDED = "succeeded"
    REFUSED = "refused"
    """He came again while his address was banned."""


class HungUpBy(Enum):
    """Who ended the leg."""

    FAR_END = "far_end"
    US = "us"
    NETWORK = "network"


# --- what a switch tells -------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchEvent:
    """Something the switch saw at `at` (aware, UTC)."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LegArrived(SwitchEvent):
    """A caller dialled in. `calling` is what the carrier sent ("" when none or withheld)."""

    leg: LegId
    calling: str
    called: str
    trunk: str
    caught: bool = False
    """The engine was away when it arrived; the dialplan kept the caller until now."""
    heard_at: datetime | None = None
    """When this process heard of it, by its own clock; work that lags behind shows here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallerMissed(SwitchEvent):
    """A caller left before he was answered, or while no engine heard the switch; `at` is when.
    Or he was lost with a switch that died while it kept him; `at` is when that was noticed.

    Told within some seconds, or after the next connection, and again after a later one. He may
    have arrived and gone as others do, before this is told or after it: whoever knows his leg
    does not count him twice.
    """

    leg: LegId
    calling: str
    called: str
    trunk: str
    came_at: datetime
    by: HungUpBy
    """Himself, us when he could not be kept any longer, or the network when he was lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegRinging(SwitchEvent):
    """A leg that we dialled rings."""

    leg: LegId


@dataclass(frozen=True, slots=True, kw_only=True)
class LegAnswered(SwitchEvent):
    """A leg that we dialled was answered and can be joined."""

    leg: LegId


@dataclass(frozen=True, slots=True, kw_only=True)
class LegGone(SwitchEvent):
    """A leg ended; the last event of that leg."""

    leg: LegId
    cause: GoneCause
    by: HungUpBy

    @property
    def was_lost(self) -> bool:
        """Whether it broke, and nobody hung up."""
        broke = self.by is HungUpBy.NETWORK or self.cause is GoneCause.MEDIA_LOST
        return broke and self.by is not HungUpBy.US


@dataclass(frozen=True, slots=True, kw_only=True)
class LegHeld(SwitchEvent):
    """The far end put us on hold (`held`) or took us back (by re-INVITE)."""

    leg: LegId
    held: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitPressed(SwitchEvent):
    """One key: 0-9, *, #, A-D."""

    leg: LegId
    digit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlayFinished(SwitchEvent):
    """All media of a play were heard, or it was stopped, or (`failed`) a file was missing."""

    leg: LegId
    play: PlayId
    failed: bool = False
    stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRecorded(SwitchEvent):
    """The caller's message ended, by key, silence, limit or hang-up: so many seconds are kept.
    `failed` when nothing is.

    Told again after a later connection, before its `SwitchRestored`, until the sound was fetched
    or is forgotten: whoever was to write it down may have been killed.
    """

    leg: LegId
    recording: RecordingId
    seconds: float
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneRegistered(SwitchEvent):
    """A provisioned phone is reachable."""

    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneUnregistered(SwitchEvent):
    """A provisioned phone is no longer reachable (page closed, socket lost, expired)."""

    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClaimed(SwitchEvent):
    """Somebody at `address` said by SIP that he is one of our phones."""

    address: str
    claim: Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchLost(SwitchEvent):
    """The connection to the switch is away; legs may live on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchRestored(SwitchEvent):
    """Connected (again). `legs` is everything that is up now; what is missing is gone. `bridges`
    are those that the product made, with or without legs.

    `restarted`: the switch itself is new, so phones must be provisioned again.
    """

    legs: Sequence["LegSnapshot"]
    restarted: bool
    bridges: Sequence[BridgeId] = ()


# --- what the product asks ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Phone:
    """Dial a provisioned phone (a browser's softphone or a SIP phone) by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Outside:
    """Dial a number through a trunk; `caller_id` is what the called party sees."""

    number: str
    trunk: str
    caller_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LegSnapshot:
    """A leg as the switch sees it now. `bridge` is the bridge it is joined to, if any; `wanted_by`
    as its `Dial` said."""

    leg: LegId
    calling: str
    called: str
    up: bool
    since: datetime
    bridge: BridgeId | None = None
    trunk: str = ""
    wanted_by: LegId | None = None


@dataclass(frozen=True, slots=True)
class SoundFile:
    """A prompt: an absolute path to a WAV file (8 kHz mono 16 bit)."""

    path: Path


@dataclass(frozen=True, slots=True)
class Tone:
    """A tone or a pause: `beep`, `busy`, `ring`, or `silence` of `seconds`."""

    kind: str
    seconds: float = 1.0


Media = SoundFile | Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneAccount:
    """A phone to provision: `name` is the SIP user, `secret` short-lived and random.

    `webrtc` for browsers. `caller` lets this phone dial in like an outside caller (the
    test-call page) instead of being an agent's phone; it then calls as `calling`.
    """

    name: str
    secret: str
    webrtc: bool = True
    caller: bool = False
    calling: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrunkAccount:
    """A carrier's gateway, by the name that `Outside.trunk` and `LegArrived.trunk` use.

    `user` and `secret` when it asks for them; `register` when it must be told where we are.
    Calls that come from `host` are this trunk's.
    """

    name: str
    host: str
    port: int = 5060
    user: str = ""
    secret: str = ""
    register: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dial:
    """A leg to be made: ring `to` for at most `ring_seconds`.

    `caller_number`/`caller_name` are shown on the dialled phone. `headers` are SIP headers of
    the INVITE (X-…). `record_to`: record the leg from answer to its end into this stereo WAV
    (left: what the far end of this leg hears, right: what it says); the file appears when the
    recording is over. `wanted_by` is the leg that waits for this one; the switch remembers it.

    Somebody outside who answers hears music until he is joined, be there an engine or not. When
    none comes for two minutes he is hung up.
    """

    leg: LegId
    to: Phone | Outside
    ring_seconds: float
    wanted_by: LegId | None = None
    caller_number: str = ""
    caller_name: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    record_to: Path | None = None


class Switch(Protocol):
    """Verbs on legs and bridges. Commands return when the switch took them; what happens then
    comes through `events`. All are idempotent. Raises `SwitchUnavailable` when it is away."""

    def events(self) -> AsyncGenerator[SwitchEvent, None]:
        """Everything that happens, in order, first a `SwitchRestored`, and before it the messages
        that ended unheard; one reader only."""
        ...

    async def forget_missed(self, leg: LegId) -> None:
        """A `CallerMissed` is written down; it is not told again."""
        ...

    async def answer(self, leg: LegId) -> None:
        """Answer a caller, who is written down: from now on he cannot be missed."""
        ...

    async def ring(self, leg: LegId) -> None:
        """Let a caller that is not answered yet hear ringing."""
        ...

    async def hang_up(self, leg: LegId, cause: GoneCause = GoneCause.HUNG_UP) -> None: ...

    async def is_there(self, leg: LegId) -> bool:
        """Whether the leg lives now, be it ringing or up."""
        ...

    async def play(self, leg: LegId, play: PlayId, media: Sequence[Media]) -> None:
        """Play the media one after another; one `PlayFinished` at the end. A new play on the
        same leg does not stop an older one: stop it first."""
        ...

    async def stop_play(self, play: PlayId) -> None: ...

    async def start_music(self, leg: LegId, music: str = "default") -> None:
        """Waiting music for a leg that is in no bridge; `stop_music` ends it."""
        ...

    async def stop_music(self, leg: LegId) -> None: ...

    async def dial(self, dial: Dial) -> None:
        """Make a leg; `LegRinging`, then `LegAnswered` or `LegGone` with the true cause."""
        ...

    async def join(self, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        """Put the legs into the bridge (made when it is new); their music and plays end."""
        ...

    async def leave(self, bridge: BridgeId, leg: LegId) -> None: ...

    async def close_bridge(self, bridge: BridgeId) -> None: ...

    async def hold(self, bridge: BridgeId, leg: LegId, music: str = "default") -> None:
        """The leg leaves the talk and hears music; `retrieve` brings it back."""
        ...

    async def retrieve(self, bridge: BridgeId, leg: LegId) -> None: ...

    async def mute(self, leg: LegId, *, muted: bool) -> None:
        """Nobody in the bridge hears what this leg says while muted."""
        ...

    async def listen(self, leg: LegId, to: LegId, bridge: BridgeId, mode: ListenMode) -> None:
        """Let `leg` attend the talk of `to`, who speaks in `bridge`; again with another mode or
        another `to` switches over. It goes on while others come to the bridge and go, and is
        silence when `to` is gone; who barged in stays in the bridge. A recording of `to` has
        what is said in the bridge, never a whisper."""
        ...

    async def stop_listening(self, leg: LegId) -> None:
        """The leg hears silence and is heard by nobody."""
        ...

    async def send_digits(self, leg: LegId, digits: str) -> None: ...

    async def record_message(
        self,
        leg: LegId,
        recording: RecordingId,
        path: Path,
        *,
        max_seconds: float,
        end_key: str = "#",
        silence_seconds: float = 0,
    ) -> None:
        """A beep, then record what the caller says; ends with `MessageRecorded`. `path`, whose
        name is the recording's id, appears later, as that of a talk. A message that is under way
        goes on, one that is over is told."""
        ...

    async def forget_message(self, leg: LegId, recording: RecordingId) -> None:
        """Nobody wants what was recorded; it is thrown away."""
        ...

    async def start_recording(self, leg: LegId, path: Path) -> None:
        """Record a leg that is up into a stereo WAV, as `Dial.record_to` does."""
        ...

    async def stop_recording(self, leg: LegId) -> None: ...

    async def provision(self, account: PhoneAccount) -> None:
        """Make or replace a phone; survives until `withdraw` or a restart of the switch."""
        ...

    async def withdraw(self, phone: str) -> None: ...

    async def is_registered(self, phone: str) -> bool: ...

    async def provision_trunk(self, trunk: TrunkAccount) -> None:
        """Make or replace a trunk; survives until `withdraw_trunk` or a restart of the switch."""
        ...

    async def withdraw_trunk(self, name: str) -> None: ...

    async def refuse(self, addresses: Sequence[str]) -> None:
        """Refuse every SIP request from these addresses, and from no others, from now on."""
        ...
