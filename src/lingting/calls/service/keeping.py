"""While the database is away nothing can be decided: new callers are told so and kept, and whoever
is here hears music where he would wait in silence for what comes next.

What is settled is done at once: who was dialled and answers is joined with who waits for him, and
whose talk is over for good is hung up."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from lingting.calls.domain.call import Call, Direction, Leg, LegKind
from lingting.calls.domain.machines import CallState, LegState
from lingting.calls.live import LiveCalls
from lingting.calls.live_listenings import LiveListenings
from lingting.calls.ports import (
    DigitPressed,
    LegAnswered,
    LegArrived,
    LegGone,
    MessageRecorded,
    PhoneRegistered,
    PhoneUnregistered,
    PlayFinished,
    SoundFile,
    Switch,
    SwitchEvent,
    SwitchRestored,
    SwitchUnavailable,
)
from lingting.calls.service.phones import Phones
from lingting.calls.service.unread import Unread
from lingting.kernel.ids import AgentId, BridgeId, CallId, LegId, PlayId
from lingting.platform.log import get_log
from lingting.platform.supervisor import TaskSupervisor

log = get_log(__name__)


class Keeping:
    """Answers callers, asks them to hold the line, and plays music until they can be served."""

    def __init__(
        self,
        switch: Switch,
        live: LiveCalls,
        listenings: LiveListenings,
        phones: Phones,
        words: Callable[[], Sequence[Path]],
        supervisor: TaskSupervisor,
        grace: float,
    ) -> None:
        self._switch = switch
        self._live = live
        self._listenings = listenings
        self._phones = phones
        self._words = words
        self._supervisor = supervisor
        self._grace = grace
        self._callers: dict[LegId, PlayId] = {}
        self._waiting: dict[LegId, LegId | AgentId] = {}
        """Who hears music until something is decided about an event, and of which leg that was, or
        of whose telephone."""
        self._joined: set[LegId] = set()
        self._left: set[CallId] = set()
        """Calls whose customer is rung for an agent who is not there any more."""
        self.unread: Unread | None = None
        """Where the calls were not read: what the switch's lines alone tell."""
        self._to_close: set[BridgeId] = set()

    async def hear(self, event: SwitchEvent) -> None:
        """What can be done about an event without the database."""
        try:
            if self.unread is not None:
                await self.unread.hear(event)
            match event:
                case LegArrived(leg=leg) if leg not in self._callers:
                    await self._receive(leg)
                case PlayFinished(leg=leg) | DigitPressed(leg=leg) | MessageRecorded(leg=leg):
                    await self._let_wait(_in_a_flow(self._live.of_leg(leg), leg), leg)
                case LegAnswered(leg=leg):
                    await self._let_wait(_agent(self._live.of_leg(leg), leg), leg)
                    await self._join(self._live.of_leg(leg), leg)
                case LegGone(leg=leg):
                    self._callers.pop(leg, None)
                    self._waiting.pop(leg, None)
                    await self._part(self._live.of_leg(leg), event)
                case PhoneUnregistered(phone=phone):
                    await self._agent_left(phone)
                case PhoneRegistered(phone=phone):
                    await self._agent_is_back(self._phones.agent_of(phone))
                case _:
                    pass
        except SwitchUnavailable:
            log.warning("switch away, caller not received")

    def caught_up(self) -> None:
        """Everything is decided, or will be: whoever hears music hears it for another reason."""
        self._waiting.clear()
        self._joined.clear()
        self._left.clear()

    async def close_bridges(self) -> None:
        """Those in which people spoke before their calls were read: they speak in others now."""
        while self._to_close:
            await self._switch.close_bridge(self._to_close.pop())

    async def hand_over(self, event: SwitchEvent) -> SwitchEvent:
        """The event as its owner gets it now: a caller begins anew, in silence, and counts as kept
        by us also when he has hung up meanwhile: he did not come too late."""
        leg: LegId | None = getattr(event, "leg", None)
        await self._end_wait(leg)
        if isinstance(event, LegAnswered):
            self._joined.discard(event.leg)
        if isinstance(event, PhoneUnregistered):
            await self._hand_over_agent(event.phone)
        if isinstance(event, SwitchRestored):
            await self._calls_are_read()
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

    async def _calls_are_read(self) -> None:
        """Who heard music because nobody knew better goes on where he was."""
        unread, self.unread = self.unread, None
        if unread is None:
            return
        self._to_close |= unread.made
        for leg in unread.hears_music:
            if not _waits_on(self._live.of_leg(leg), leg):
                try:
                    await self._switch.stop_music(leg)
                except SwitchUnavailable:
                    log.warning("switch away, music goes on")

    async def _let_wait(self, who: Leg | None, because_of: LegId | AgentId) -> None:
        if who is not None:
            hears, self._waiting[who.id] = who.id in self._waiting, because_of
            if not hears:
                await self._switch.start_music(who.id)

    async def _join(self, call: Call | None, answered: LegId) -> None:
        """Whoever was dialled outside is there: he speaks with who waits for him."""
        if call is None or answered in self._joined or not _was_dialled(call, answered):
            return
        if call.id in self._left and call.agent is not None:
            await self._let_wait(call.leg(answered), call.agent)
            return
        self._joined.add(answered)
        await self._switch.stop_play(PlayId(answered))
        there = [leg.id for leg in call.legs if leg.is_up]
        await self._switch.join(call.bridge, [*there, answered])

    async def _part(self, call: Call | None, event: LegGone) -> None:
        """Somebody left: the customer whom a flow or a queue will have hears music; who has
        nothing to wait for is hung up."""
        leg = call.leg(event.leg) if call else None
        if call is None or leg is None or leg.state is LegState.GONE:
            return
        talks = self._is_a_talk(call)
        if _ends_with(call, leg, event, talks=talks):
            await self._hang_up(call, leg)
            await self._hang_up_listeners(call)
        elif (alone := _left_by(call, leg, talks=talks)) is not None:
            await self._switch.stop_play(PlayId(leg.id))
            await self._switch.leave(call.bridge, alone.id)
            await self._let_wait(alone, leg.id)
            if not event.was_lost:
                await self._hang_up_listeners(call)

    def _is_a_talk(self, call: Call) -> bool:
        """Also when its customer answered meanwhile."""
        return call.state is CallState.TALKING or any(leg.id in self._joined for leg in call.legs)

    async def _hang_up(self, call: Call, but: Leg | None = None) -> None:
        for leg in call.legs:
            if leg is not but and leg.state is not LegState.GONE:
                await self._switch.hang_up(leg.id)

    async def _hang_up_listeners(self, call: Call) -> None:
        for one in self._listenings.of_call(call.id):
            if one.leg is not None:
                await self._switch.hang_up(one.leg)

    async def _agent_left(self, phone: str) -> None:
        """His telephone is gone and his page too: nobody is there. Whom he has rung is left alone
        when he does not come back, be it with the database."""
        agent = self._phones.who_left(phone)
        call = None if agent is None else self._live.of_agent(agent)
        if agent is None or call is None or call.agent != agent:
            return
        if self._is_a_talk(call):
            alone = _heard(call)
            if alone is not None:
                await self._switch.leave(call.bridge, alone.id)
                await self._let_wait(alone, agent)
        elif call.state is CallState.DIALLING and call.id not in self._left:
            self._left.add(call.id)
            self._supervisor.spawn(self._unless_back(call.id, phone), name="agent left")

    async def _unless_back(self, call_id: CallId, phone: str) -> None:
        await asyncio.sleep(self._grace)
        call = self._live.get(call_id)
        still = call_id in self._left and self._phones.who_left(phone) is not None
        self._left.discard(call_id)
        if call is not None and still:
            try:
                await self._hang_up(call)
            except SwitchUnavailable:
                log.warning("switch away, whom nobody waits for is not hung up")

    async def _agent_is_back(self, agent: AgentId | None) -> None:
        """Before anything was decided, and his line is there: they speak as before."""
        call = None if agent is None else self._live.of_agent(agent)
        if call is not None:
            self._left.discard(call.id)
        for who in self._who_waits_for(agent):
            del self._waiting[who]
            call = self._live.of_leg(who)
            if call is not None and call.state is CallState.DIALLING:
                await self._join(call, who)
            elif call is not None:
                await self._switch.join(call.bridge, [who])

    async def _hand_over_agent(self, phone: str) -> None:
        """Who waits for him goes on hearing music, when he is taken for lost now; he is not when
        his page is open again."""
        if self._phones.who_left(phone) is None:
            try:
                await self._agent_is_back(self._phones.agent_of(phone))
            except SwitchUnavailable:
                log.warning("switch away, music goes on")
        for who in self._who_waits_for(self._phones.agent_of(phone)):
            del self._waiting[who]

    def _who_waits_for(self, agent: AgentId | None) -> list[LegId]:
        return [who for who, because_of in self._waiting.items() if because_of == agent]

    async def _end_wait(self, leg: LegId | None) -> None:
        for who, because_of in list(self._waiting.items()):
            if leg in (who, because_of):
                del self._waiting[who]
                if _waits_on(self._live.of_leg(who), who):
                    continue
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


