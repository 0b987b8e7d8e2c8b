"""Performs what a session wants done: on the call, in the queue, in the database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Literal
from uuid import UUID

from lingting.acd.api import Acd
from lingting.acd.domain.errors import QueueNotFound
from lingting.acd.domain.views import Availability
from lingting.calls.api import CallControl
from lingting.calls.ports import SoundFile
from lingting.flows.domain import effects as fx
from lingting.flows.domain import inputs
from lingting.flows.domain.inputs import Input
from lingting.flows.ports import CustomerLookup
from lingting.flows.service import notes
from lingting.flows.service.notes import Scene, play_id, recording_id
from lingting.kernel.errors import LingtingError
from lingting.kernel.ids import CallId, QueueId, TenantId
from lingting.media.api import VoiceLibrary
from lingting.media.domain.sounds import Language
from lingting.platform.log import get_log

log = get_log(__name__)
TIMER = "flows.session"
DEFAULT_MUSIC = "default"


@dataclass(frozen=True, slots=True)
class Late:
    """A play whose speech must be rendered first."""

    tenant: TenantId
    call: CallId
    play: fx.Play
    texts: tuple[tuple[str, Language], ...]


def timer_key(call: CallId, timer: str, visit: int) -> str:
    """What names a session's timer among all timers of the company."""
    return f"{call}:{visit}:{timer}"


