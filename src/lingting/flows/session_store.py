"""The SQL of sessions and of the steps they took."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from lingting.flows.api import PathStep
from lingting.flows.domain import effects as fx
from lingting.flows.domain.session import Session, from_json, to_json
from lingting.flows.domain.texts import Text
from lingting.flows.tables import flow_sessions, flow_steps
from lingting.kernel.ids import CallId, FlowSessionId
from lingting.platform.db import Transaction


@dataclass(frozen=True, slots=True)
class StoredSession:
    """A session with its id."""

    id: FlowSessionId
    session: Session


async def running(tx: Transaction, call: CallId) -> StoredSession | None:
    """The session that a call is in, if any."""
    row = (await tx.conn.execute(_RUNNING, {"call": call})).first()
    return StoredSession(FlowSessionId(row.id), from_json(row.state)) if row else None


async def add(tx: Transaction, id: FlowSessionId, call: CallId, session: Session) -> None:
    row = {
        "tenant_id": tx.tenant,
        "id": id,
        "call_id": call,
        "flow_key": session.flow,
        "state": to_json(session),
        "kept": {},
        "outcome": "",
        "left_at": "",
        "started_at": tx.now,
    }
    await tx.conn.execute(_ADD, row)


async def save(tx: Transaction, id: FlowSessionId, session: Session) -> None:
    await tx.conn.execute(_SAVE, {"session": id, "now_at": to_json(session)})


async def finish(
    tx: Transaction, id: FlowSessionId, outcome: str, node: str, kept: Mapping[str, str]
) -> None:
    values: dict[str, Any] = {
        "outcome": outcome,
        "left_at": node,
        "kept": dict(kept),
        "ended_at": tx.now,
    }
    await tx.conn.execute(flow_sessions.update().where(flow_sessions.c.id == id).values(values))


async def entered(tx: Transaction, id: FlowSessionId, call: CallId, step: fx.Entered) -> None:
    """Notes that a session came to a node."""
    row = {
        "tenant_id": tx.tenant,
        "session_id": id,
        "number": step.visit,
        "call_id": call,
        "flow_key": step.flow,
        "flow_version": step.version,
        "node": step.node,
        "verb": step.verb,
        "title_zh": step.title.zh,
        "title_en": step.title.en,
        "entered_at": tx.now,
    }
    await tx.conn.execute(_ENTERED, row)


async def left(tx: Transaction, id: FlowSessionId, step: fx.Left) -> None:
    """Notes how a session left its node."""
    left = {"session": id, "step": step.node, "by": step.exit, "now": tx.now}
    await tx.conn.execute(_LEFT, left)


async def keys(tx: Transaction, id: FlowSessionId, node: str, pressed: str) -> None:
    """Notes what the caller pressed at a node."""
    changed = flow_steps.update().where(_open_step(id, node))
    await tx.conn.execute(changed.values(keys=flow_steps.c["keys"] + pressed))


async def path(tx: Transaction, call: CallId) -> list[PathStep]:
    """The steps of a call through all of its sessions."""
    query = (
        sa.select(flow_steps)
        .join(flow_sessions, flow_sessions.c.id == flow_steps.c.session_id)
        .where(flow_steps.c.call_id == call)
        .order_by(flow_sessions.c.started_at, flow_steps.c.session_id, flow_steps.c.number)
    )
    return [_step(row) for row in (await tx.conn.execute(query)).mappings()]


def _open_step(id: UUID, node: str) -> sa.ColumnElement[bool]:
    return sa.and_(
        flow_steps.c.session_id == id, flow_steps.c.node == node, flow_steps.c.left_at.is_(None)
    )


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


# Statements that every call needs several times, built once.
_RUNNING = sa.select(flow_sessions.c.id, flow_sessions.c.state).where(
    flow_sessions.c.call_id == sa.bindparam("call"), flow_sessions.c.ended_at.is_(None)
)
_ADD = flow_sessions.insert()
_SAVE = (
    flow_sessions.update()
    .where(flow_sessions.c.id == sa.bindparam("session"))
    .values(state=sa.bindparam("now_at"))
)
_ENTERED = flow_steps.insert()
_LEFT = (
    flow_steps.update()
    .where(
        flow_steps.c.session_id == sa.bindparam("session"),
        flow_steps.c.node == sa.bindparam("step"),
        flow_steps.c.left_at.is_(None),
    )
    .values(exit=sa.bindparam("by"), left_at=sa.bindparam("now"))
)
