"""The verbs of sound: plays, music, messages."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from uuid import uuid4

from lingting.adapters.asterisk.ami import stop_playing
from lingting.adapters.asterisk.legs import JOINED_SECONDS
from lingting.adapters.asterisk.memory import PlayMemory
from lingting.adapters.asterisk.mixing import MixVerbs
from lingting.adapters.asterisk.raw_to_wav import RATE, frames_of
from lingting.adapters.asterisk.reconcile import Difference
from lingting.adapters.asterisk.spool import message_name, message_of
from lingting.adapters.asterisk.tones import tone_file
from lingting.adapters.asterisk.translate import Json
from lingting.calls.ports import (
    Media,
    MessageRecorded,
    PlayFinished,
    SoundFile,
    SwitchUnavailable,
    Tone,
)
from lingting.kernel.ids import LegId, PlayId, RecordingId
from lingting.platform.log import get_log

log = get_log(__name__)

STOP_SECONDS = 0.05
"""Until then a channel has heard that it is to play no more; what begins sooner would end, too."""
END_KEYS = frozenset({"#", "*", ""})


class SoundVerbs(MixVerbs):
    """Play, music, messages."""

    _messages: dict[RecordingId, LegId]
    """Those that are being recorded, and of whom."""

    async def play(self, leg: LegId, play: PlayId, media: Sequence[Media]) -> None:
        """Plays after what is already playing; what is missing is left out and told at the end."""
        if play in self._memory.plays:
            return
        if await self._end_inherited(leg):
            await asyncio.sleep(STOP_SECONDS)
        files = [self._file(one) for one in media]
        found = [path for path in files if path is not None]
        self._begin_play(leg, play, PlayMemory(leg, failed=len(found) < len(files)))
        if not found:
            self._end_play(play)
            return
        # One file name holds no comma: it is ours, or named by an id.
        query = {"media": ",".join(f"sound:{path.with_suffix('')}" for path in found)}
        reply = await self._command("POST", self._of(leg, f"play/{play}"), query)
        if not reply.ok:
            self._memory.end_play(play)
        await self._begin_music(leg)

    async def stop_play(self, play: PlayId) -> None:
        """Ends a play at once; one that waits behind another never begins."""
        known = self._memory.plays.get(play)
        if known:
            known.stopped = True
        await self._command("DELETE", f"playbacks/{play}")
        if known and not known.started and play in self._memory.plays:
            self._end_play(play)
            # Asterisk tells its end only when its turn would have come.
            self._memory.plays[play] = PlayMemory(known.leg, hidden=True)

    async def start_music(self, leg: LegId, music: str = "default") -> None:
        """Music until `stop_music`, `join` or the end; plays interrupt it.

        It begins a moment later: who is joined before needs none, and a caller whom somebody
        takes at once is the most frequent one. A recording stands still without any sound, so
        that its leg does not wait; nor does one that hears a play, whose end may be heard by no
        engine.
        """
        known = self._memory.legs.get(leg)
        if known is None or known.bridge is not None:
            return
        known.music = music
        await super()._quiet(leg)
        if known.recording or known.hears_music or known.plays:
            await self._begin_music(leg)
        else:
            self._soon(self._music_unless_joined(leg), "music")

    async def stop_music(self, leg: LegId) -> None:
        """Ends the music, also that of an engine before this one."""
        known = self._memory.legs.get(leg)
        if known is None:
            return
        known.music = None
        if known.hears_music:
            known.hears_music = False
            await self._command("DELETE", self._of(leg, "moh"))

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
        """A beep, then the message, until key, silence, limit or hang-up."""
        known = self._memory.legs.get(leg)
        if known is None or recording in self._messages:
            return
        if end_key not in END_KEYS:
            raise ValueError(f"a message ends with # or *, not with {end_key}")
        self._messages[recording] = leg
        known.message, known.end_key = recording, end_key
        try:
            self._spool().make_ready()
        except OSError as error:
            log.error("message cannot be recorded", reason=str(error))
            self._finish_message(recording, leg)
            return
        await self._beep(leg)
        query = {
            "name": message_name(leg, recording),
            "format": "wav",
            "maxDurationSeconds": math.ceil(max_seconds),
            "maxSilenceSeconds": math.ceil(silence_seconds),
            "ifExists": "fail",
            "terminateOn": end_key or "none",
        }
        reply = await self._command("POST", self._of(leg, "record"), query)
        if not reply.ok:
            self._finish_message(recording, leg)

    async def forget_message(self, leg: LegId, recording: RecordingId) -> None:
        """Throws away what was recorded."""
        self._spool().message(leg, recording).unlink(missing_ok=True)

    # --- inside -------------------------------------------------------------------------

    def _file(self, medium: Media) -> Path | None:
        if isinstance(medium, SoundFile):
            return medium.path if medium.path.is_file() else None
        return tone_file(medium, self._address().sounds / "tones")

    def _begin_play(self, leg: LegId, play: PlayId, memory: PlayMemory) -> None:
        self._memory.plays[play] = memory
        known = self._memory.legs.get(leg)
        if known:
            known.plays.append(play)

    def _end_play(self, play: PlayId) -> None:
        """Tells the end of a play of which Asterisk will tell none."""
        known = self._memory.end_play(play)
        if known is None or known.leg not in self._memory.legs:
            return
        event = PlayFinished(
            at=self._clock.now(),
            leg=known.leg,
            play=play,
            failed=known.failed and not known.stopped,
            stopped=known.stopped,
        )
        self._react(event)
        self._tell(event)

    async def _beep(self, leg: LegId) -> None:
        play = PlayId(uuid4())
        beep = tone_file(Tone("beep"), self._address().sounds / "tones").with_suffix("")
        self._begin_play(leg, play, PlayMemory(leg, hidden=True))
        await self._command("POST", self._of(leg, f"play/{play}"), {"media": f"sound:{beep}"})

    async def _quiet(self, leg: LegId) -> None:
        await super()._quiet(leg)
        known = self._memory.legs.get(leg)
        if known is None:
            return
        await self.stop_music(leg)
        for play in list(known.plays):
            await self.stop_play(play)
        await self._end_inherited(leg)

    async def _end_inherited(self, leg: LegId) -> bool:
        """Ends what an engine before this one plays; whether there may have been something. While a
        channel hears a file Asterisk lets it into no bridge, and takes no other request of ours."""
        known = self._memory.legs.get(leg)
        if known is None or not known.inherited:
            return False
        known.inherited = False
        if self._address().ami.port:
            try:
                await stop_playing(self._ami, known.channel)
            except SwitchUnavailable:
                log.warning("manager away, what is played goes on", leg=leg)
        return True

    async def _music_unless_joined(self, leg: LegId) -> None:
        await asyncio.sleep(JOINED_SECONDS)
        known = self._memory.legs.get(leg)
        if known and not (known.hears_music or known.ending):
            await self._begin_music(leg)

    async def _begin_music(self, leg: LegId) -> None:
        """After what is being played, which ends Asterisk's music for good: Asterisk does one
        after the other."""
        known = self._memory.legs.get(leg)
        if known and known.music is not None and known.bridge is None:
            known.hears_music = True
            await self._command("POST", self._of(leg, "moh"), {"mohClass": known.music})

    def _message_ended(self, message: Json) -> None:
        known = message_of(str(message["recording"]["name"]))
        if known is not None:
            leg, recording = known
            self._finish_message(recording, leg)

    def _finish_message(self, recording: RecordingId, leg: LegId) -> None:
        self._messages.pop(recording, None)
        memory = self._memory.legs.get(leg)
        if memory and memory.message == recording:
            memory.message = None
        told = partial(MessageRecorded, at=self._clock.now(), leg=leg, recording=recording)
        try:
            frames = frames_of(self._spool().message(leg, recording))
        except OSError:
            log.error("message was not recorded")
            self._tell(told(seconds=0.0, failed=True))
        else:
            self._tell(told(seconds=frames / RATE))

    async def _after_gap(self, difference: Difference) -> None:
        """Messages may have ended unheard, also before this engine was there."""
        await super()._after_gap(difference)
        try:
            left = await self._shelf.do(self._spool().messages)
        except OSError as error:
            log.error("messages not looked for", reason=error.strerror)
            return
        begun = {recording: leg for leg, recording in left} | self._messages
        self._messages = {}
        for recording, leg in begun.items():
            uri = f"recordings/live/{message_name(leg, recording)}"
            if (await self._command("GET", uri)).ok:
                self._messages[recording] = leg
            else:
                self._finish_message(recording, leg)
