"""Keeps what calls record, hands it out with a trace."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from lingting.calls.events import MessageLeft, RecordingEnded, RecordingStarted
from lingting.kernel.errors import Forbidden
from lingting.kernel.ids import CallId, RecordingId, SessionId
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.kit import Kit
from lingting.platform.shelf import Shelf
from lingting.platform.trail import Trail
from lingting.recordings import store
from lingting.recordings.checking import Checking
from lingting.recordings.domain import (
    Kind,
    Recording,
    RecordingNotFound,
    RecordingNotReady,
    State,
    Waits,
)
from lingting.recordings.past import Sounds
from lingting.recordings.sweeping import Sweeping
from lingting.tenancy.api import Tenancy

LISTEN = "recordings.listen"
MOST_HEARD = 1_000
LOOKED_AT = 20
"""Recordings: of some of the newest the file may be lost."""
HEARABLE = frozenset({State.STORED, State.SHORT})


class RecordingService:
    """Implements `api.Recordings` and `reporting.ports.RecordingStates`."""

    def __init__(
        self,
        kit: Kit,
        trail: Trail,
        companies: Tenancy,
        checking: Checking,
        sounds: Sounds,
        sweeping: Sweeping,
    ) -> None:
        self.checking = checking
        self._companies = companies
        self.sounds = sounds
        self.sweeping = sweeping
        self._kit = kit
        self._trail = trail
        self._shelf = Shelf()
        self._heard: dict[tuple[SessionId, RecordingId], None] = {}
        """Who is listening to what, the latest last; one that is forgotten is traced again."""
        kit.bus.write_with(RecordingStarted, self._started)
        kit.bus.write_with(RecordingEnded, self._ended)
        kit.bus.write_with(MessageLeft, self._message_left)

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
        store.tell_ended(tx)

    async def waits(self) -> Waits | None:
        """What waits for its storage, of all companies."""
        found: list[Waits] = []
        for tenant in await self._companies.ids():
            async with self._kit.db.transaction(tenant) as tx:
                one = await store.waits(tx)
            found += [one] if one is not None else []
        if not found:
            return None
        return Waits(sum(one.count for one in found), min(one.since for one in found))

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

    async def were_moved(self, tx: Transaction, then: Path, now: Path) -> bool | None:
        """Whether the newest files that shall be below `then` are below `now` instead; None when
        they are in neither place."""
        files = await store.newest_below(tx, then, LOOKED_AT)
        if not files or any(one.is_file() for one in files):
            return False
        moved = any((now / one.relative_to(then)).is_file() for one in files)
        return True if moved else None

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
