"""While the database is away nothing can be decided: new callers are told so and kept, and whoever
is here hears music where he would wait in silence for what comes next."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from lingting.calls.domain.call import Call, Direction, Leg, LegKind
from lingting.calls.domain.machines import CallState, LegState
from lingting.calls.live import LiveCalls
from lingting.calls.ports import (
    DigitPressed,
    LegAnswered,
    LegArrived,
    LegGone,
    MessageRecorded,
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

    def __init__(
        self, switch: Switch, live: LiveCalls, words: Callable[[], Sequence[Path]]
    ) -> None:
        self._switch = switch
        self._live = live
        self._words = words
        self._callers: dict[LegId, PlayId] = {}
        self._waiting: dict[LegId, LegId] = {}
        """Who hears music until something is decided about an event, and of which leg that was."""

    async def hear(self, event: SwitchEvent) -> None:
        """What can be done about an event without the database."""
        try:
            match event:
                case LegArrived(leg=leg) if leg not in self._callers:
                    await self._receive(leg)
                case PlayFinished(leg=leg, play=play) if self._callers.get(leg) == play:
                    await self._switch.start_music(leg)
                case PlayFinished(leg=leg) | DigitPressed(leg=leg) | MessageRecorded(leg=leg):
                    await self._let_wait(_in_a_flow(self._live.of_leg(leg), leg), leg)
                case LegAnswered(leg=leg):
                    await self._let_wait(_agent(self._live.of_leg(leg), leg), leg)
                case LegGone(leg=leg):
                    self._callers.pop(leg, None)
                    self._waiting.pop(leg, None)
                    await self._leave_alone(leg)
                case _:
                    pass
        except SwitchUnavailable:
            log.warning("switch away, caller not received")

    async def hand_over(self, event: SwitchEvent) -> SwitchEvent:
        """The event as its owner gets it now: a caller begins anew, in silence, and counts as kept
        by us also when he has hung up meanwhile: he did not come too late."""
        await self._end_wait(getattr(event, "leg", None))
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

    async def _let_wait(self, who: Leg | None, because_of: LegId) -> None:
        if who is not None and who.id not in self._waiting:
            self._waiting[who.id] = because_of
            await self._switch.start_music(who.id)

    async def _leave_alone(self, gone: LegId) -> None:
        """The agent of a caller left; the flow cannot go on yet."""
        call = self._live.of_leg(gone)
        alone = None if call is None else _left_by(call, gone)
        if call is not None and alone is not None:
            await self._switch.leave(call.bridge, alone.id)
            await self._let_wait(alone, gone)

    async def _end_wait(self, leg: LegId | None) -> None:
        for who, because_of in list(self._waiting.items()):
            if leg in (who, because_of):
                del self._waiting[who]
                try:
                    await self._switch.stop_music(who)
                except SwitchUnavailable:
                    log.warning("switch away, music goes on")

    async def _receive(self, leg: LegId) -> None:
        play = self._callers[leg] = PlayId(uuid4())
        await self._switch.answer(leg)
        files = [SoundFile(path) for path in self._words()]
        if files:
            await self._switch.play(leg, play, files)
        else:
            await self._switch.start_music(leg)


def _in_a_flow(call: Call | None, leg: LegId) -> Leg | None:
    """The customer, when this is his line and a flow leads him."""
    if call is None or call.state not in (CallState.IN_FLOW, CallState.AFTER_TALK):
        return None
    return call.customer_leg if call.customer_leg and call.customer_leg.id == leg else None


def _agent(call: Call | None, leg: LegId) -> Leg | None:
    """The agent whose telephone this is, when it rang."""
    found = call.leg(leg) if call else None
    rang = found is not None and found.state is LegState.RINGING
    return found if found and rang and found.kind is LegKind.AGENT else None


def _left_by(call: Call, gone: LegId) -> Leg | None:
    """The customer with whom an agent spoke whose line is gone; he called us."""
    agent = call.agent_leg
    talked = call.state is CallState.TALKING and agent is not None and agent.id == gone
    return call.customer_leg if talked and call.direction is Direction.IN else None
