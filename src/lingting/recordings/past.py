"""Sounds that a company keeps no longer: the file first, then what pointed to it."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from lingting.kernel.ids import CallId
from lingting.platform.db import Transaction
from lingting.recordings.domain import State
from lingting.recordings.tables import recordings

GONE = (State.ERASED.value,)
ERASED = {"state": State.ERASED.value, "path": "", "peaks": None, "sha256": None, "size": None}
"""What is left of a recording without its sound."""
OPEN = (State.RECORDING.value, State.ENDED.value, State.WAITING.value)


async def forget_sounds(tx: Transaction, before: datetime, limit: int) -> int:
    """Removes the sound of some recordings that began before an instant; may be repeated."""
    old = recordings.c.began_at < before
    query = sa.select(recordings.c.id, recordings.c.path).where(
        old, recordings.c.state.not_in((*GONE, *OPEN))
    )
    rows = list(await tx.conn.execute(query.limit(limit)))
    for row in rows:
        if (file := file_of(row.path)) is not None:
            await asyncio.to_thread(file.unlink, missing_ok=True)
    change = recordings.update().where(recordings.c.id.in_([row.id for row in rows]))
    await tx.conn.execute(change.values(**ERASED))
    return len(rows)


def file_of(path: str) -> Path | None:
    """The file that a stored path names; an empty one, stored as `.`, never had a file."""
    file = Path(path)
    return file if file.name else None


async def with_sound(tx: Transaction, of: Sequence[CallId]) -> set[CallId]:
    """Those of these calls of which a recording is still kept."""
    query = sa.select(recordings.c.call)
    query = query.where(recordings.c.call.in_(of), recordings.c.state.not_in(GONE))
    return {CallId(one) for one in (await tx.conn.execute(query)).scalars()}


async def forget_recordings(tx: Transaction, of: Sequence[CallId]) -> None:
    """Removes what is known of recordings whose sound is gone."""
    await tx.conn.execute(recordings.delete().where(recordings.c.call.in_(of)))
