"""Runs flows on calls: implements `calls.api.CallListener`, in the company's mailbox."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast
from uuid import UUID

from lingting.acd.api import Acd
from lingting.acd.domain.errors import QueueNotFound
from lingting.acd.domain.views import Availability
from lingting.calls.api import CallControl
from lingting.calls.domain.call import Call
from lingting.calls.ports import SoundFile
from lingting.flows import session_store
from lingting.flows.domain import effects as fx
from lingting.flows.domain import inputs
from lingting.flows.domain.engine import begin, step
from lingting.flows.domain.inputs import Input
from lingting.flows.living import LivingSessions
from lingting.flows.service.beginning import Beginning
from lingting.flows.service.notes import Scene, play_id, recording_id, scene_of
from lingting.flows.service.performing import Late, Performer
from lingting.flows.service.published import PublishedFlows
from lingting.flows.session_store import StoredSession
from lingting.kernel.ids import CallId, FlowId, FlowSessionId, PlayId, RecordingId, new_id
from lingting.media.api import VoiceLibrary
from lingting.media.domain.sounds import language_of
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.platform.timers import Timer

DEFAULT_KEY = "inbound"
"""The flow of an access number that names none."""
DialResult = Literal["answered", "no_answer", "busy", "failed"]


class FlowRunner:
    """One session per call; what effects answer at once is stepped in the same transaction."""

    def __init__(
        self,
        kit: Kit,
        control: CallControl,
        acd: Acd,
        media: VoiceLibrary,
        published: PublishedFlows,
        beginning: Beginning,
    ) -> None:
        self._kit = kit
        self._control = control
        self._acd = acd
        self._media = media
        self._published = published
        self._beginning = beginning
        self._performer = Performer(control, acd, media, beginning.customers, self._render)
        self._living = LivingSessions(kit.bus)
        self._under_way: dict[CallId, deque[Input]] = {}

    # --- what calls tell ---------------------------------------------------------------------

    async def arrived(self, tx: Transaction, call: Call, flow: FlowId | None) -> None:
        """Begins a session; one that an agent's transfer leaves behind ends here."""
        if call.transfers:
            await self._supersede(tx, call)
        key = (await self._published.key_of(tx, flow) if flow else None) or DEFAULT_KEY
        library = await self._published.in_use(tx)
        variables = await self._beginning.variables(tx, call)
        session, effects = begin(
            library,
            key,
            variables,
            tx.now,
            language=language_of(call.language),
            zone=await self._beginning.zone(tx),
            answered=call.answered_at is not None,
        )
        id = FlowSessionId(new_id(tx.now))
        stored = StoredSession(
            id=id, call=call.id, flow=session.flow, session=session, started_at=tx.now
        )
        self._living.save(tx, stored)
        await self._run(tx, stored, effects, ())

    async def resumed(self, tx: Transaction, call: Call) -> None:
        await self._take(tx, call.id, inputs.Resumed())

    async def played(self, tx: Transaction, call: Call, play: PlayId, *, failed: bool) -> None:
        stored = await self._living.of(tx, call.id)
        if stored is not None and play == play_id(stored.id, stored.session.play):
            await self._take(tx, call.id, inputs.Played(stored.session.play, failed))

    async def digit(self, tx: Transaction, call: Call, key: str) -> None:
        await self._take(tx, call.id, inputs.Digit(key))

    async def agent_answered(self, tx: Transaction, call: Call) -> None:
        await self._take(tx, call.id, inputs.QueueAnswered(str(call.agent or "")))

    async def talk_ended(self, tx: Transaction, call: Call, *, by: str) -> None:
        """A caller without a session has nothing left to hear."""
        if not await self._take(tx, call.id, inputs.TalkEnded(by)):
            await self._control.hang_up(tx, call.id)

    async def queue_closed(self, tx: Transaction, call: Call, why: str) -> None:
        known = self._why_closed(tx, call, why)
        if not await self._take(tx, call.id, inputs.QueueClosed(known)):
            await self._control.hang_up(tx, call.id)

    async def dialled(self, tx: Transaction, call: Call, result: str) -> None:
        await self._take(tx, call.id, inputs.Dialled(cast(DialResult, result)))

    async def message_recorded(
        self, tx: Transaction, call: Call, recording: RecordingId, seconds: float, *, failed: bool
    ) -> None:
        stored = await self._living.of(tx, call.id)
        if stored is not None and recording == recording_id(stored.id, stored.session.recording):
            number = stored.session.recording
            await self._take(tx, call.id, inputs.MessageRecorded(number, seconds, failed))

    async def caller_gone(self, tx: Transaction, call: Call) -> None:
        await self._take(tx, call.id, inputs.CallerGone())

    # --- timers ------------------------------------------------------------------------------

    async def timer_due(self, tx: Transaction, timer: Timer) -> None:
        """A stored timer of a session is over."""
        call = CallId(UUID(timer.data["call"]))
        await self._take(tx, call, inputs.TimedOut(timer.data["timer"], timer.data["visit"]))

    # --- stepping ----------------------------------------------------------------------------

    async def _take(self, tx: Transaction, call: CallId, input: Input) -> bool:
        """Gives the call's session an input; False when the call has none."""
        waiting = self._under_way.get(call)
        if waiting is not None:
            waiting.append(input)
            return True
        stored = await self._living.of(tx, call)
        if stored is None:
            return False
        await self._run(tx, stored, (), (input,))
        return True

    async def _run(
        self,
        tx: Transaction,
        stored: StoredSession,
        effects: Sequence[fx.Effect],
        first: Sequence[Input],
    ) -> None:
        session = stored.session
        library = await self._published.in_use(tx, session)
        scene = scene_of(tx, stored)
        waiting = self._under_way[stored.call] = deque(first)
        try:
            await self._perform(scene, effects, waiting)
            while waiting:
                session, effects = step(library, session, waiting.popleft(), tx.now)
                await self._perform(scene, effects, waiting)
        finally:
            del self._under_way[stored.call]
        self._living.save(tx, replace(scene.stored, session=session))

    async def _perform(
        self, scene: Scene, effects: Sequence[fx.Effect], waiting: deque[Input]
    ) -> None:
        for effect in effects:
            waiting.extend(await self._performer.perform(scene, effect))

    async def _supersede(self, tx: Transaction, call: Call) -> None:
        stored = await self._living.of(tx, call.id)
        if stored is None:
            return
        scene, session = scene_of(tx, stored), stored.session
        for timer in session.timers:
            await self._performer.perform(scene, fx.CancelTimer(timer, session.visit))
        session_store.left(tx, stored.id, session.visit, "transferred")
        ended = replace(stored, outcome="completed", left_at=session.node, ended_at=tx.now)
        self._living.save(tx, ended)

    def _why_closed(
        self, tx: Transaction, call: Call, why: str
    ) -> Literal["no_agent", "all_busy", "failed"]:
        if why == "max_wait":
            return "all_busy"
        try:
            found = self._acd.availability(tx.tenant, call.queue) if call.queue else None
        except QueueNotFound:
            return "failed"
        return "no_agent" if found is Availability.NONE_SIGNED_IN else "failed"

    # --- speech that is not rendered yet -----------------------------------------------------

    async def _render(self, late: Late) -> None:
        self._kit.supervisor.spawn(self._render_and_play(late), name="flows:late-play")

    async def _render_and_play(self, late: Late) -> None:
        await self._media.render(late.texts)

        async def turn() -> None:
            async with self._kit.db.transaction(late.tenant) as tx:
                await self._play_late(tx, late)

        await self._kit.mailboxes.run(late.tenant, turn)

    async def _play_late(self, tx: Transaction, late: Late) -> None:
        """Begins the play unless the caller has gone on meanwhile."""
        stored = await self._living.of(tx, late.call)
        if stored is None or not stored.session.playing:
            return
        if stored.session.play != late.play.play:
            return
        found = await self._media.resolve(tx, late.play.sounds, late.play.language)
        files = [SoundFile(file) for file in found.files if file.is_file()]
        if files:
            await self._control.play(tx, late.call, play_id(stored.id, late.play.play), files)
        else:
            await self._take(tx, late.call, inputs.Played(late.play.play, failed=True))
