"""An engine that stands in without a database knows no call: what the switch's lines alone tell."""

from collections.abc import Sequence

from lingting.calls.ports import (
    LegAnswered,
    LegGone,
    LegSnapshot,
    MessageRecorded,
    PlayFinished,
    Switch,
    SwitchEvent,
    SwitchRestored,
)
from lingting.kernel.ids import BridgeId, LegId


class Unread:
    """Who speaks goes on speaking; who is alone hears music, and whose caller left is hung up."""

    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._lines: dict[LegId, LegSnapshot] = {}
        self._bridges: Sequence[BridgeId] = ()
        self.hears_music: set[LegId] = set()

    async def hear(self, event: SwitchEvent) -> None:
        """Raises SwitchUnavailable."""
        match event:
            case SwitchRestored(legs=legs, bridges=bridges):
                self._lines, self._bridges = {leg.leg: leg for leg in legs}, bridges
                for line in legs:
                    if line.up and self._is_alone(line):
                        await self._play(line)
            case PlayFinished(leg=leg) | MessageRecorded(leg=leg) | LegAnswered(leg=leg):
                if leg in self._lines and self._lines[leg].bridge is None:
                    await self._play(self._lines[leg])
            case LegGone(leg=leg) if leg in self._lines:
                await self._part(self._lines.pop(leg))
            case _:
                pass

    async def _part(self, gone: LegSnapshot) -> None:
        rest = self._with(gone)
        if gone.trunk:
            for other in rest:
                await self._switch.hang_up(other.leg)
        elif len(rest) == 1:
            await self._play(rest[0])

    def _is_alone(self, line: LegSnapshot) -> bool:
        """Who listens in, beside the bridge of a call, is not."""
        return line.bridge is None or (line.bridge in self._bridges and not self._with(line))

    def _with(self, line: LegSnapshot) -> list[LegSnapshot]:
        """The others of his bridge."""
        others = [one for one in self._lines.values() if one.leg != line.leg]
        return [one for one in others if line.bridge is not None and one.bridge == line.bridge]

    async def _play(self, line: LegSnapshot) -> None:
        """Music, as soon as what he hears is over."""
        if line.bridge is not None:
            await self._switch.leave(line.bridge, line.leg)
        self.hears_music.add(line.leg)
        await self._switch.start_music(line.leg)
