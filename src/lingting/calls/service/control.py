"""What a flow may do with the customer's line."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from lingting.acd.domain.items import NewItem
from lingting.calls import store
from lingting.calls.domain.call import Call
from lingting.calls.domain.machines import CallState, CallTrigger
from lingting.calls.events import CallAnswered
from lingting.calls.ports import Media
from lingting.calls.service.ending import Ending
from lingting.calls.service.outside import OutsideCalls
from lingting.calls.service.permitting import Permitting
from lingting.calls.voice import Voice
from lingting.kernel.ids import CallId, PlayId, QueueId, RecordingId, WorkItemId, new_id
from lingting.platform.db import Transaction


class Control:
    """Implements `api.CallControl`; every verb ignores a call that is over."""

    def __init__(
        self, voice: Voice, ending: Ending, outside: OutsideCalls, permitting: Permitting
    ) -> None:
        self._voice = voice
        self._ending = ending
        self._outside = outside
        self._permitting = permitting

    def view(self, call: CallId) -> Call | None:
        return self._voice.living(call)

    async def answer(self, tx: Transaction, call: CallId) -> None:
        found = self._voice.living(call)
        if found is None or found.answered_at is not None:
            return
        await self._voice.live.save(tx, replace(found, answered_at=tx.now))
        tx.publish(CallAnswered(at=tx.now, call=call))
        if leg := found.customer_leg:
            tx.after_commit(partial(self._voice.switch.answer, leg.id))

    async def ring(self, tx: Transaction, call: CallId) -> None:
        found = self._voice.living(call)
        if found and found.answered_at is None and (leg := found.customer_leg):
            tx.after_commit(partial(self._voice.switch.ring, leg.id))

    async def play(
        self, tx: Transaction, call: CallId, play: PlayId, media: Sequence[Media]
    ) -> None:
        found = self._voice.living(call)
        if found and (leg := found.customer_leg):
            tx.after_commit(partial(self._voice.switch.play, leg.id, play, tuple(media)))

    async def stop_play(self, tx: Transaction, call: CallId, play: PlayId) -> None:
        tx.after_commit(partial(self._voice.switch.stop_play, play))

    async def start_music(self, tx: Transaction, call: CallId, music: str) -> None:
        found = self._voice.living(call)
        if found and (leg := found.customer_leg):
            tx.after_commit(partial(self._voice.switch.start_music, leg.id, music))

    async def stop_music(self, tx: Transaction, call: CallId) -> None:
        found = self._voice.living(call)
        if found and (leg := found.customer_leg):
            tx.after_commit(partial(self._voice.switch.stop_music, leg.id))

    async def enqueue(
        self,
        tx: Transaction,
        call: CallId,
        queue: QueueId,
        *,
        priority: int | None = None,
        keep_credit: bool = True,
        preferred: bool = True,
    ) -> WorkItemId | None:
        found = self._voice.living(call)
        if found is None:
            return None
        credit = found.enqueued_at if keep_credit else None
        agent = None
        if preferred and not found.caller.is_anonymous:
            agent = await store.last_agent(tx, found.caller.key)
        item = WorkItemId(new_id(tx.now))
        found = replace(
            found.moved(CallTrigger.ENQUEUE),
            queue=queue,
            item=item,
            enqueued_at=credit or tx.now,
            overflowed=False,
        )
        await self._voice.live.save(tx, found)
        new = NewItem(
            id=item,
            queue=queue,
            ref=call,
            priority=priority,
            enqueued_at=credit,
            preferred_agent=agent,
            data=found.data,
        )
        await self._voice.acd.enqueue(tx, new)
        return item

    async def leave_queue(self, tx: Transaction, call: CallId) -> None:
        found = self._voice.living(call)
        if found is None or found.state is not CallState.QUEUED or found.item is None:
            return
        item = found.item
        found = found.after_wait(tx.now).moved(CallTrigger.LEAVE_QUEUE)
        found = replace(found, item=None, overflowed=True)
        await self._voice.live.save(tx, found)
        await self._voice.acd.withdraw(tx, item, "overflowed")

    async def dial_out(
        self, tx: Transaction, call: CallId, number: str, ring_seconds: float
    ) -> None:
        found = self._voice.living(call)
        if found is not None:
            permitted = await self._permitting.permit(tx, number, agent=None, call=call)
            found = found.moved(CallTrigger.DIAL)
            await self._outside.dial(tx, found, permitted, ring_seconds)

    async def record_message(
        self,
        tx: Transaction,
        call: CallId,
        recording: RecordingId,
        *,
        max_seconds: float,
        end_key: str,
    ) -> None:
        found = self._voice.living(call)
        if found is None or (leg := found.customer_leg) is None:
            return
        record = partial(
            self._voice.switch.record_message,
            leg.id,
            recording,
            self._voice.message_path(found, leg, recording),
            max_seconds=max_seconds,
            end_key=end_key,
        )
        tx.after_commit(record)

    async def hang_up(self, tx: Transaction, call: CallId) -> None:
        found = self._voice.living(call)
        if found is not None:
            await self._ending.end(tx, found, by="platform")

    async def set_data(self, tx: Transaction, call: CallId, data: Mapping[str, str]) -> None:
        if found := self._voice.living(call):
            await self._voice.live.save(tx, replace(found, data={**found.data, **data}))

    async def set_language(self, tx: Transaction, call: CallId, language: str) -> None:
        if found := self._voice.living(call):
            await self._voice.live.save(tx, replace(found, language=language))

    async def at_step(self, tx: Transaction, call: CallId, step: str) -> None:
        if found := self._voice.living(call):
            await self._voice.live.save(tx, replace(found, step=step))
