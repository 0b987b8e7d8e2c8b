"""After the switch was away: what is gone is told through the same door as ever."""

from collections.abc import Awaitable, Callable, Sequence
from contextlib import nullcontext
from datetime import datetime
from functools import partial

from lingting.calls.domain.call import LegKind
from lingting.calls.domain.machines import LegState
from lingting.calls.last_heard import Unheard
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
from lingting.calls.service.absent import Absent
from lingting.calls.service.arriving import Arriving
from lingting.calls.service.listening import ListeningIn
from lingting.calls.service.phones import Phones
from lingting.calls.service.resuming import Resuming
from lingting.calls.voice import Voice
from lingting.kernel.ids import LegId, TenantId
from lingting.platform.clock import as_of
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
        self._absent = Absent(voice)
        self._trunks = trunks

    async def restored(self, event: SwitchRestored, unheard: Unheard, enter: Enter) -> None:
        """Lines that vanished meanwhile are gone, those that were picked up are answered; lines
        and bridges of ended calls are ended, callers of whom nobody knows are taken in."""
        present = {leg.leg for leg in event.legs}
        missing = [(tenant, leg) for tenant, leg in self._believed() if leg not in present]
        for tenant, leg in sorted(missing, key=lambda one: self._in_order(one[1])):
            seen = unheard.last_seen(event, self._voice.kit.db.newest(tenant))
            turn = partial(self._look_for, event, leg, seen, enter)
            await self._voice.kit.mailboxes.run(tenant, turn)
        for tenant in self._phones.tenants() if unheard.at_start else ():
            await self._absent.leave(tenant, event, unheard)
        for snapshot in event.legs:
            await self._compare(event.at, snapshot, enter)
        await self._close_bridges(event)
        for trunk in self._trunks:
            await self._voice.switch.provision_trunk(trunk)
        if event.restarted:
            await self._phones.provision_again()
        await self._phones.look_again()
        await self._resuming.all()
        await self._listening.resume()
        log.info(
            "switch restored", legs=len(present), missing=len(missing), restarted=event.restarted
        )

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

    async def _close_bridges(self, event: SwitchRestored) -> None:
        """An engine may have died when a call had ended and before its bridge was closed."""
        used = {call.bridge for call in self._voice.live.all()}
        for bridge in event.bridges:
            if bridge not in used:
                await self._voice.switch.close_bridge(bridge)

    async def _look_for(
        self, told: SwitchRestored, leg: LegId, seen: datetime | None, enter: Enter
    ) -> None:
        """Asks for a line that was not there when the switch was looked at: it may have been
        dialled since then. In the turn, so that no dialling is under way meanwhile."""
        if not await self._voice.switch.is_there(leg):
            cause, by = GoneCause.FAILED, HungUpBy.NETWORK
            if self._is_customer(leg) and not told.restarted:
                cause, by = GoneCause.HUNG_UP, HungUpBy.FAR_END
            with as_of(seen) if seen is not None else nullcontext():
                await enter(LegGone(at=seen or told.at, leg=leg, cause=cause, by=by))

    def _in_order(self, leg: LegId) -> tuple[bool, int]:
        """Who waits goes first, then who rings, then who speaks: an agent who is free because his
        caller is gone must not be offered another who is gone as well."""
        call = self._voice.live.of_leg(leg)
        found = call.leg(leg) if call is not None else None
        if call is None or found is None or found.kind is not LegKind.CUSTOMER:
            return True, 0
        return False, sum(one.state is not LegState.GONE for one in call.legs)

    def _is_customer(self, leg: LegId) -> bool:
        """Whether this is a customer who was on the line: while the switch lives nobody but
        himself ends that. An agent's line may have broken, and he has his time to come back."""
        call = self._voice.live.of_leg(leg)
        found = call.leg(leg) if call is not None else None
        return found is not None and found.kind is LegKind.CUSTOMER and found.is_up

    def _believed(self) -> list[tuple[TenantId, LegId]]:
        """Every line that we take to be up, and whose it is."""
        of_calls = [
            (call.tenant, leg.id)
            for call in self._voice.live.all()
            for leg in call.legs
            if leg.state is not LegState.GONE
        ]
        listening = self._listening.live.all()
        return of_calls + [(one.tenant, one.leg) for one in listening if one.leg is not None]
