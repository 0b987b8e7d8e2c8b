"""The only SQL of recordings."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from lingting.kernel.ids import CallId, RecordingId
from lingting.platform.db import Transaction
from lingting.platform.notices import Notice
from lingting.platform.writing import Add, Amend
from lingting.recordings.domain import UNCHECKED, Kind, Recording, Sound, State, Waits
from lingting.recordings.tables import recordings

CHANNEL = "lingting_recordings"
"""Where companies are told of whose recordings some ended."""

_FIELDS = (
    *("id", "call", "kind", "state", "path", "began_at", "leg", "agent", "ended_at"),
    *("expected_seconds", "seconds", "sha256", "size"),
)


def add(tx: Transaction, recording: Recording) -> None:
    """A recording begins."""
    tx.write(_NEW, recording.id, recording)


def end(tx: Transaction, recording: RecordingId, at: datetime, seconds: float) -> None:
    """A leg that is recorded is gone."""
    ended = {"state": State.ENDED, "ended_at": at, "expected_seconds": seconds}
    begun: Recording | None = tx.waiting(_NEW, recording)
    if begun is None:
        tx.write(_ENDS, recording, {"id": recording, **ended})
    else:  # it began in the same transaction
        tx.write(_NEW, recording, replace(begun, **ended))
    tell_ended(tx)


def tell_ended(tx: Transaction) -> None:
    """Lets the worker know that there is something to check."""
    tx.write(_TOLD, tx.tenant, {"payload": tx.tenant})


def check(tx: Transaction, recording: RecordingId, state: State, sound: Sound | None) -> None:
    """What its file was found to be."""
    names = ("seconds", "sha256", "size", "channels")
    found = {name: None if sound is None else getattr(sound, name) for name in names}
    peaks = None if sound is None else f"\\x{sound.peaks.hex()}"
    row = {"id": recording, "state": state, **found, "peaks": peaks}
    tx.write(_CHECKED, recording, row)


async def move(tx: Transaction, then: Path, now: Path) -> None:
    """Every path below the folder `then` lies below `now` instead."""
    path, below = recordings.c.path, f"{then}/"
    changed = recordings.update().where(path.startswith(below, autoescape=True))
    await tx.conn.execute(changed.values(path=f"{now}/" + sa.func.substr(path, len(below) + 1)))


async def newest_below(tx: Transaction, folder: Path, limit: int) -> list[Path]:
    """The files of the newest recordings that are kept below a folder."""
    here = recordings.c.path.startswith(f"{folder}/", autoescape=True)
    kept = recordings.c.state.in_([State.STORED.value, State.SHORT.value])
    query = sa.select(recordings.c.path).where(here, kept)
    rows = await tx.conn.execute(query.order_by(recordings.c.began_at.desc()).limit(limit))
    return [Path(path) for path in rows.scalars()]


async def by_id(tx: Transaction, recording: RecordingId) -> Recording | None:
    """The recording, if the company has it."""
    row = (await tx.conn.execute(_select().where(recordings.c.id == recording))).mappings().first()
    return None if row is None else _recording(row)


async def of_call(tx: Transaction, call: CallId) -> list[Recording]:
    """All recordings of a contact (REC-03), in the order they began."""
    query = _select().where(recordings.c.call == call).order_by(recordings.c.began_at)
    return [_recording(row) for row in (await tx.conn.execute(query)).mappings()]


async def ended(tx: Transaction, besides: Collection[RecordingId], limit: int) -> list[Recording]:
    """Recordings that nobody has checked yet, those of `besides` left out."""
    query = _ENDED.limit(limit)
    if besides:
        query = query.where(recordings.c.id.not_in(besides))
    return [_recording(row) for row in (await tx.conn.execute(query)).mappings()]


async def waiting(tx: Transaction, limit: int, after: RecordingId | None = None) -> list[Recording]:
    """Recordings that wait for their storage, the oldest first, or those behind one of them."""
    query = _WAITING.order_by(recordings.c.id).limit(limit)
    if after is not None:
        query = query.where(recordings.c.id > after)
    return [_recording(row) for row in (await tx.conn.execute(query)).mappings()]


async def waits(tx: Transaction) -> Waits | None:
    """How many wait, if any does."""
    count, since = (await tx.conn.execute(_WAITS)).one()
    return Waits(count, since) if count else None


async def known(tx: Transaction, which: Collection[UUID]) -> set[UUID]:
    """Those of these legs and recordings of which the company has a recording."""
    both = recordings.c.id.in_(which) | recordings.c.leg.in_(which)
    rows = await tx.conn.execute(sa.select(recordings.c.id, recordings.c.leg).where(both))
    return {one for row in rows for one in row if one is not None}


async def peaks(tx: Transaction, recording: RecordingId) -> tuple[int, bytes] | None:
    """`(channels, int8 bytes row by row)` of a checked recording."""
    query = sa.select(recordings.c.channels, recordings.c.peaks)
    row = (await tx.conn.execute(query.where(recordings.c.id == recording))).first()
    return None if row is None or row.peaks is None else (row.channels, row.peaks)


def _row(recording: Recording) -> dict[str, Any]:
    row = {name: getattr(recording, name) for name in _FIELDS}
    return row | {"path": str(recording.path), "channels": None, "peaks": None}


_NEW = Add(recordings, _row)
_ENDS = Amend(
    recordings,
    ("id",),
    ("state", "ended_at", "expected_seconds"),
    where=f"t.state = '{State.RECORDING.value}'",
)
_CHECKED = Amend(
    recordings,
    ("id",),
    ("state", "seconds", "sha256", "size", "channels", "peaks"),
    where="t.state IN ({})".format(", ".join(f"'{one.value}'" for one in UNCHECKED)),
)
_TOLD = Notice(CHANNEL)


def _select() -> sa.Select[Any]:
    return sa.select(*(recordings.c[name] for name in _FIELDS))


def _recording(row: sa.RowMapping) -> Recording:
    values: dict[str, Any] = dict(row)
    values |= {"kind": Kind(row["kind"]), "state": State(row["state"]), "path": Path(row["path"])}
    return Recording(**values)


_ENDED = _select().where(recordings.c.state == State.ENDED.value)
_WAITING = _select().where(recordings.c.state == State.WAITING.value)
_WAITS = sa.select(sa.func.count(), sa.func.min(recordings.c.ended_at)).where(
    recordings.c.state == State.WAITING.value
)
