"""Keeps what calls record, checks it in the worker, hands it out with a trace."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from lingting.calls.events import MessageLeft, RecordingEnded, RecordingStarted
from lingting.kernel.errors import Forbidden
from lingting.kernel.ids import CallId, RecordingId, SessionId, TenantId
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.platform.shelf import Shelf
from lingting.platform.trail import Trail
from lingting.recordings import store
from lingting.recordings.domain import (
    Kind,
    Raw,
    Recording,
    RecordingNotFound,
    RecordingNotReady,
    State,
    Why,
    is_told,
    judge,
    may_come,
)
from lingting.recordings.events import RecordingChecked
from lingting.recordings.ports import Finish
from lingting.recordings.sound import Sound, UnreadableSound, read_sound, why_silent

log = get_log(__name__)

CHECK = "recordings.check"
LISTEN = "recordings.listen"
MOST_HEARD = 1_000
HEARABLE = frozenset({State.STORED, State.SHORT})
UNCHECKED = frozenset({State.ENDED, State.MISSING})
"""What is missing may still come: room was made, a folder is back."""


class NotThereYet(Exception):
    """The switch has not finished the file; the worker tries again."""


class NoSound(Exception):
    """There is no finished file now."""

    def __init__(self, why: Why, raw: Raw) -> None:
        super().__init__(why.value)
        self.why, self.raw = why, raw


class RecordingService:
    """Implements `api.Recordings` and `reporting.ports.RecordingStates`."""

    def __init__(self, kit: Kit, trail: Trail, finish: Finish) -> None:
        self._kit = kit
        self._trail = trail
        self._finish = finish
        self._shelf = Shelf()
        self._heard: dict[tuple[SessionId, RecordingId], None] = {}
        """Who is listening to what, the latest last; one that is forgotten is traced again."""
        kit.bus.write_with(RecordingStarted, self._started)
        kit.bus.write_with(RecordingEnded, self._ended)
        kit.bus.write_with(MessageLeft, self._message_left)
        kit.jobs.register(CHECK, self.check)

    # --- what calls tell -----------------------------------------------------------------

    @staticmethod
    def _started(tx: Transaction, fact: RecordingStarted) -> None:
        new = Recording(
            id=fact.recording,
            call=fact.call,
            kind=Kind.CALL,
            state=State.RECORDING,
            path=Path(fact.path),
            began_at=fact.at,
            leg=fact.leg,
            agent=fact.agent,
        )
        store.add(tx, new)

    @staticmethod
    def _ended(tx: Transaction, fact: RecordingEnded) -> None:
        store.end(tx, fact.recording, fact.at, fact.seconds)
        tx.defer(CHECK, recording=str(fact.recording))

    @staticmethod
    def _message_left(tx: Transaction, fact: MessageLeft) -> None:
        new = Recording(
            id=fact.recording,
            call=fact.call,
            kind=Kind.MESSAGE,
            state=State.ENDED,
            path=Path(fact.path),
            began_at=fact.at,
            ended_at=fact.at,
            expected_seconds=fact.seconds,
        )
        store.add(tx, new)
        tx.defer(CHECK, recording=str(fact.recording))

    # --- the worker ----------------------------------------------------------------------

    async def check(self, tenant: TenantId, recording: str) -> None:
        """Compares a file with the talk; asks to be called again while the file may still come."""
        id = RecordingId(UUID(recording))
        async with self._kit.db.transaction(tenant) as tx:
            found = await store.by_id(tx, id)
        if found is None or found.state not in UNCHECKED:
            return
        try:
            sound = await asyncio.to_thread(self._sound_of, found.path)
        except NoSound as no:
            await self._missing(tenant, found, no)
            return
        except UnreadableSound:
            log.error("recording unreadable", recording=recording)
            await self._judged(tenant, found, State.FAILED, None)
            return
        await self._judged(tenant, found, judge(sound.seconds, found.expected_seconds), sound)

    async def take_up(self, tenant: TenantId) -> None:
        """Has checked what an earlier process left open."""
        async with self._kit.db.transaction(tenant) as tx:
            for one in await store.ended_unchecked(tx):
                tx.defer(CHECK, recording=str(one.id))

    def _sound_of(self, path: Path) -> Sound:
        """Reads the file, which is finished first where that is left to do; raises NoSound."""
        try:
            return read_sound(path)
        except OSError:  # no file, or no folder: a disk that is away looks the same
            pass
        raw = self._finish(path)
        if raw is Raw.FINISHED:
            return read_sound(path)
        raise NoSound(why_silent(path), raw)

    async def _missing(self, tenant: TenantId, found: Recording, no: NoSound) -> None:
        """Tells it once, soon; looks again while there is something to hope for."""
        passed = (self._kit.clock.now() - (found.ended_at or found.began_at)).total_seconds()
        if found.state is State.ENDED and is_told(no.raw, passed):
            log.error("recording missing", recording=str(found.id), why=no.why.value)
            await self._judged(tenant, found, State.MISSING, None, no.why)
        if may_come(no.raw, passed):
            raise NotThereYet

    async def _judged(
        self,
        tenant: TenantId,
        found: Recording,
        state: State,
        sound: Sound | None,
        why: Why | None = None,
    ) -> None:
        if state is State.SHORT:
            log.warning("recording short", recording=str(found.id))
        async with self._kit.db.transaction(tenant) as tx:
            values: dict[str, object] = {"state": state}
            if sound is not None:
                values |= {"seconds": sound.seconds, "sha256": sound.sha256, "size": sound.size}
                values |= {"channels": sound.channels, "peaks": sound.peaks}
            await store.change(tx, found.id, values)
            tx.publish(
                RecordingChecked(
                    at=tx.now,
                    call=found.call,
                    recording=found.id,
                    state=state.value,
                    seconds=sound.seconds if sound else None,
                    expected_seconds=found.expected_seconds,
                    why=None if why is None else why.value,
                )
            )

    # --- who listens ---------------------------------------------------------------------

    async def open(self, who: Principal, recording: RecordingId, *, anew: bool) -> Recording:
        """The recording for a person who may hear it; a trace is kept when he begins (REC-12).

        A player asks for many parts of a file. The first one is traced, wherever it lies.
        """
        heard = (who.session, recording)
        async with self._kit.db.transaction(who.tenant) as tx:
            found = await self._allowed(tx, who, recording)
            if anew or heard not in self._heard:
                about = {"call": str(found.call)}
                await self._trail.record(tx, who, "recording.heard", str(found.id), about)
        self._heard.pop(heard, None)
        self._heard[heard] = None
        if len(self._heard) > MOST_HEARD:
            del self._heard[next(iter(self._heard))]
        return found

    async def peaks(self, who: Principal, recording: RecordingId) -> tuple[float, list[list[int]]]:
        """`(seconds, one row of peaks per channel)`."""
        async with self._kit.db.transaction(who.tenant) as tx:
            found = await self._allowed(tx, who, recording)
            stored = await store.peaks(tx, recording)
        if stored is None or found.seconds is None:
            raise RecordingNotReady()
        channels, values = stored
        width = len(values) // channels
        rows = [list(values[n * width : (n + 1) * width]) for n in range(channels)]
        return found.seconds, rows

    async def moved(self, tx: Transaction, then: Path, now: Path) -> None:
        """The company's files are in another folder now (a backup restored somewhere else)."""
        await store.move(tx, then, now)

    async def states_of(self, tx: Transaction, call: UUID) -> Mapping[UUID, str]:
        """The state of every recording of a call."""
        return {one.id: one.state.value for one in await store.of_call(tx, CallId(call))}

    async def _allowed(self, tx: Transaction, who: Principal, recording: RecordingId) -> Recording:
        found = await store.by_id(tx, recording)
        if found is None:
            raise RecordingNotFound()
        if not who.may(LISTEN) and found.agent != who.user:
            raise Forbidden()
        if found.state not in HEARABLE or not await self._is_there(found.path):
            raise RecordingNotReady()
        return found

    async def _is_there(self, path: Path) -> bool:
        try:
            return await self._shelf.do(path.is_file)
        except OSError:
            return False
