"""After the switch was away: what is gone is told through the same door as ever."""

from collections.abc import Awaitable, Callable, Sequence

from lingting.calls.domain.machines import LegState
from lingting.calls.ports import (
    GoneCause,
    HungUpBy,
    LegGone,
    SwitchEvent,
    SwitchRestored,
    TrunkAccount,
)
from lingting.calls.service.phones import Phones
from lingting.calls.voice import Voice
from lingting.platform.log import get_log

log = get_log(__name__)

Enter = Callable[[SwitchEvent], Awaitable[None]]


class Reconciling:
    """Compares the calls we know with the lines that the switch has."""

    def __init__(self, voice: Voice, phones: Phones, trunks: Sequence[TrunkAccount]) -> None:
        self._voice = voice
        self._phones = phones
        self._trunks = trunks

    async def restored(self, event: SwitchRestored, enter: Enter) -> None:
        """Lines that vanished meanwhile are gone; lines of ended calls are hung up."""
        present = {leg.leg for leg in event.legs}
        gone = 0
        for call in list(self._voice.live.all()):
            for leg in call.legs:
                if leg.state is LegState.GONE or leg.id in present:
                    continue
                gone += 1
                fact = LegGone(at=event.at, leg=leg.id, cause=GoneCause.FAILED, by=HungUpBy.NETWORK)
                await enter(fact)
        for snapshot in event.legs:
            known = self._voice.live.of_leg(snapshot.leg)
            if known is None and not snapshot.trunk:
                await self._voice.switch.hang_up(snapshot.leg)
        for trunk in self._trunks:
            await self._voice.switch.provision_trunk(trunk)
        if event.restarted:
            await self._phones.provision_again()
        log.info("switch restored", legs=len(present), gone=gone, restarted=event.restarted)