def _was_dialled(call: Call, leg: LegId) -> bool:
    """Whether this is the line to somebody outside that rang."""
    found = call.leg(leg)
    if found is None or found.kind is LegKind.AGENT:
        return False
    return found.state is LegState.RINGING and call.state is CallState.DIALLING


def _ends_with(call: Call, leg: Leg, event: LegGone, *, talks: bool) -> bool:
    """Whether the call is over with this line: the customer's, or that of the agent who rang him
    and hung up."""
    if leg.kind is LegKind.AGENT:
        spoke = leg.state is not LegState.RINGING
        return call.direction is Direction.OUT and spoke and not (event.was_lost and talks)
    return leg.kind is LegKind.CUSTOMER


def _left_by(call: Call, leg: Leg, *, talks: bool) -> Leg | None:
    """The customer who spoke with whoever this was, or waited for him to answer outside."""
    if leg.kind is LegKind.AGENT:
        talked = talks and leg.state is not LegState.RINGING
    else:
        talked = call.state in (CallState.TALKING, CallState.DIALLING)
    return call.customer_leg if talked else None


def _heard(call: Call) -> Leg | None:
    """The customer who speaks with his agent, and is not held; also when he answered meanwhile."""
    customer = call.customer_leg
    talks = customer is not None and customer.state is not LegState.HELD and call.agent_leg
    return customer if talks else None


def _waits_on(call: Call | None, leg: LegId) -> bool:
    """Whether this is a customer for whom an earlier event decided that he waits with music."""
    customer = call.customer_leg if call else None
    waits = call is not None and call.state in (CallState.QUEUED, CallState.RECONNECTING)
    return waits and customer is not None and customer.id == leg
