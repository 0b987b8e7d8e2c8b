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
from lingting.calls.service.listening import ListeningIn
from lingting.calls.service.phones import Phones
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
        trunks: Sequence[TrunkAccount],
    ) -> None:
        self._voice = voice
        self._phones = phones
        self._listening = listening
        self._trunks = trunks

    async def restored(self, event: SwitchRestored, enter: Enter) -> None:
        """Lines that vanished meanwhile are gone; lines of ended calls are hung up."""
        present = {leg.leg for leg in event.legs}
        gone = [leg for leg in self._believed() if leg not in present]
        for leg in gone:
            cause, by = GoneCause.FAILED, HungUpBy.NETWORK
            await enter(LegGone(at=event.at, leg=leg, cause=cause, by=by))
        for snapshot in event.legs:
            leg = snapshot.leg
            ours = self._voice.live.of_leg(leg) is not None or self._listening.owns(leg)
            if not ours and not snapshot.trunk:
                await self._voice.switch.hang_up(leg)
        for trunk in self._trunks:
            await self._voice.switch.provision_trunk(trunk)
        if event.restarted:
            await self._phones.provision_again()
        await self._listening.resume()
        log.info("switch restored", legs=len(present), gone=len(gone), restarted=event.restarted)

    def _believed(self) -> list[LegId]:
        """Every line that we take to be up."""
        of_calls = [
            leg.id
            for call in self._voice.live.all()
            for leg in call.legs
            if leg.state is not LegState.GONE
        ]
        return of_calls + [one.leg for one in self._listening.live.all() if one.leg is not None]
