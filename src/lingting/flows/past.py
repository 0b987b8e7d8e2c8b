"""Sessions that are over: written in bulk as a past, forgotten when they are too old."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lingting.flows.domain import effects as fx
from lingting.flows.domain.session import Session, to_json
from lingting.flows.tables import flow_sessions, flow_steps
from lingting.kernel.ids import CallId, FlowSessionId
from lingting.platform.bulk import insert_many
from lingting.platform.db import Transaction

Row = dict[str, Any]


class PastSessions:
    """Keeps sessions and their steps until they are over and written."""

    def __init__(self) -> None:
        self._running: dict[FlowSessionId, tuple[Row, list[Row]]] = {}
        self._over: list[tuple[Row, list[Row]]] = []

    def began(self, id: FlowSessionId, call: CallId, session: Session, now: datetime) -> None:
        row: Row = {
            "id": id,
            "call_id": call,
            "flow_key": session.flow,
            "state": {},
            "kept": {},
            "outcome": "",
            "left_at": "",
            "started_at": now,
            "ended_at": None,
        }
        self._running[id] = (row, [])

    def noted(self, id: FlowSessionId, call: CallId, effect: fx.Effect, now: datetime) -> None:
        """What a session noted: a step, its end, keys, or that all is over."""
        row, steps = self._running[id]
        match effect:
            case fx.Entered():
                steps.append(_step(id, call, effect, now))
            case fx.Left(node, exit):
                for step in _open_steps(steps, node):
                    step |= {"exit": exit, "left_at": now}
            case fx.KeysEntered(node, keys):
                for step in _open_steps(steps, node):
                    step["keys"] += keys
            case fx.Finished(outcome, _, node, kept):
                over = {"outcome": outcome, "left_at": node, "kept": dict(kept), "ended_at": now}
                row |= over
            case _:
                pass

    def saved(self, id: FlowSessionId, session: Session) -> None:
        """What a session remembers; once it is over, for good."""
        if session.is_over:
            row, steps = self._running.pop(id)
            row["state"] = to_json(session)
            self._over.append((row, steps))

    async def write(self, tx: Transaction) -> None:
        """Writes what is over, and forgets it."""
        await insert_many(tx, flow_sessions, [row for row, _ in self._over])
        await insert_many(tx, flow_steps, [step for _, steps in self._over for step in steps])
        self._over.clear()


def _step(id: FlowSessionId, call: CallId, step: fx.Entered, now: datetime) -> Row:
    return {
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
        "entered_at": now,
        "left_at": None,
    }


def _open_steps(steps: list[Row], node: str) -> list[Row]:
    return [one for one in steps if one["node"] == node and one["left_at"] is None]


async def forget_sessions(tx: Transaction, wanted: Sequence[CallId]) -> None:
    """Removes the sessions of these calls, with their steps."""
    await tx.conn.execute(flow_steps.delete().where(flow_steps.c.call_id.in_(wanted)))
    await tx.conn.execute(flow_sessions.delete().where(flow_sessions.c.call_id.in_(wanted)))
