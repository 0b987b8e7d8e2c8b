"""An engine that stands in without a database knows no call: what the switch's lines alone tell."""

from collections.abc import Sequence
from dataclasses import replace

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
from lingting.kernel.ids import BridgeId, LegId, PlayId


class Unread:
    """Who speaks goes on speaking, and who was called out speaks with whoever called him; who is
    alone hears music; whose call is over is hung up."""

    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._lines: dict[LegId, LegSnapshot] = {}
        self._bridges: Sequence[BridgeId] = ()
        self.hears_music: set[LegId] = set()
        self.made: set[BridgeId] = set()
        """Bridges that no call knows."""

    async def hear(self, event: SwitchEvent) -> None:
        """Raises SwitchUnavailable."""
        match event:
            case SwitchRestored(legs=legs, bridges=bridges):
                self._lines, self._bridges = {leg.leg: leg for leg in legs}, bridges
                for line in legs:
                    if line.up and self._is_alone(line):
                        await self._play(line)
            case LegAnswered(leg=leg) if leg in self._lines:
                await self._answered(self._lines[leg])
            case PlayFinished(leg=leg) | MessageRecorded(leg=leg):
                if leg in self._lines and self._lines[leg].bridge is None:
                    await self._play(self._lines[leg])
            case LegGone(leg=leg) if leg in self._lines:
                await self._part(self._lines.pop(leg), lost=event.was_lost)
            case _:
                pass

    async def _answered(self, line: LegSnapshot) -> None:
        if line.bridge is not None:
            return
        waits = next((one for one in self._tied_to(line) if one.up), None)
        if waits is None or waits.trunk or waits.bridge is not None:
            await self._play(line)
            return
        bridge = BridgeId(line.leg)
        for one in (line, waits):
            await self._switch.stop_play(PlayId(one.leg))
        self.made.add(bridge)
        await self._switch.join(bridge, [waits.leg, line.leg])
        for one in (waits, line):
            self._lines[one.leg] = replace(one, bridge=bridge)
            self.hears_music.discard(one.leg)

    async def _part(self, gone: LegSnapshot, *, lost: bool) -> None:
        """A caller's call ends with his line; one that goes out ends with either line, unless it
        broke in the talk."""
        rest, tied = self._with(gone), self._tied_to(gone)
        goes_out = bool(tied) and not any(one.trunk for one in tied)
        broke = lost and gone.bridge is not None
        if gone.trunk or (goes_out and not broke):
            for other in {one.leg for one in (*rest, *tied)}:
                await self._switch.hang_up(other)
            return
        await self._switch.stop_play(PlayId(gone.leg))
        if len(rest) == 1:
            await self._play(rest[0])

    def _is_alone(self, line: LegSnapshot) -> bool:
        """Who listens in, beside the bridge of a call, is not."""
        return line.bridge is None or (line.bridge in self._bridges and not self._with(line))

    def _with(self, line: LegSnapshot) -> list[LegSnapshot]:
        """The others of his bridge."""
        others = [one for one in self._lines.values() if one.leg != line.leg]
        return [one for one in others if line.bridge is not None and one.bridge == line.bridge]

    def _tied_to(self, line: LegSnapshot) -> list[LegSnapshot]:
        """Who waits for this line, and for whom it waits."""
        lines = self._lines.values()
        return [one for one in lines if one.leg == line.wanted_by or one.wanted_by == line.leg]

    async def _play(self, line: LegSnapshot) -> None:
        """Music, as soon as what he hears is over."""
        if line.bridge is not None:
            await self._switch.leave(line.bridge, line.leg)
            self._lines[line.leg] = replace(line, bridge=None)
        self.hears_music.add(line.leg)
        await self._switch.start_music(line.leg)
