"""Sounds that a company keeps no longer: the file first, then what pointed to it."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from lingting.kernel.ids import CallId
from lingting.platform.db import Transaction
from lingting.platform.log import get_log
from lingting.platform.shelf import Shelf
from lingting.recordings.domain import State
from lingting.recordings.ports import Spool
from lingting.recordings.tables import recordings

log = get_log(__name__)

GONE = (State.ERASED.value,)
NO_FILE = ("", ".")
BLANK = {"state": State.ERASED.value, "peaks": None, "sha256": None, "size": None}
"""What is left of a recording without its sound; its path as long as the file may be there."""
OPEN = (State.RECORDING.value, State.ENDED.value)
TO_COME = recordings.c.state.in_((*OPEN, State.WAITING.value))
"""Their sound lies where it was made."""
LEFT = recordings.c.state.in_(GONE) & recordings.c.path.not_in(NO_FILE)
"""Nobody may hear them any more, but their files may be there: the storage was away."""


class Sounds:
    """Removes sounds from where they were made and from where they are kept. A storage that is
    away, or hangs, keeps nobody: what may be there still is looked for again by night."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._shelf = Shelf()

    async def erase(self, tx: Transaction, which: sa.ColumnElement[bool], limit: int) -> list[UUID]:
        """Erases some recordings, the oldest ids first, and answers which; may be repeated."""
        query = sa.select(recordings.c.id, recordings.c.path).where(which)
        rows = list(await tx.conn.execute(query.order_by(recordings.c.id).limit(limit)))
        ids = [row.id for row in rows]
        left = [row.id for row in rows if not await self._remove(row.path)]
        if left:
            log.warning("sounds not removed yet", recordings=len(left))
        change = recordings.update().where(recordings.c.id.in_(ids)).values(BLANK)
        await tx.conn.execute(change)
        gone = recordings.c.id.in_(ids) & recordings.c.id.not_in(left)
        await tx.conn.execute(recordings.update().where(gone).values(path=""))
        return ids

    async def _remove(self, path: str) -> bool:
        file = file_of(path)
        try:
            return file is None or await self._shelf.do(partial(self._spool.forget, file))
        except OSError:
            return False


async def forget_sounds(tx: Transaction, sounds: Sounds, before: datetime, limit: int) -> int:
    """Removes the sound of some recordings that began before an instant."""
    old = recordings.c.began_at < before
    return len(await sounds.erase(tx, old & recordings.c.state.not_in((*GONE, *OPEN)), limit))


async def forget_left(
    tx: Transaction, sounds: Sounds, after: UUID | None, limit: int
) -> UUID | None:
    """Tries again to remove what was erased while its storage was away; answers the last one that
    it tried, behind which the next time begins."""
    which = LEFT if after is None else LEFT & (recordings.c.id > after)
    tried = await sounds.erase(tx, which, limit)
    return tried[-1] if tried else None


def file_of(path: str) -> Path | None:
    """The file that a stored path names; an empty one, stored as `.`, never had a file."""
    return None if path in NO_FILE else Path(path)


async def with_sound(tx: Transaction, of: Sequence[CallId]) -> set[CallId]:
    """Those of these calls of which a recording is still kept, or may be on a disk."""
    kept = recordings.c.state.not_in(GONE) | LEFT
    query = sa.select(recordings.c.call).where(recordings.c.call.in_(of), kept)
    return {CallId(one) for one in (await tx.conn.execute(query)).scalars()}


async def forget_recordings(tx: Transaction, of: Sequence[CallId]) -> None:
    """Removes what is known of recordings whose sound is gone."""
    await tx.conn.execute(recordings.delete().where(recordings.c.call.in_(of)))
