"""What is over on the floor: written in bulk as a past, forgotten when it is too old."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from lingting.acd import tables as t
from lingting.acd.domain.core import Touched
from lingting.acd.rows import Row, decision_row, item_row, offer_row, timeline_part
from lingting.kernel.events import Event
from lingting.kernel.ids import AgentId
from lingting.platform.bulk import insert_many
from lingting.platform.db import Transaction


class PastFloor:
    """Keeps what is over until it is written; agents end logged out, so no stretch stays open."""

    def __init__(self) -> None:
        self._items: list[Row] = []
        self._offers: list[Row] = []
        self._decisions: list[Row] = []
        self._stretches: list[Row] = []
        self._open: dict[AgentId, Row] = {}
        self._shown: dict[AgentId, Row | None] = {}

    def moved(self, touched: Touched, told: Iterable[Event], now: datetime) -> None:
        """A step of the floor's router."""
        items = (item_row(one, now) for one in touched.items)
        self._items += [row for row in items if row["ended_at"] is not None]
        offers = (offer_row(one, now) for one in touched.offers)
        self._offers += [row for row in offers if row["closed_at"] is not None]
        self._decisions += [row for one in told if (row := decision_row(one))]
        for agent in sorted(touched.agents, key=lambda one: one.id.int):
            part = timeline_part(agent)
            if self._shown.get(agent.id) != part:
                self._shown[agent.id] = part
                self._turn(agent.id, part, now)

    async def write(self, tx: Transaction) -> None:
        """Writes what is over, and forgets it."""
        for table, rows in (
            (t.work_items, self._items),
            (t.offers, self._offers),
            (t.routing_decisions, self._decisions),
            (t.agent_states, self._stretches),
        ):
            await insert_many(tx, table, rows)
            rows.clear()

    def _turn(self, agent: AgentId, part: Row | None, now: datetime) -> None:
        before = self._open.pop(agent, None)
        if before is not None:
            self._stretches.append({**before, "ended_at": now})
        if part is not None:
            self._open[agent] = {"agent_id": agent, "began_at": now, **part}


async def forget_items(tx: Transaction, refs: Sequence[UUID]) -> None:
    """Removes the work items of these calls, with their offers and decisions."""
    items = sa.select(t.work_items.c.id).where(t.work_items.c.ref.in_(refs))
    await tx.conn.execute(t.offers.delete().where(t.offers.c.item_id.in_(items)))
    decisions = t.routing_decisions
    await tx.conn.execute(decisions.delete().where(decisions.c.ref.in_(refs)))
    await tx.conn.execute(t.work_items.delete().where(t.work_items.c.ref.in_(refs)))


async def forget_timelines(tx: Transaction, before: datetime) -> None:
    """Removes what agents did before an instant."""
    states = t.agent_states
    await tx.conn.execute(states.delete().where(states.c.ended_at < before))
