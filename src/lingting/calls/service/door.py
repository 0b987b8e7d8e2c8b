"""Where the switch's events come in: each goes to its call, in its company's mailbox."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial

from lingting.calls import store
from lingting.calls.domain.call import Call, Direction, Leg, LegKind
from lingting.calls.domain.machines import CallState, CallTrigger, LegState, LegTrigger
from lingting.calls.events import MessageLeft
from lingting.calls.last_heard import LastHeard, Unheard
from lingting.calls.ports import (
    AccountClaimed,
    CallerMissed,
    DigitPressed,
    HungUpBy,
    LegAnswered,
    LegArrived,
    LegGone,
    MessageRecorded,
    PhoneRegistered,
    PhoneUnregistered,
    PlayFinished,
    SwitchEvent,
    SwitchLost,
    SwitchRestored,
)
from lingting.calls.service.arriving import Arriving
from lingting.calls.service.delivery import VoiceDelivery
from lingting.calls.service.dialling import Dialling
from lingting.calls.service.ending import Ending
from lingting.calls.service.listening import ListeningIn
from lingting.calls.service.missing import Missing
from lingting.calls.service.outside import OutsideCalls
from lingting.calls.service.phones import Phones
from lingting.calls.service.reconciling import Reconciling
from lingting.calls.service.strangers import Strangers
from lingting.calls.service.talking import Talking
from lingting.calls.service.transfer import Transfer
from lingting.calls.voice import Voice
from lingting.kernel.ids import LegId
from lingting.platform.clock import as_of
from lingting.platform.db import Transaction
from lingting.platform.log import get_log

log = get_log(__name__)
LEAST_MESSAGE_SECONDS = 1
"""A shorter recording is the click of a telephone, no message."""

Turn = Callable[[Transaction, Call], Awaitable[None]]


class Door:
    """Knows for each kind of event whose it is."""

    def __init__(
        self,
        voice: Voice,
        arriving: Arriving,
        missing: Missing,
        delivery: VoiceDelivery,
        dialling: Dialling,
        outside: OutsideCalls,
        ending: Ending,
        talking: Talking,
        transfer: Transfer,
        phones: Phones,
        reconciling: Reconciling,
        listening: ListeningIn,
        strangers: Strangers,
        last_heard: LastHeard,
    ) -> None:
        self._voice = voice
        self._arriving = arriving
        self._missing = missing
        self._delivery = delivery
        self._dialling = dialling
        self._outside = outside
        self._ending = ending
        self._talking = talking
        self._transfer = transfer
        self._phones = phones
        self._reconciling = reconciling
        self._listening = listening
        self._strangers = strangers
        self._last_heard = last_heard
        self._unheard = Unheard()
        self.connected = False
        self.changed_at = voice.kit.clock.now()
        """Since when it is connected, or is not."""
        self.connections = 0

    async def enter(self, event: SwitchEvent) -> None:
        """Brings one event to where it belongs."""
        match event:
            case LegAnswered() | LegGone() if self._listening.owns(event.leg):
                await self._listening.heard(event)
            case LegArrived():
                await self._arriving.arrived(event)
            case CallerMissed():
                await self._missing.missed(event)
            case LegAnswered():
                await self._of_leg(event.leg, partial(self._answered, event.leg))
            case LegGone():
                await self._of_leg(event.leg, partial(self._gone, event))
            case DigitPressed():
                await self._of_leg(event.leg, partial(self._digit, event))
            case PlayFinished():
                await self._of_leg(event.leg, partial(self._played, event))
            case MessageRecorded():
                with self._before_it_was_heard(event):
                    await self._of_leg(event.leg, partial(self._recorded, event))
            case PhoneRegistered():
                await self._phones.registered(event.phone)
            case PhoneUnregistered():
                await self._phones.unregistered(event.phone)
            case AccountClaimed():
                await self._strangers.claimed(event)
            case SwitchRestored():
                if not self.connected:
                    self._unheard = Unheard(self._last_heard.at, self.connections == 0)
                self.connected, self.changed_at = True, event.at
                self.connections += 1
                await self._strangers.restored()
                await self._reconciling.restored(event, self._unheard, self.enter)
            case SwitchLost():
                self.connected, self.changed_at = False, event.at
                log.warning("switch lost")
            case _:
                pass

    def _before_it_was_heard(self, event: MessageRecorded) -> AbstractContextManager[None]:
        """What is told before the switch is heard again was over by then, perhaps since long."""
        call = self._voice.live.of_leg(event.leg)
        if self.connected or call is None:
            return nullcontext()
        newest = self._voice.kit.db.newest(call.tenant)
        last = Unheard(self._last_heard.at).last_known(newest)
        return as_of(min(last, event.at)) if last is not None else nullcontext()

    async def rescue(self, event: SwitchEvent) -> None:
        """A flow that broke must not leave its caller in silence: end the call, never a talk."""
        leg: LegId | None = getattr(event, "leg", None)
        call = self._voice.live.of_leg(leg) if leg else None
        if leg is None or call is None:
            return
        if call.state not in (CallState.IN_FLOW, CallState.AFTER_TALK):
            return
        try:
            await self._of_leg(leg, self._give_up)
        except Exception as error:  # the database is away: the call is taken up when it is back
            log.error("rescue failed", exc_info=error)

    async def _give_up(self, tx: Transaction, call: Call) -> None:
        await self._ending.end(tx, call, by="platform")
        try:
            async with tx.attempt():
                await self._voice.flows.caller_gone(tx, call)
        except Exception as error:  # it is the flow that broke: the call ends all the same
            log.error("flow did not end", exc_info=error)

    async def _of_leg(self, leg: LegId, turn: Turn) -> None:
        call = self._voice.live.of_leg(leg)
        if call is None:
            return

        async def in_turn() -> None:
            found = self._voice.living(call.id)
            if found is not None:
                async with self._voice.kit.db.transaction(call.tenant) as tx:
                    await turn(tx, found)

        await self._voice.kit.mailboxes.run(call.tenant, in_turn)

    async def _answered(self, leg_id: LegId, tx: Transaction, call: Call) -> None:
        leg = call.leg(leg_id)
        if leg is None or leg.state is not LegState.RINGING:
            return
        if leg.kind is LegKind.AGENT:
            await self._agent_answered(tx, call, leg)
        else:
            await self._outside.answered(tx, call, leg_id)
            await self._phones.customer_there(tx, call.id)

    async def _agent_answered(self, tx: Transaction, call: Call, leg: Leg) -> None:
        if leg.offer is not None and call.state is CallState.QUEUED:
            await self._delivery.answered(tx, call, leg)
        elif leg.offer is None and call.state is CallState.RECONNECTING:
            spoke = any(one.joined_at for one in call.legs if one.agent == leg.agent)
            join = self._delivery.rejoined if spoke else self._delivery.taken_over
            await join(tx, call, leg)
        elif leg.offer is None and call.direction is Direction.OUT:
            await self._dialling.agent_there(tx, call, leg)
        else:
            await self._voice.live.save(tx, self._voice.hang_up_leg(tx, call, leg))

    async def _gone(self, event: LegGone, tx: Transaction, call: Call) -> None:
        leg = call.leg(event.leg)
        if leg is None or leg.state is LegState.GONE:
            return
        if leg.kind is LegKind.AGENT:
            await self._agent_gone(tx, call, leg, event)
        elif leg.kind is LegKind.CUSTOMER:
            await self._customer_gone(tx, call, leg, event)
        elif leg.state is LegState.RINGING and call.transfers and call.agent is None:
            await self._transfer_failed(tx, call, leg, event)
        else:
            await self._outside.gone(tx, call, leg.id, event.cause)

    async def _customer_gone(self, tx: Transaction, call: Call, leg: Leg, event: LegGone) -> None:
        by = {HungUpBy.FAR_END: "customer", HungUpBy.US: "platform"}.get(event.by, "network")
        call = call.with_leg(self._ended(tx, leg, event))
        await self._ending.end(tx, call, by=by)
        ended = self._voice.live.get(call.id)
        if ended is not None and call.direction is Direction.IN:
            await self._voice.flows.caller_gone(tx, ended)

    async def _agent_gone(self, tx: Transaction, call: Call, leg: Leg, event: LegGone) -> None:
        ended = call.with_leg(self._ended(tx, leg, event))
        if leg.state is LegState.RINGING:
            if leg.offer is not None:
                await self._delivery.refused(tx, ended, leg, event.cause)
            elif call.state is CallState.RECONNECTING:
                await self._voice.live.save(tx, ended)
            else:
                await self._ending.end(tx, ended, by="network")
            return
        self._ending.recording_ended(tx, call, leg)
        if event.was_lost and call.state is CallState.TALKING:
            await self._phones.lost(tx, ended)
        else:
            await self._talking.agent_left(tx, ended, by="agent")

    async def _transfer_failed(self, tx: Transaction, call: Call, leg: Leg, event: LegGone) -> None:
        call = call.with_leg(self._ended(tx, leg, event)).moved(CallTrigger.DIAL_FAILED)
        call = await self._voice.live.save(tx, call)
        await self._transfer.back_to_queue(tx, call)

    async def _digit(self, event: DigitPressed, tx: Transaction, call: Call) -> None:
        leg = call.customer_leg
        if leg is not None and leg.id == event.leg and call.direction is Direction.IN:
            await self._voice.flows.digit(tx, call, event.digit)

    async def _played(self, event: PlayFinished, tx: Transaction, call: Call) -> None:
        leg = call.customer_leg
        if leg is not None and leg.id == event.leg and call.direction is Direction.IN:
            await self._voice.flows.played(tx, call, event.play, failed=event.failed)

    async def _recorded(self, event: MessageRecorded, tx: Transaction, call: Call) -> None:
        spoke = event.seconds >= LEAST_MESSAGE_SECONDS and not event.failed
        leg = call.leg(event.leg)
        if not spoke:
            forget = partial(self._voice.switch.forget_message, event.leg, event.recording)
            tx.after_commit(forget)
        elif call.left_message and await store.knows_message(tx, call.id, event.recording):
            return  # it is told again until its sound was fetched
        elif leg is not None:
            call = await self._voice.live.save(tx, replace(call, left_message=True))
            tx.publish(
                MessageLeft(
                    at=tx.now,
                    call=call.id,
                    recording=event.recording,
                    path=str(self._voice.message_path(call, leg, event.recording)),
                    seconds=event.seconds,
                )
            )
        await self._voice.flows.message_recorded(
            tx, call, event.recording, event.seconds, failed=event.failed
        )

    @staticmethod
    def _ended(tx: Transaction, leg: Leg, event: LegGone) -> Leg:
        gone = leg.after(LegTrigger.END, tx.now)
        return replace(gone, cause=event.cause.value, by=event.by.value)
