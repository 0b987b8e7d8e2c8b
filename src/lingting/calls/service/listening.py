"""A supervisor attends a talk: his telephone rings, picks up by itself and follows the call."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from lingting.acd.domain.states import Method
from lingting.calls import listening_store
from lingting.calls.domain.listening import (
    Listening,
    ListeningState,
    ListeningTrigger,
    attended_leg,
    follow,
    goes_on,
)
from lingting.calls.errors import CallNotFound, NotInThisState, NotListening, OwnCall
from lingting.calls.events import (
    AgentLost,
    AgentRejoined,
    CallConnected,
    CallEnded,
    ListeningChanged,
    ListeningEnded,
    ListeningStarted,
    TalkEnded,
)
from lingting.calls.live_listenings import LiveListenings
from lingting.calls.ports import Dial, GoneCause, HungUpBy, LegAnswered, LegGone, ListenMode, Phone
from lingting.calls.voice import Voice
from lingting.kernel.ids import AgentId, CallId, LegId, ListeningId, TenantId, UserId, new_id
from lingting.platform.db import Transaction
from lingting.platform.timers import Timer

PHONE_SECONDS = 20
"""So long his telephone may take to be there: a page that was not signed in registers first."""
NO_PHONE = "calls.listening"
WhenEnded = Callable[[Transaction, Listening], Awaitable[None]]
Followed = AgentLost | AgentRejoined | CallConnected | CallEnded | TalkEnded


class ListeningIn:
    """Use cases of listening; run each in the company's mailbox."""

    def __init__(self, voice: Voice) -> None:
        self.live = LiveListenings()
        self._voice = voice
        self._when_ended: list[WhenEnded] = []
        voice.kit.timers.on(NO_PHONE, self._no_phone)
        for fact in (AgentLost, AgentRejoined, CallConnected, CallEnded, TalkEnded):
            voice.kit.bus.subscribe(fact, self._changed)

    def when_ended(self, hook: WhenEnded) -> None:
        """Calls `hook` in the transaction in which a listening ends."""
        self._when_ended.append(hook)

    async def begin(
        self, tx: Transaction, listener: AgentId, call: CallId, mode: ListenMode
    ) -> Listening:
        """Attends the call; at the same call already, only the mode changes.

        Raises CallNotFound, NotInThisState, OwnCall, AgentEngaged.
        """
        found = self._voice.living(call)
        if found is None:
            raise CallNotFound()
        leg = attended_leg(found)
        if leg is None or found.agent is None:
            raise NotInThisState()
        if found.agent == listener:
            raise OwnCall()
        before = self.live.by(listener)
        if before is not None and before.call == call:
            return await self.switch(tx, listener, mode)
        if before is not None:
            await self._end(tx, before, "other_call")
        await self._voice.acd.set_aside(tx, listener)
        made = Listening(
            id=ListeningId(new_id(tx.now)),
            tenant=tx.tenant,
            call=call,
            listener=listener,
            agent=found.agent,
            mode=mode,
            attended=leg.id,
            began_at=tx.now,
            since=tx.now,
        )
        tx.publish(ListeningStarted(at=tx.now, **_of(made), mode=mode.value))
        return await self._await_phone(tx, made)

    async def switch(self, tx: Transaction, listener: AgentId, mode: ListenMode) -> Listening:
        """Attends in another mode. Raises NotListening."""
        found = self.live.by(listener)
        if found is None:
            raise NotListening()
        if found.mode is mode:
            return found
        return await self._put(tx, found.in_mode(mode, tx.now))

    async def leave(self, tx: Transaction, listener: AgentId, why: str = "listener") -> None:
        """Attends no longer; not attending is no error."""
        found = self.live.by(listener)
        if found is not None:
            await self._end(tx, found, why)

    async def rejoin(self, tx: Transaction, listener: AgentId) -> bool:
        """His page is back and its phone registered: ring it anew. False: he attends nothing."""
        found = self.live.by(listener)
        if found is None:
            return False
        if found.is_up:
            if found.leg is not None:
                tx.after_commit(partial(self._voice.switch.hang_up, found.leg))
            await self._line_lost(tx, found)
        elif found.leg is None:
            await self._ring(tx, found)
        return True

    async def phone_back(self, tx: Transaction, listener: AgentId) -> None:
        """His phone registered: it is what was waited for."""
        found = self.live.by(listener)
        if found is not None and found.state is ListeningState.CALLING and found.leg is None:
            await self._ring(tx, found)

    # --- what the switch tells --------------------------------------------------------------

    def owns(self, leg: LegId) -> bool:
        """Whether a leg is a listener's line."""
        return self.live.on_leg(leg) is not None

    async def heard(self, event: LegAnswered | LegGone) -> None:
        """Something happened to a listener's line."""
        known = self.live.on_leg(event.leg)
        if known is None:
            return

        async def turn() -> None:
            found = self.live.on_leg(event.leg)
            if found is None:
                return
            async with self._voice.kit.db.transaction(found.tenant) as tx:
                if isinstance(event, LegGone):
                    await self._gone(tx, found, event)
                elif found.state is ListeningState.CALLING:
                    await self._answered(tx, found)

        await self._voice.kit.mailboxes.run(known.tenant, turn)

    async def _answered(self, tx: Transaction, found: Listening) -> None:
        await tx.cancel_timer(NO_PHONE, found.id)
        up = replace(found.after(ListeningTrigger.ANSWER, tx.now), wait_until=None, attended=None)
        await self._follow(tx, up)

    async def _gone(self, tx: Transaction, found: Listening, event: LegGone) -> None:
        hung_up = event.by is HungUpBy.FAR_END and event.cause is not GoneCause.MEDIA_LOST
        if found.state is ListeningState.CALLING:
            await self._end(tx, replace(found, leg=None), "no_phone")
        elif hung_up:
            await self._end(tx, replace(found, leg=None), "listener")
        else:
            await self._line_lost(tx, found)

    # --- following the call -----------------------------------------------------------------

    async def load(self, tx: Transaction) -> None:
        """Takes the company's listenings up at start."""
        self.live.take_up(await listening_store.load_living(tx))

    async def resume(self) -> None:
        """The switch is back: whoever listened is put where the call is now."""
        for one in self.live.all():
            await self._voice.kit.mailboxes.run(one.tenant, partial(self._look, one.id, again=True))

    async def _changed(self, tenant: TenantId, event: Followed) -> None:
        # In a turn of its own: facts of one turn stay in their order.
        for one in self.live.of_call(event.call):
            self._voice.kit.mailboxes.post(tenant, partial(self._look, one.id), "listening")

    async def _look(self, key: ListeningId, *, again: bool = False) -> None:
        found = self.live.get(key)
        if found is None:
            return
        async with self._voice.kit.db.transaction(found.tenant) as tx:
            await self._follow(tx, found)
            if again:
                tx.after_commit(partial(self._attend, found.id))

    async def _follow(self, tx: Transaction, listening: Listening) -> None:
        call = self._voice.living(listening.call)
        if call is None or not goes_on(call):
            await self._end(tx, listening, "talk_ended")
            return
        after = follow(listening, call, tx.now)
        if after != self.live.get(listening.id):
            await self._put(tx, after)

    async def _put(self, tx: Transaction, after: Listening) -> Listening:
        """Saves what changed, tells what others see of it, and lets the switch follow."""
        before = self.live.get(after.id)
        await self._save(tx, after)
        if before is None or (before.mode, before.agent) != (after.mode, after.agent):
            tx.publish(ListeningChanged(at=tx.now, **_of(after), mode=after.mode.value))
        tx.after_commit(partial(self._attend, after.id))
        return after

    async def _save(self, tx: Transaction, listening: Listening) -> Listening:
        """Also what is no fact, such as a phone that picked up, shows on both desks at once."""
        hub, tenant = self._voice.kit.hub, listening.tenant

        async def show() -> None:
            hub.touch(tenant, UserId(listening.listener))
            hub.touch(tenant, UserId(listening.agent))

        tx.after_commit(show)
        return await self.live.save(tx, listening)

    async def _attend(self, key: ListeningId) -> None:
        """Brings his line to where it belongs now; a repeat is harmless."""
        found = self.live.get(key)
        call = self._voice.living(found.call) if found else None
        if found is None or call is None or found.leg is None or not found.is_up:
            return
        switch = self._voice.switch
        if found.attended is None:
            await switch.stop_listening(found.leg)
        else:
            await switch.listen(found.leg, found.attended, call.bridge, found.mode)

    # --- his telephone ----------------------------------------------------------------------

    async def _await_phone(self, tx: Transaction, listening: Listening) -> Listening:
        due = tx.now + timedelta(seconds=PHONE_SECONDS)
        await tx.set_timer(NO_PHONE, listening.id, due)
        waiting = await self._save(tx, replace(listening, leg=None, wait_until=due))
        phone = self._phone(listening)
        if await self._voice.switch.is_registered(phone):
            return await self._ring(tx, waiting)
        return waiting

    async def _ring(self, tx: Transaction, listening: Listening) -> Listening:
        leg = LegId(new_id(tx.now))
        dial = Dial(
            leg=leg,
            to=Phone(self._phone(listening)),
            ring_seconds=PHONE_SECONDS,
            headers={"X-Call-Ref": str(listening.id), "X-Auto-Answer": str(listening.id)},
        )
        tx.after_commit(partial(self._voice.switch.dial, dial))
        return await self._save(tx, replace(listening, leg=leg))

    def _phone(self, listening: Listening) -> str:
        """The SIP phone of who is signed in with one; everybody else has his page's."""
        view = self._voice.acd.agent_view(listening.tenant, listening.listener)
        if view is not None and view.method is Method.SIP_PHONE:
            return self._voice.phones.of_agent(listening.listener)
        return self._voice.phones.in_page(listening.listener)

    async def _line_lost(self, tx: Transaction, found: Listening) -> None:
        lost = found.after(ListeningTrigger.LINE_LOST, tx.now)
        await self._await_phone(tx, lost)

    async def _no_phone(self, tx: Transaction, timer: Timer) -> None:
        found = self.live.get(ListeningId(UUID(timer.key)))
        if found is not None and found.state is ListeningState.CALLING:
            await self._end(tx, found, "line_lost" if found.seconds else "no_phone")

    async def _end(self, tx: Transaction, found: Listening, why: str) -> None:
        ended = found.after(ListeningTrigger.END, tx.now)
        ended = replace(ended, ended_at=tx.now, why=why, wait_until=None, attended=None)
        await self._save(tx, ended)
        await tx.cancel_timer(NO_PHONE, found.id)
        await self._voice.acd.come_back(tx, found.listener)
        if found.leg is not None:
            tx.after_commit(partial(self._voice.switch.hang_up, found.leg))
        seconds = dict(ended.seconds)
        tx.publish(ListeningEnded(at=tx.now, **_of(ended), why=why, seconds=seconds))
        for hook in self._when_ended:
            await hook(tx, ended)


def _of(listening: Listening) -> dict[str, Any]:
    return {
        "call": listening.call,
        "listening": listening.id,
        "listener": listening.listener,
        "agent": listening.agent,
    }
