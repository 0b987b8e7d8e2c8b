"""The SQL of sessions and of the steps they took."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lingting.flows.api import PathStep
from lingting.flows.domain import effects as fx
from lingting.flows.domain.session import Session, from_json
from lingting.flows.domain.texts import Text
from lingting.flows.tables import flow_sessions, flow_steps
from lingting.kernel.ids import CallId, FlowSessionId
from lingting.platform.db import Transaction
from lingting.platform.writing import Add, Amend, Put


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """A session with its id, its call, and how it ended."""

    id: FlowSessionId
    call: CallId
    flow: str
    """The flow in which it began."""
    session: Session
    started_at: datetime
    ended_at: datetime | None = None
    outcome: str = ""
    left_at: str = ""
    kept: Mapping[str, str] = field(default_factory=dict[str, str])


async def running(tx: Transaction, call: CallId) -> StoredSession | None:
    """The session that a call is in, if any."""
    row = (await tx.conn.execute(_RUNNING, {"call": call})).first()
    if row is None:
        return None
    return StoredSession(
        id=FlowSessionId(row.id),
        call=call,
        flow=row.flow_key,
        session=from_json(row.state),
        started_at=row.started_at,
    )


def save(tx: Transaction, stored: StoredSession) -> None:
    """Writes the session as it is in the end."""
    tx.write(_SESSION, stored.id, stored)


def entered(tx: Transaction, id: FlowSessionId, call: CallId, step: fx.Entered) -> None:
    """Notes that a session came to a node."""
    row = {
        "session_id": id,
        "number": step.visit,
        "call_id": call,
        "flow_key": step.flow,
        "flow_version": step.version,
        "node": step.node,
        "verb": step.verb,
        "title_zh": step.title.zh,
        "title_en": step.title.en,
        "exit": None,
        "keys": "",
        "entered_at": tx.now,
        "left_at": None,
    }
    tx.write(_STEP, (id, step.visit), row)


def left(tx: Transaction, id: FlowSessionId, visit: int, exit: str) -> None:
    """Notes how a session left its node."""
    _amend(tx, id, visit, exit=exit, left_at=tx.now)


def keys(tx: Transaction, id: FlowSessionId, visit: int, pressed: str) -> None:
    """Notes what the caller pressed at a node."""
    _amend(tx, id, visit, keys=pressed)


def _amend(tx: Transaction, id: FlowSessionId, visit: int, **news: Any) -> None:
    """A step that still waits to be written is changed there."""
    place, unchanged = (id, visit), {"exit": None, "left_at": None, "keys": ""}
    writing = _STEP if tx.waiting(_STEP, place) is not None else _STEP_GOES_ON
    before = tx.waiting(writing, place) or {"session_id": id, "number": visit, **unchanged}
    if "keys" in news:
        news["keys"] = before["keys"] + news["keys"]
    tx.write(writing, place, {**before, **news})


async def path(tx: Transaction, call: CallId) -> list[PathStep]:
    """The steps of a call through all of its sessions."""
    query = (
        sa.select(flow_steps)
        .join(flow_sessions, flow_sessions.c.id == flow_steps.c.session_id)
        .where(flow_steps.c.call_id == call)
        .order_by(flow_sessions.c.started_at, flow_steps.c.session_id, flow_steps.c.number)
    )
    return [_step(row) for row in (await tx.conn.execute(query)).mappings()]


def _step(row: Mapping[Any, Any]) -> PathStep:
    return PathStep(
        flow=row["flow_key"],
        node=row["node"],
        verb=row["verb"],
        title=Text(row["title_zh"], row["title_en"]),
        exit=row["exit"],
        keys=row["keys"],
        entered_at=row["entered_at"],
        left_at=row["left_at"],
    )


def _row(stored: StoredSession) -> dict[str, Any]:
    return {
        "id": stored.id,
        "call_id": stored.call,
        "flow_key": stored.flow,
        "state": stored.session,
        "kept": stored.kept,
        "outcome": stored.outcome,
        "left_at": stored.left_at,
        "started_at": stored.started_at,
        "ended_at": stored.ended_at,
    }


_RUNNING = sa.select(
    flow_sessions.c.id,
    flow_sessions.c.flow_key,
    flow_sessions.c.state,
    flow_sessions.c.started_at,
).where(flow_sessions.c.call_id == sa.bindparam("call"), flow_sessions.c.ended_at.is_(None))
_SESSION = Put(flow_sessions, _row)
_STEP = Add(flow_steps)
_STEP_GOES_ON = Amend(
    flow_steps,
    ("session_id", "number"),
    ("exit", "left_at"),
    extend=("keys",),
    where="t.left_at IS NULL",
)
