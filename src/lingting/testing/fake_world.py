"""The world around FakeSwitch: its legs, bridges and phones, and what far ends do."""

from __future__ import annotations

import asyncio
import wave
from collections import deque
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from pathlib import Path

from lingting.calls.ports import (
    AccountClaimed,
    CallerMissed,
    Claim,
    DigitPressed,
    GoneCause,
    HungUpBy,
    LegAnswered,
    LegArrived,
    LegGone,
    LegHeld,
    LegRinging,
    LegSnapshot,
    ListenMode,
    MessageRecorded,
    Outside,
    PhoneAccount,
    PhoneRegistered,
    PhoneUnregistered,
    SwitchEvent,
    SwitchLost,
    SwitchRestored,
    SwitchUnavailable,
    TrunkAccount,
)
from lingting.kernel.ids import BridgeId, LegId, PlayId, RecordingId, new_id
from lingting.testing.fake_leg import (
    Attending,
    FakeLeg,
    FarEnd,
    Hearing,
    LegRecording,
    LegState,
)
from lingting.testing.manual_clock import Scheduler

RATE = 8000
NOTES_SECONDS = 5.0


class FakeWorld:
    """The half of FakeSwitch that a test drives: callers, phones, cables; and what it looks at."""

    def __init__(self, clock: Scheduler, *, write_files: bool = False) -> None:
        """`write_files`: recordings and messages become real WAV files (of silence)."""
        self.clock = clock
        self.legs: dict[LegId, FakeLeg] = {}
        self.bridges: dict[BridgeId, list[LegId]] = {}
        self.phones: dict[str, PhoneAccount] = {}
        self.registered: set[str] = set()
        self.trunks: dict[str, TrunkAccount] = {}
        self.sound_seconds: Callable[[Path], float | None] = wav_seconds
        self.refused_addresses: list[str] = []
        self.is_away = False
        self._far_ends: dict[str, FarEnd] = {}
        self._write_files = write_files
        self._told: deque[SwitchEvent] = deque()
        self._news = asyncio.Event()
        self._read = False
        self._caught: set[LegId] = set()
        self._untaken: set[LegId] = set()
        self._missed: dict[LegId, CallerMissed] = {}
        self._told_of: set[LegId] = set()
        self._messages: dict[RecordingId, MessageRecorded] = {}
        self._playing: dict[PlayId, FakeLeg] = {}
        self._tell(SwitchRestored(at=clock.now(), legs=(), restarted=True))

    # --- what the switch tells ----------------------------------------------------------

    async def events(self) -> AsyncGenerator[SwitchEvent, None]:
        """Everything that happens, in order; one reader only."""
        if self._read:
            raise RuntimeError("one reader only")
        self._read = True
        try:
            while True:
                while self._told:
                    yield self._told.popleft()
                self._news.clear()
                await self._news.wait()
        finally:
            self._read = False

    def take_events(self) -> list[SwitchEvent]:
        """What was told and not read yet, for tests without a reader task."""
        taken = list(self._told)
        self._told.clear()
        return taken

    # --- callers and called parties -----------------------------------------------------

    def call_in(
        self, calling: str, called: str, *, trunk: str = "trunk", leg: LegId | None = None
    ) -> LegId:
        """A caller dials in; while the engine is away the switch answers and plays him music."""
        made = leg or LegId(new_id(self.clock.now()))
        self.legs[made] = FakeLeg(
            made, calling, called, self.clock.now(), LegState.ARRIVING, trunk=trunk
        )
        self._untaken.add(made)
        if self.is_away:
            self._caught.add(made)
            self.legs[made].state, self.legs[made].music = LegState.UP, "default"
        else:
            self._tell_arrived(self.legs[made], caught=False)
        return made

    def phone_calls(self, phone: str, called: str) -> LegId:
        """A registered phone that is provisioned as a caller dials in."""
        account = self.phones[phone]
        if not account.caller or phone not in self.registered:
            raise AssertionError(f"{phone} is no registered caller phone")
        return self.call_in(account.calling, called, trunk="")

    def far_ends(self, name: str, behaviour: FarEnd) -> None:
        """How the number or phone `name` behaves when it is dialled from now on."""
        self._far_ends[name] = behaviour

    def far_end_rings(self, leg: LegId) -> None:
        """The dialled party's phone begins to ring."""
        found = self._dialled(leg)
        if found and found.state is LegState.DIALLED:
            found.state = LegState.RINGING
            self._tell(LegRinging(at=self.clock.now(), leg=leg))

    def far_end_answers(self, leg: LegId) -> None:
        """The dialled party picks up."""
        found = self._dialled(leg)
        if found is None:
            return
        found.cancel_alarms()
        found.state = LegState.UP
        dial = found.dial
        if dial and dial.record_to:
            found.recording = LegRecording(dial.record_to, self.clock.now())
        if dial and isinstance(dial.to, Outside):
            found.music = "default"
        self._tell(LegAnswered(at=self.clock.now(), leg=leg))

    def far_end_fails(self, leg: LegId, cause: GoneCause) -> None:
        """The dialled party is busy, rejects, cannot be reached …"""
        if self._dialled(leg):
            ours = {GoneCause.BUSY, GoneCause.REJECTED}
            by = HungUpBy.FAR_END if cause in ours else HungUpBy.NETWORK
            self._end(self.legs[leg], cause, by)

    def hangs_up(self, leg: LegId) -> None:
        """The person at the far end hangs up."""
        self._end(self.legs[leg], GoneCause.HUNG_UP, HungUpBy.FAR_END)

    def loses_media(self, leg: LegId) -> None:
        """No sound came for so long that the switch gave the leg up."""
        self._end(self.legs[leg], GoneCause.MEDIA_LOST, HungUpBy.NETWORK)

    def presses(self, leg: LegId, digits: str) -> None:
        """The person presses keys; a leg that was not answered carries none."""
        for digit in digits:
            found = self.legs[leg]
            if not found.is_up:
                return
            if found.message and digit == found.message.end_key:
                self._end_message(found)
            else:
                self._tell(DigitPressed(at=self.clock.now(), leg=leg, digit=digit))

    def falls_silent(self, leg: LegId) -> None:
        """The person stops talking (people talk all the time unless told otherwise)."""
        found = self.legs[leg]
        found.silent = True
        message = found.message
        if message and message.silence_seconds:
            message.silence = self.clock.call_later(
                message.silence_seconds, lambda: self._end_message(found, message.recording)
            )

    def far_end_holds(self, leg: LegId, *, held: bool = True) -> None:
        """The person's own phone puts us on hold, or takes us back."""
        if self.legs[leg].is_up:
            self._tell(LegHeld(at=self.clock.now(), leg=leg, held=held))

    def account_claimed(self, address: str, claim: Claim) -> None:
        """Somebody says by SIP that he is one of the phones."""
        self._tell(AccountClaimed(at=self.clock.now(), address=address, claim=claim))

    # --- phones and the connection ------------------------------------------------------

    def phone_registers(self, phone: str) -> None:
        """A provisioned phone comes up; a page that was reloaded registers again."""
        if phone not in self.phones:
            raise AssertionError(f"{phone} is not provisioned")
        self.registered.add(phone)
        self._tell(PhoneRegistered(at=self.clock.now(), phone=phone))

    def phone_unregisters(self, phone: str) -> None:
        """The page of a phone is closed or its socket is lost; its legs live on."""
        if phone in self.registered:
            self.registered.remove(phone)
            self._tell(PhoneUnregistered(at=self.clock.now(), phone=phone))

    def lose_connection(self) -> None:
        """The engine's connection to the switch breaks; callers do not notice."""
        if not self.is_away:
            self._tell(SwitchLost(at=self.clock.now()))
            self.is_away = True

    def restore_connection(self, *, restarted: bool = False) -> None:
        """The connection is back; `restarted`: the switch died, with all legs and phones."""
        self.lose_connection()
        if restarted:
            for found in [leg for leg in self.legs.values() if not leg.is_gone]:
                self._end(found, GoneCause.FAILED, HungUpBy.NETWORK)
            self.phones.clear()
            self.registered.clear()
            self.trunks.clear()
            self.bridges.clear()
            self._caught.clear()
        self.is_away = False
        living = [leg for leg in self.legs.values() if not leg.is_gone]
        for message in self._messages.values():  # nobody fetches them from here
            self._tell(message)
        snapshots = tuple(_snapshot(leg) for leg in living if leg.id not in self._caught)
        self._tell(
            SwitchRestored(
                at=self.clock.now(),
                legs=snapshots,
                restarted=restarted,
                bridges=tuple(self.bridges),
            )
        )
        for phone in sorted(self.registered):
            self._tell(PhoneRegistered(at=self.clock.now(), phone=phone))
        self._told_of.clear()
        for missed in list(self._missed.values()):
            self._tell_missed(missed)
        for found in living:
            if found.id in self._caught:
                self._caught.remove(found.id)
                found.music = None
                self._tell_arrived(found, caught=True)

    # --- what a test looks at -----------------------------------------------------------

    def leg_of(self, name: str) -> FakeLeg:
        """The newest living leg from or to the number or phone `name`."""
        for found in reversed(self.legs.values()):
            if not found.is_gone and name in (found.calling, found.called):
                return found
        raise AssertionError(f"no living leg of {name}")

    def what_hears(self, leg: LegId) -> Hearing:
        """What the person at the far end of the leg hears now."""
        found = self.legs[leg]
        if found.is_gone:
            return Hearing()
        if found.plays:
            play = found.plays[0]
            return Hearing(media=play.media[play.at])
        if found.attending:
            return self._overhears(self.legs[found.attending.to])
        heard = set(self._whisperers_to(leg))
        if found.bridge:
            others = (self.legs[other] for other in self.bridges[found.bridge] if other != leg)
            heard |= {one.id for one in others if one.speaks}
            return Hearing(voices=frozenset(heard))
        ringing = found.ringback and not found.music
        return Hearing(voices=frozenset(heard), music=found.music, ringing=ringing)

    # --- inside -------------------------------------------------------------------------

    def _overhears(self, other: FakeLeg) -> Hearing:
        """What the other says, also while he is muted, and what he hears, but for whispers."""
        heard = self.what_hears(other.id)
        says = {other.id} if other.is_up and not other.silent else set[LegId]()
        voices = heard.voices - set(self._whisperers_to(other.id)) | says
        return replace(heard, voices=frozenset(voices))

    def _whisperers_to(self, leg: LegId) -> list[LegId]:
        wanted = Attending(leg, ListenMode.WHISPER)
        return [one.id for one in self.legs.values() if one.attending == wanted and one.speaks]

    def _tell(self, event: SwitchEvent) -> None:
        if not self.is_away:
            self._told.append(event)
            self._news.set()

    def _tell_arrived(self, found: FakeLeg, *, caught: bool) -> None:
        self._tell(
            LegArrived(
                at=self.clock.now(),
                leg=found.id,
                calling=found.calling,
                called=found.called,
                trunk=found.trunk,
                caught=caught,
            )
        )

    def _dialled(self, leg: LegId) -> FakeLeg | None:
        """The leg when we dialled it and nobody answered yet; None when it is gone."""
        found = self.legs[leg]
        if found.state not in (LegState.DIALLED, LegState.RINGING, LegState.GONE):
            raise AssertionError(f"a far end cannot answer a leg that is {found.state.value}")
        return None if found.is_gone else found

    def _living(self, leg: LegId) -> FakeLeg | None:
        if self.is_away:
            raise SwitchUnavailable
        found = self.legs.get(leg)
        return None if found is None or found.is_gone else found

    def _end(self, found: FakeLeg, cause: GoneCause, by: HungUpBy) -> None:
        if found.is_gone:
            return
        self._end_message(found)
        found.cancel_alarms()
        for play in found.plays:
            if play.alarm:
                play.alarm.cancel()
            self._playing.pop(play.play, None)
        found.plays.clear()
        self._out_of_bridge(found)
        self._end_recording(found)
        found.music, found.attending, found.state = None, None, LegState.GONE
        for one in self.legs.values():
            if one.attending and one.attending.to == found.id:
                one.attending = None
        self._tell(LegGone(at=self.clock.now(), leg=found.id, cause=cause, by=by))
        self._caught.discard(found.id)
        if found.id in self._untaken and by is HungUpBy.FAR_END:
            self._miss(found)

    def _miss(self, found: FakeLeg) -> None:
        missed = self._missed[found.id] = CallerMissed(
            at=self.clock.now(),
            leg=found.id,
            calling=found.calling,
            called=found.called,
            trunk=found.trunk,
            came_at=found.since,
            by=HungUpBy.FAR_END,
        )
        self.clock.call_later(NOTES_SECONDS, lambda: self._tell_missed(missed))

    def _tell_missed(self, missed: CallerMissed) -> None:
        if missed.leg in self._missed and missed.leg not in self._told_of and not self.is_away:
            self._told_of.add(missed.leg)
            self._tell(missed)

    def _out_of_bridge(self, found: FakeLeg) -> None:
        if found.bridge is not None:
            self.bridges[found.bridge].remove(found.id)
            found.bridge = None

    def _end_message(self, found: FakeLeg, only: object = None) -> None:
        message = found.message
        if message is None or only not in (None, message.recording):
            return
        found.message = None
        for alarm in (message.alarm, message.silence):
            if alarm:
                alarm.cancel()
        seconds = (self.clock.now() - message.since).total_seconds()
        if self._write_files:
            write_silence(message.path, seconds, channels=1)
        told = self._messages[message.recording] = MessageRecorded(
            at=self.clock.now(), leg=found.id, recording=message.recording, seconds=seconds
        )
        self._tell(told)

    def _end_recording(self, found: FakeLeg) -> None:
        recording = found.recording
        if recording and recording.ended is None:
            recording.ended = self.clock.now()
            seconds = (recording.ended - recording.since).total_seconds()
            if self._write_files:
                write_silence(recording.path, seconds, channels=2)


def wav_seconds(path: Path) -> float | None:
    """How long a WAV file plays; None when there is no readable one."""
    try:
        with wave.open(str(path)) as sound:
            return sound.getnframes() / sound.getframerate()
    except (OSError, wave.Error, EOFError):
        return None


def write_silence(path: Path, seconds: float, *, channels: int) -> None:
    """Writes a silent 8 kHz, 16 bit WAV file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(bytes(round(seconds * RATE) * 2 * channels))


def _snapshot(found: FakeLeg) -> LegSnapshot:
    return LegSnapshot(
        leg=found.id,
        calling=found.calling,
        called=found.called,
        up=found.is_up,
        since=found.since,
        bridge=found.bridge,
        trunk=found.trunk if found.dial is None else "",
        wanted_by=found.dial.wanted_by if found.dial else None,
    )
