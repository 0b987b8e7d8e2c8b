"""The worker's part: compares what was recorded with the talks."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from lingting.kernel.ids import RecordingId, TenantId
from lingting.platform.db import Transaction
from lingting.platform.following import Follower
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.platform.shelf import Shelf
from lingting.recordings import store
from lingting.recordings.domain import (
    TOLD_AFTER_SECONDS,
    UNCHECKED,
    Found,
    NoSound,
    Raw,
    Recording,
    Sound,
    State,
    UnreadableSound,
    Why,
    is_told,
    judge,
    may_come,
)
from lingting.recordings.events import RecordingChecked
from lingting.recordings.ports import Spool
from lingting.recordings.sound import read_sound, why_silent
from lingting.recordings.waiting import Waiting
from lingting.tenancy.api import Tenancy

log = get_log(__name__)

CHECK = "recordings.check"
PAUSE_SECONDS = 1.0
"""The switch closes a file a moment after its leg's end; more legs end meanwhile."""
AT_ONCE = 50


class NotThereYet(Exception):
    """The switch has not finished the file; the worker tries again."""


class Checking:
    """All that ended is checked together, soon after. What has to be looked for longer gets a job
    of its own, which gives up after some minutes; what is kept and finds no place waits for it."""

    def __init__(self, kit: Kit, spool: Spool) -> None:
        self._kit = kit
        self._spool = spool
        self._shelf = Shelf()
        self._handed_over: set[RecordingId] = set()
        """Those that jobs look for."""
        self.waiting = Waiting(kit, self._look_safely, self._tell)
        kit.jobs.register(CHECK, self.check)

    def start(self, companies: Tenancy) -> None:
        """Checks what ended until the supervisor stops, and what an earlier process left open."""
        follower = Follower(
            self._kit,
            store.CHANNEL,
            self.check_ended,
            companies.ids,
            lambda took: max(took, PAUSE_SECONDS),
        )
        follower.start("recordings")
        waiting = self.waiting.watch(companies)
        self._kit.supervisor.spawn(waiting, name="loop:recordings-waiting")

    async def check_ended(self, tenant: TenantId) -> bool:
        """Checks what ended; answers whether to look again soon."""
        async with self._kit.db.transaction(tenant) as tx:
            ended = await store.ended(tx, self._handed_over, AT_ONCE)
        found = await self._look_at(ended) if ended else []
        soon = await self._tell(tenant, found) if found else False
        return soon or len(ended) == AT_ONCE

    async def check(self, tenant: TenantId, recording: str) -> None:
        """The job: one recording, as long as its file may still come."""
        id = RecordingId(UUID(recording))
        async with self._kit.db.transaction(tenant) as tx:
            one = await store.by_id(tx, id)
        if one is not None and one.state in UNCHECKED:
            found = await self._look(one.path)
            async with self._kit.db.transaction(tenant) as tx:
                again = self._judge(tx, one, found)
            if again:
                raise NotThereYet
        self._handed_over.discard(id)

    async def _tell(
        self, tenant: TenantId, found: Sequence[tuple[Recording, Found | None]]
    ) -> bool:
        """Writes what was found; answers whether any file may come within a moment."""
        soon = False
        handed: list[RecordingId] = []
        async with self._kit.db.transaction(tenant) as tx:
            for one, what in found:
                if what is not None and not self._judge(tx, one, what):
                    continue
                if what is not None and self._passed(one) < TOLD_AFTER_SECONDS:
                    soon = True
                else:
                    tx.defer(CHECK, recording=str(one.id))
                    handed.append(one.id)
        self._handed_over.update(handed)
        return soon

    async def _look_at(self, ended: Sequence[Recording]) -> list[tuple[Recording, Found | None]]:
        """What each has; None for one that could not be looked at, whose job will tell."""
        return [(one, await self._look_safely(one)) for one in ended]

    async def _look_safely(self, one: Recording) -> Found | None:
        try:
            return await self._look(one.path)
        except Exception as error:
            log.error("recording not looked at", recording=str(one.id), exc_info=error)
            return None

    async def _look(self, path: Path) -> Found:
        """Finishes the file where that is left to do, and reads it; a disk that does not answer
        keeps nobody."""
        try:
            await self._shelf.make_folder(path.parent)
        except TimeoutError:  # the sound may be there already: that is seen when it answers
            return NoSound(Why.SILENT, Raw.STUCK)
        except OSError:  # no folder can be there: why is told below
            pass
        return await asyncio.to_thread(self._read, path)

    def _read(self, path: Path) -> Found:
        raw = self._spool.finish(path)
        if raw is not Raw.FINISHED:
            return NoSound(why_silent(path, self._spool.free), raw)
        try:
            return read_sound(path)
        except UnreadableSound as error:
            return error

    def _judge(self, tx: Transaction, one: Recording, found: Found) -> bool:
        """Writes and tells what a recording is; answers whether to look again."""
        match found:
            case Sound():
                state = judge(found.seconds, one.expected_seconds)
                if state is State.SHORT:
                    log.warning("recording short", recording=str(one.id))
                _judged(tx, one, state, sound=found)
                self.waiting.place_found()
                return False
            case UnreadableSound():
                log.error("recording unreadable", recording=str(one.id))
                _judged(tx, one, State.FAILED)
                return False
            case NoSound():
                passed = self._passed(one)
                state = State.MISSING if found.raw is Raw.NOTHING else State.WAITING
                if one.state is not state and is_told(found.raw, passed):
                    log.error(
                        f"recording {state.value}", recording=str(one.id), why=found.why.value
                    )
                    _judged(tx, one, state, why=found.why)
                    if state is State.WAITING:
                        tx.after_commit(self.waiting.began)
                return may_come(found.raw, passed)

    def _passed(self, one: Recording) -> float:
        """Seconds since its end."""
        return (self._kit.clock.now() - (one.ended_at or one.began_at)).total_seconds()


def _judged(
    tx: Transaction,
    one: Recording,
    state: State,
    *,
    sound: Sound | None = None,
    why: Why | None = None,
) -> None:
    store.check(tx, one.id, state, sound)
    tx.publish(
        RecordingChecked(
            at=tx.now,
            call=one.call,
            recording=one.id,
            state=state.value,
            seconds=sound.seconds if sound else None,
            expected_seconds=one.expected_seconds,
            why=None if why is None else why.value,
        )
    )
