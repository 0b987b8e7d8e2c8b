"""While the database is away nothing can be decided: new callers are told so and kept."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from lingting.calls.ports import (
    LegArrived,
    LegGone,
    PlayFinished,
    SoundFile,
    Switch,
    SwitchEvent,
    SwitchUnavailable,
)
from lingting.kernel.ids import LegId, PlayId
from lingting.platform.log import get_log

log = get_log(__name__)


class Keeping:
    """Answers callers, asks them to hold the line, and plays music until they can be served."""

    def __init__(self, switch: Switch, words: Callable[[], Sequence[Path]]) -> None:
        self._switch = switch
        self._words = words
        self._callers: dict[LegId, PlayId] = {}

    async def hear(self, event: SwitchEvent) -> None:
        """What can be done about an event without the database."""
        try:
            match event:
                case LegArrived(leg=leg) if leg not in self._callers:
                    await self._receive(leg)
                case PlayFinished(leg=leg, play=play) if self._callers.get(leg) == play:
                    await self._switch.start_music(leg)
                case LegGone(leg=leg):
                    self._callers.pop(leg, None)
                case _:
                    pass
        except SwitchUnavailable:
            log.warning("switch away, caller not received")

    async def hand_over(self, event: SwitchEvent) -> SwitchEvent:
        """The event as its owner gets it now: a caller begins anew, in silence, and counts as kept
        by us also when he has hung up meanwhile: he did not come too late."""
        if not isinstance(event, LegArrived):
            return event
        play = self._callers.pop(event.leg, None)
        try:
            if play is not None:
                await self._switch.stop_play(play)
                await self._switch.stop_music(event.leg)
        except SwitchUnavailable:
            log.warning("switch away, music goes on")
        return replace(event, caught=True)

    async def _receive(self, leg: LegId) -> None:
        play = self._callers[leg] = PlayId(uuid4())
        await self._switch.answer(leg)
        files = [SoundFile(path) for path in self._words()]
        if files:
            await self._switch.play(leg, play, files)
        else:
            await self._switch.start_music(leg)
