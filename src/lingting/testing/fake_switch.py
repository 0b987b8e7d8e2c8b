"""A switch without telephony: deterministic, in the time of a test's clock, and honest.

It passes the same contract suite as the real Asterisk (tests/contract/switch). Far ends do what
a test says (`call_in`, `far_end_answers`, `hangs_up`, `presses` … in FakeWorld) or what was
arranged for their number (`far_ends`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from lingting.calls.ports import (
    Dial,
    GoneCause,
    HungUpBy,
    ListenMode,
    Media,
    PhoneAccount,
    PlayFinished,
    SoundFile,
    SwitchUnavailable,
    TrunkAccount,
)
from lingting.calls.ports import Phone as PhoneTarget
from lingting.kernel.ids import BridgeId, LegId, PlayId, RecordingId
from lingting.testing.fake_leg import (
    Attending,
    FakeLeg,
    FarEnd,
    LegRecording,
    LegState,
    RunningMessage,
    RunningPlay,
    dialled_name,
)
from lingting.testing.fake_world import FakeWorld

BEEP_SECONDS = 0.4


class FakeSwitch(FakeWorld):
    """The port `Switch`, played by Python."""

    async def answer(self, leg: LegId) -> None:
        """Answers a caller; harmless when he is answered or gone."""
        found = self._living(leg)
        self._untaken.discard(leg)
        if found and found.state is LegState.ARRIVING:
            found.state, found.ringback = LegState.UP, False

    async def ring(self, leg: LegId) -> None:
        """Lets a caller that is not answered hear ringing."""
        found = self._living(leg)
        if found and found.state is LegState.ARRIVING:
            found.ringback = True

    async def hang_up(self, leg: LegId, cause: GoneCause = GoneCause.HUNG_UP) -> None:
        """Ends a leg."""
        found = self._living(leg)
        if found:
            self._end(found, cause, HungUpBy.US)

    async def is_there(self, leg: LegId) -> bool:
        """Whether the leg lives now."""
        return self._living(leg) is not None

    async def forget_missed(self, leg: LegId) -> None:
        """He is written down."""
        self._missed.pop(leg, None)

    async def play(self, leg: LegId, play: PlayId, media: Sequence[Media]) -> None:
        """Plays after what is already playing on the leg."""
        found = self._living(leg)
        if found is None or play in self._playing:
            return
        self._playing[play] = found
        found.plays.append(RunningPlay(play, tuple(media)))
        if len(found.plays) == 1:
            self._play_from(found, 0)

    async def stop_play(self, play: PlayId) -> None:
        """Ends a play at once, also one that has not begun."""
        if self.is_away:
            raise SwitchUnavailable
        found = self._playing.get(play)
        for running in list(found.plays) if found else ():
            if found and running.play == play:
                self._finish_play(found, running, stopped=True)

    async def start_music(self, leg: LegId, music: str = "default") -> None:
        """Music until `stop_music`, `join` or the end; plays interrupt it."""
        found = self._living(leg)
        if found and found.bridge is None:
            found.music = music

    async def stop_music(self, leg: LegId) -> None:
        """Ends the music."""
        found = self._living(leg)
        if found:
            found.music = None

    async def dial(self, dial: Dial) -> None:
        """Dials; the far end rings at once unless `far_ends` says otherwise."""
        if self.is_away:
            raise SwitchUnavailable
        if dial.leg in self.legs:
            return
        name = dialled_name(dial)
        trunk = "" if isinstance(dial.to, PhoneTarget) else dial.to.trunk
        calling = dial.caller_number if isinstance(dial.to, PhoneTarget) else dial.to.caller_id
        found = FakeLeg(
            dial.leg, calling, name, self.clock.now(), LegState.DIALLED, trunk=trunk, dial=dial
        )
        self.legs[dial.leg] = found
        if isinstance(dial.to, PhoneTarget) and name not in self.registered:
            self._end(found, GoneCause.UNREACHABLE, HungUpBy.NETWORK)
            return
        give_up = self.clock.call_later(
            dial.ring_seconds, lambda: self._end(found, GoneCause.NO_ANSWER, HungUpBy.US)
        )
        found.alarms.append(give_up)
        self._arrange(found, self._far_ends.get(name, FarEnd()))

    async def join(self, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        """Puts living legs into the bridge; they leave any other one, music and plays end."""
        found = [leg for leg in map(self._living, legs) if leg]
        members = self.bridges.setdefault(bridge, [])
        for leg in found:
            if leg.bridge != bridge:
                self._out_of_bridge(leg)
                members.append(leg.id)
            leg.bridge, leg.music, leg.attending = bridge, None, None
            for running in list(leg.plays):
                self._finish_play(leg, running, stopped=True)

    async def leave(self, bridge: BridgeId, leg: LegId) -> None:
        """Takes a leg out; it hears silence."""
        found = self._living(leg)
        if found and found.bridge == bridge:
            self._out_of_bridge(found)

    async def close_bridge(self, bridge: BridgeId) -> None:
        """Ends the bridge; its legs live on in silence."""
        if self.is_away:
            raise SwitchUnavailable
        for leg in self.bridges.pop(bridge, []):
            self.legs[leg].bridge = None

    async def hold(self, bridge: BridgeId, leg: LegId, music: str = "default") -> None:
        """The leg leaves the talk and hears music."""
        await self.leave(bridge, leg)
        await self.start_music(leg, music)

    async def retrieve(self, bridge: BridgeId, leg: LegId) -> None:
        """The leg is back in the talk."""
        await self.join(bridge, [leg])

    async def mute(self, leg: LegId, *, muted: bool) -> None:
        """Nobody in the bridge hears the leg."""
        found = self._living(leg)
        if found:
            found.muted = muted

    async def listen(self, leg: LegId, to: LegId, bridge: BridgeId, mode: ListenMode) -> None:
        """Attends: in the bridge when barging in, else beside it."""
        found, other = self._living(leg), self._living(to)
        if found is None or other is None or not (found.is_up and other.is_up):
            return
        if mode is ListenMode.BARGE:
            await self.join(bridge, [leg])
            return
        self._out_of_bridge(found)
        found.attending = Attending(to, mode)

    async def stop_listening(self, leg: LegId) -> None:
        """The leg hears silence."""
        found = self._living(leg)
        if found:
            self._out_of_bridge(found)
            found.attending = None

    async def send_digits(self, leg: LegId, digits: str) -> None:
        """Sends keys to the far end."""
        found = self._living(leg)
        if found and found.is_up:
            found.digits_sent += digits

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
        """Records from now on, until key, silence, limit or hang-up."""
        found = self._living(leg)
        if found is None or (found.message and found.message.recording == recording):
            return
        if told := self._messages.get(recording):
            self._tell(told)
            return
        limit = self.clock.call_later(max_seconds, lambda: self._end_message(found, recording))
        found.message = RunningMessage(
            recording, path, self.clock.now(), end_key, silence_seconds, limit
        )
        if found.silent:
            self.falls_silent(leg)

    async def forget_message(self, leg: LegId, recording: RecordingId) -> None:
        """It is not told again."""
        if self.is_away:
            raise SwitchUnavailable
        self._messages.pop(recording, None)

    async def start_recording(self, leg: LegId, path: Path) -> None:
        """Records a leg that is up; harmless when it is being recorded."""
        found = self._living(leg)
        if found and found.is_up and (found.recording is None or found.recording.ended):
            found.recording = LegRecording(path, self.clock.now())

    async def stop_recording(self, leg: LegId) -> None:
        """Ends the recording; the leg goes on."""
        found = self._living(leg)
        if found:
            self._end_recording(found)

    async def provision(self, account: PhoneAccount) -> None:
        """Makes or replaces a phone; a newer registration replaces the device before it."""
        if self.is_away:
            raise SwitchUnavailable
        self.phones[account.name] = account

    async def withdraw(self, phone: str) -> None:
        """Takes a phone away; its legs live on."""
        if self.is_away:
            raise SwitchUnavailable
        self.phones.pop(phone, None)
        self.phone_unregisters(phone)

    async def is_registered(self, phone: str) -> bool:
        """Whether a phone is reachable now."""
        if self.is_away:
            raise SwitchUnavailable
        return phone in self.registered

    async def provision_trunk(self, trunk: TrunkAccount) -> None:
        """Makes or replaces a trunk; the fake reaches every number through any name."""
        if self.is_away:
            raise SwitchUnavailable
        self.trunks[trunk.name] = trunk

    async def refuse(self, addresses: Sequence[str]) -> None:
        """Keeps the list for the test to look at."""
        self.refused_addresses = list(addresses)

    async def withdraw_trunk(self, name: str) -> None:
        """Takes a trunk away."""
        if self.is_away:
            raise SwitchUnavailable
        self.trunks.pop(name, None)

    # --- inside -------------------------------------------------------------------------

    def _arrange(self, found: FakeLeg, far_end: FarEnd) -> None:
        """Lets the dialled party do what was arranged for it."""
        leg = found.id
        cause = far_end.ends
        if far_end.rings_after is not None and (cause is None or far_end.ends_after > 0):
            self._after(found, far_end.rings_after, lambda: self.far_end_rings(leg))
        if cause is not None:
            self._after(found, far_end.ends_after, lambda: self.far_end_fails(leg, cause))
        elif far_end.answers_after is not None:
            self._after(found, far_end.answers_after, lambda: self._answers(found, far_end))

    def _answers(self, found: FakeLeg, far_end: FarEnd) -> None:
        if found.is_gone:
            return
        self.far_end_answers(found.id)
        if far_end.hangs_up_after is not None:
            self._after(found, far_end.hangs_up_after, lambda: self.hangs_up(found.id))

    def _after(self, found: FakeLeg, seconds: float, callback: Callable[[], object]) -> None:
        if seconds <= 0:
            callback()
        else:
            found.alarms.append(self.clock.call_later(seconds, callback))

    def _play_from(self, found: FakeLeg, index: int) -> None:
        """Plays medium `index` of the first play, or ends that play after its last medium."""
        running = found.plays[0]
        if index == len(running.media):
            self._finish_play(found, running)
            return
        seconds = self._seconds(running.media[index])
        if seconds is None:
            running.failed = True
            self._play_from(found, index + 1)
            return
        running.at = index
        running.alarm = self.clock.call_later(seconds, lambda: self._play_from(found, index + 1))

    def _seconds(self, medium: Media) -> float | None:
        if isinstance(medium, SoundFile):
            return self.sound_seconds(medium.path)
        return BEEP_SECONDS if medium.kind == "beep" else medium.seconds

    def _finish_play(self, found: FakeLeg, running: RunningPlay, *, stopped: bool = False) -> None:
        was_first = found.plays[0] is running
        found.plays.remove(running)
        self._playing.pop(running.play, None)
        if running.alarm:
            running.alarm.cancel()
        self._tell(
            PlayFinished(
                at=self.clock.now(),
                leg=found.id,
                play=running.play,
                failed=running.failed,
                stopped=stopped,
            )
        )
        if was_first and found.plays:
            self._play_from(found, 0)