class Performer:
    """Answers each effect with the inputs that follow from it at once."""

    def __init__(
        self,
        control: CallControl,
        acd: Acd,
        media: VoiceLibrary,
        customers: CustomerLookup | None,
        late: Callable[[Late], Awaitable[None]],
    ) -> None:
        self._control = control
        self._acd = acd
        self._media = media
        self._customers = customers
        self._late = late

    async def perform(self, scene: Scene, effect: fx.Effect) -> Sequence[Input]:
        """Performs one effect inside the transaction."""
        match effect:
            case fx.Play():
                return await self._play(scene, effect)
            case fx.AskQueue(queue):
                return [self._queue_known(scene, queue)]
            case fx.Enqueue():
                return await self._enqueue(scene, effect)
            case fx.DialOut():
                return await self._dial(scene, effect)
            case fx.AskCustomer():
                return [await self._ask_customer(scene, effect)]
            case fx.StartTimer() | fx.CancelTimer():
                await self._timer(scene, effect)
            case fx.Entered():
                notes.note(scene, effect)
                await self._control.at_step(scene.tx, scene.call, effect.title.zh or effect.node)
            case fx.Left() | fx.KeysEntered() | fx.Trouble() | fx.Finished():
                notes.note(scene, effect)
            case fx.GiveRating() | fx.KeepMessage():
                notes.tell(scene, effect, self._control.view(scene.call))
            case _:
                await self._command(scene, effect)
        return []

    async def _command(self, scene: Scene, effect: fx.Effect) -> None:
        tx, call, control = scene.tx, scene.call, self._control
        match effect:
            case fx.Answer():
                await control.answer(tx, call)
            case fx.Ring():
                await control.ring(tx, call)
            case fx.StopPlay(play):
                await control.stop_play(tx, call, play_id(scene.id, play))
            case fx.StartMusic(music):
                await control.start_music(tx, call, self._music(scene, music))
            case fx.StopMusic():
                await control.stop_music(tx, call)
            case fx.LeaveQueue():
                await control.leave_queue(tx, call)
            case fx.RecordMessage(recording, max_seconds, end_key):
                id = recording_id(scene.id, recording)
                await control.record_message(tx, call, id, max_seconds=max_seconds, end_key=end_key)
            case fx.SetData(data):
                await control.set_data(tx, call, data)
                if "language" in data:
                    await control.set_language(tx, call, data["language"])
            case fx.Hangup():
                await control.hang_up(tx, call)
            case _:
                raise TypeError(f"nobody performs {type(effect).__name__}")

    # --- sound -------------------------------------------------------------------------------

    async def _play(self, scene: Scene, effect: fx.Play) -> Sequence[Input]:
        found = await self._media.resolve(scene.tx, effect.sounds, effect.language)
        for key in found.missing:
            trouble = fx.Trouble("", "prompt-file-missing", key)
            notes.note(scene, trouble)
        if found.late:
            late = Late(scene.tx.tenant, scene.call, effect, found.late)
            scene.tx.after_commit(partial(self._late, late))
            return []
        if not found.files:
            return [inputs.Played(effect.play, failed=True)]
        media = [SoundFile(file) for file in found.files]
        await self._control.play(scene.tx, scene.call, play_id(scene.id, effect.play), media)
        return []

    def _music(self, scene: Scene, music: str) -> str:
        """The node's music; by default that of the queue in which the caller waits (ACD-05)."""
        call = self._control.view(scene.call)
        if music != DEFAULT_MUSIC or call is None or call.item is None or call.queue is None:
            return music
        config = self._acd.queue_config(scene.tx.tenant, call.queue)
        return (config.music if config else None) or music

    # --- people ------------------------------------------------------------------------------

    def _queue_known(self, scene: Scene, queue: str) -> inputs.QueueKnown:
        tenant, id = scene.tx.tenant, _queue_id(queue)
        try:
            found = self._acd.availability(tenant, id) if id else None
        except QueueNotFound:
            found = None
        config = self._acd.queue_config(tenant, id) if id else None
        if found is None or config is None or not config.enabled:
            return inputs.QueueKnown("unknown")
        call = self._control.view(scene.call)
        place = self._acd.position(tenant, call.item) if call and call.item else None
        item = self._acd.item_view(tenant, call.item) if call and call.item else None
        return inputs.QueueKnown(
            _AVAILABILITY[found],
            ahead=place.ahead if place else None,
            waited=place.waited_seconds if place else None,
            estimate=place.estimated_seconds if place else None,
            offered=item is not None and item.state.value == "offered",
        )

    async def _enqueue(self, scene: Scene, effect: fx.Enqueue) -> Sequence[Input]:
        queue = _queue_id(effect.queue)
        assert queue is not None, "the queue was known a moment ago"
        try:
            await self._control.enqueue(
                scene.tx,
                scene.call,
                queue,
                priority=effect.priority,
                keep_credit=effect.keep_credit,
            )
        except LingtingError as error:
            notes.note(scene, fx.Trouble("", error.slug, effect.queue))
            await self._control.leave_queue(scene.tx, scene.call)
            full = error.slug == "queue-full"
            return [inputs.QueueClosed("all_busy" if full else "failed")]
        return []

    async def _dial(self, scene: Scene, effect: fx.DialOut) -> Sequence[Input]:
        try:
            await self._control.dial_out(scene.tx, scene.call, effect.number, effect.ring_seconds)
        except LingtingError as error:
            notes.note(scene, fx.Trouble("", error.slug))
            return [inputs.Dialled("failed")]
        return []

    async def _ask_customer(self, scene: Scene, effect: fx.AskCustomer) -> inputs.CustomerKnown:
        customers = self._customers
        if customers is None:
            return inputs.CustomerKnown("error")
        try:
            match effect.action:
                case "find":
                    found = await customers.find(scene.tx, effect.number)
                    status = "empty" if found is None else "success"
                    return inputs.CustomerKnown(status, dict(found or {}))
                case "insert":
                    await customers.insert(scene.tx, effect.number, effect.fields)
                    return inputs.CustomerKnown("success")
                case "update":
                    changed = await customers.update(scene.tx, effect.number, effect.fields)
                    return inputs.CustomerKnown("success" if changed else "empty")
        except LingtingError as error:
            log.warning("customer database refused", slug=error.slug)
            return inputs.CustomerKnown("error")

    # --- memory ------------------------------------------------------------------------------

    async def _timer(self, scene: Scene, effect: fx.StartTimer | fx.CancelTimer) -> None:
        key = timer_key(scene.call, effect.timer, effect.visit)
        if isinstance(effect, fx.CancelTimer):
            await scene.tx.cancel_timer(TIMER, key)
            return
        due = scene.tx.now + timedelta(seconds=effect.seconds)
        data = {"call": str(scene.call), "timer": effect.timer, "visit": effect.visit}
        await scene.tx.set_timer(TIMER, key, due, data)


_AVAILABILITY: dict[Availability, Literal["available", "all_busy", "none_signed_in"]] = {
    Availability.AVAILABLE: "available",
    Availability.ALL_BUSY: "all_busy",
    Availability.NONE_SIGNED_IN: "none_signed_in",
}


def _queue_id(text: str) -> QueueId | None:
    try:
        return QueueId(UUID(text))
    except ValueError:
        return None
