"""After the switch was away: what is gone is told through the same door as ever."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from lingting.calls.domain.call import Call, Direction, Leg, LegKind
from lingting.calls.domain.machines import LegState
from lingting.calls.ports import (
    GoneCause,
    HungUpBy,
    LegAnswered,
    LegGone,
    LegSnapshot,
    SwitchEvent,
    SwitchRestored,
    TrunkAccount,
)
from lingting.calls.service.arriving import Arriving
from lingting.calls.service.listening import ListeningIn
from lingting.calls.service.phones import Phones
from lingting.calls.service.resuming import Resuming
from lingting.calls.voice import Voice
from lingting.kernel.ids import LegId
from lingting.platform.log import get_log

log = get_log(__name__)

Enter = Callable[[SwitchEvent], Awaitable[None]]


class Reconciling:
    """Compares the calls we know with the lines that the switch has."""

    def __init__(
        self,
        voice: Voice,
        phones: Phones,
        listening: ListeningIn,
        arriving: Arriving,
        trunks: Sequence[TrunkAccount],
    ) -> None:
        self._voice = voice
        self._phones = phones
        self._listening = listening
        self._arriving = arriving
        self._resuming = Resuming(voice)
        self._trunks = trunks

    async def restored(self, event: SwitchRestored, enter: Enter) -> None:
        """Lines that vanished meanwhile are gone, those that were picked up are answered; lines
        of ended calls are hung up, callers of whom nobody knows are taken in."""
        present = {leg.leg for leg in event.legs}
        gone = [leg for leg in self._believed(event) if leg not in present]
        for leg in gone:
            cause, by = GoneCause.FAILED, HungUpBy.NETWORK
            await enter(LegGone(at=event.at, leg=leg, cause=cause, by=by))
        for snapshot in event.legs:
            await self._compare(event.at, snapshot, enter)
        for trunk in self._trunks:
            await self._voice.switch.provision_trunk(trunk)
        if event.restarted:
            await self._phones.provision_again()
        await self._phones.look_again()
        await self._resuming.all()
        await self._listening.resume()
        log.info("switch restored", legs=len(present), gone=len(gone), restarted=event.restarted)

    async def _compare(self, at: datetime, snapshot: LegSnapshot, enter: Enter) -> None:
        leg = snapshot.leg
        call = self._voice.live.of_leg(leg)
        known = call.leg(leg) if call is not None else None
        ours = known is not None and known.state is not LegState.GONE
        if ours or self._listening.owns(leg):
            if snapshot.up:
                await enter(LegAnswered(at=at, leg=leg))
        elif known is None and snapshot.trunk:
            await self._arriving.overlooked(at, snapshot)
        else:
            await self._voice.switch.hang_up(leg)

    def _believed(self, event: SwitchRestored) -> list[LegId]:
        """Every line that we took to be up when the switch was looked at; what we dialled since
        then, while its news were under way, it could not know."""

        def was_there(call: Call, leg: Leg) -> bool:
            came_in = leg.kind is LegKind.CUSTOMER and call.direction is Direction.IN
            same = event.restarted and leg.began_at == event.at
            return came_in or same or leg.began_at < event.at

        of_calls = [
            leg.id
            for call in self._voice.live.all()
            for leg in call.legs
            if leg.state is not LegState.GONE and was_there(call, leg)
        ]
        return of_calls + [one.leg for one in self._listening.live.all() if one.leg is not None]
