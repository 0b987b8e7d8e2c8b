"""The only SQL of recordings."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from lingting.calls.events import MessageLeft, RecordingEnded, RecordingStarted
from lingting.kernel.events import Event
from lingting.kernel.ids import CallId, RecordingId
from lingting.platform.db import Transaction
from lingting.platform.eventlog import decode
from lingting.platform.tables import event_log, event_seq
from lingting.recordings.domain import Kind, Recording, State
from lingting.recordings.tables import recordings

_FIELDS = (
    *("id", "call", "kind", "state", "path", "began_at", "leg", "agent", "ended_at"),
    *("expected_seconds", "seconds", "sha256", "size"),
)


async def add(tx: Transaction, recording: Recording) -> bool:
    """False when it is known already (a fact may be told twice)."""
    row = {name: getattr(recording, name) for name in _FIELDS}
    row |= {"kind": recording.kind.value, "state": recording.state.value}
    row |= {"path": str(recording.path), "tenant_id": tx.tenant}
    statement = insert(recordings).values(**row).on_conflict_do_nothing()
    done = await tx.conn.execute(statement.returning(recordings.c.id))
    return done.first() is not None


async def change(tx: Transaction, recording: RecordingId, values: Mapping[str, Any]) -> None:
    """Writes some columns."""
    row = {k: v.value if isinstance(v, State) else v for k, v in values.items()}
    await tx.conn.execute(recordings.update().where(recordings.c.id == recording).values(**row))


async def move(tx: Transaction, then: Path, now: Path) -> None:
    """Every path below the folder `then` lies below `now` instead."""
    path, below = recordings.c.path, f"{then}/"
    changed = recordings.update().where(path.startswith(below, autoescape=True))
    await tx.conn.execute(changed.values(path=f"{now}/" + sa.func.substr(path, len(below) + 1)))


async def by_id(tx: Transaction, recording: RecordingId) -> Recording | None:
    """The recording, if the company has it."""
    row = (await tx.conn.execute(_select().where(recordings.c.id == recording))).mappings().first()
    return None if row is None else _recording(row)


async def of_call(tx: Transaction, call: CallId) -> list[Recording]:
    """All recordings of a contact (REC-03), in the order they began."""
    query = _select().where(recordings.c.call == call).order_by(recordings.c.began_at)
    return [_recording(row) for row in (await tx.conn.execute(query)).mappings()]


async def ended_unchecked(tx: Transaction) -> list[Recording]:
    """What a worker has still to check."""
    query = _select().where(recordings.c.state == State.ENDED.value)
    return [_recording(row) for row in (await tx.conn.execute(query)).mappings()]


async def untold(tx: Transaction, within: int) -> list[Event]:
    """What calls told of recordings among the last `within` facts, and no row here knows."""
    told = event_log.c
    recording = sa.cast(told.data["recording"].astext, sa.Uuid)
    since = sa.select(event_seq.c.last - within).scalar_subquery()
    names = [kind.name for kind in (RecordingStarted, RecordingEnded, MessageLeft)]
    unended = (told.name == RecordingEnded.name) & (recordings.c.state == State.RECORDING.value)
    query = (
        sa.select(told.name, told.data)
        .outerjoin_from(event_log, recordings, recordings.c.id == recording)
        .where(told.seq > since, told.name.in_(names), recordings.c.id.is_(None) | unended)
        .order_by(told.seq)
    )
    return [decode(row.name, row.data) for row in await tx.conn.execute(query)]


async def peaks(tx: Transaction, recording: RecordingId) -> tuple[int, bytes] | None:
    """`(channels, int8 bytes row by row)` of a checked recording."""
    query = sa.select(recordings.c.channels, recordings.c.peaks)
    row = (await tx.conn.execute(query.where(recordings.c.id == recording))).first()
    return None if row is None or row.peaks is None else (row.channels, row.peaks)


def _select() -> sa.Select[Any]:
    return sa.select(*(recordings.c[name] for name in _FIELDS))


def _recording(row: sa.RowMapping) -> Recording:
    values: dict[str, Any] = dict(row)
    values |= {"kind": Kind(row["kind"]), "state": State(row["state"]), "path": Path(row["path"])}
    return Recording(**values)
