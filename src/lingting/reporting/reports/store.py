"""The SQL that groups sums of quarters and of days into the rows of a report."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.reporting import tables
from lingting.reporting.domain.catalogue import Dimension
from lingting.reporting.domain.figures import merged
from lingting.reporting.domain.metrics import Source
from lingting.reporting.domain.periods import Grain
from lingting.reporting.domain.rows import Span, SpanKind
from lingting.reporting.domain.service_level import Rules
from lingting.reporting.domain.tenure import Tenures
from lingting.reporting.foreign import flows
from lingting.reporting.reports import tenure
from lingting.reporting.tables.sums import AGENTS, BUSY, CONTACTS, QUEUES, STEPS, Summed

Keys = tuple[Any, ...]
Grouped = dict[Keys, dict[str, int]]
Measured = dict[str, sa.ColumnElement[Any]]
DEFAULT_TARGET = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Which quarters, how they are grouped, and whose they are; empty filters take everybody.

    `days` is the stretch of whole days within, of which there are sums of days.
    """

    since: datetime
    until: datetime
    zone: str
    days: tuple[datetime, datetime] | None = None
    grain: Grain | None = None
    by: tuple[Dimension, ...] = ()
    queues: tuple[UUID, ...] = ()
    agents: tuple[UUID, ...] = ()
    flows: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """How the company counts, each queue's target seconds, and agents' tenures where wanted."""

    rules: Rules
    targets: Mapping[UUID, int]
    satisfied_from: int
    tenures: Tenures = field(default_factory=dict[UUID, datetime])


async def sums(conn: AsyncConnection, source: Source, cut: Cut, counting: Counting) -> Grouped:
    """The sums of each group."""

    def measures(table: sa.Table) -> Measured:
        found = MEASURES[source](table, counting)
        if source is Source.AGENTS:
            found |= tenure.measures(table, counting.tenures, cut.since, cut.until)
        return found

    return await _grouped(conn, KIND_OF[source], cut, measures)


async def busy_sums(conn: AsyncConnection, cut: Cut) -> Grouped:
    """Busy time by reason: the last key of each group is the reason."""
    return await _grouped(conn, BUSY, cut, _plain, also=("reason",))


async def step_sums(conn: AsyncConnection, cut: Cut, flow_keys: Collection[str]) -> Grouped:
    """Steps of flows: keys are flow, node and target."""
    cut = replace(cut, by=(), flows=())
    keys = ("flow", "node", "target")
    return await _grouped(conn, STEPS, cut, _plain, also=keys, flow_keys=flow_keys)


async def wait_bins(
    conn: AsyncConnection, cut: Cut, ends: Sequence[int], rules: Rules
) -> dict[str, list[int]]:
    """How many answered and abandoned had waited at most each of `ends` seconds, and all."""

    def measures(table: sa.Table) -> Measured:
        found: Measured = {}
        answered = table.c["answer_waits" if rules.count_ringing else "queue_waits"]
        for name, counted in (("answered", answered), ("abandoned", table.c.abandon_waits)):
            found |= {f"{name}_{end}": sa.func.sum(within(counted, end)) for end in ends}
            found[f"{name}_all"] = sa.func.sum(table.c[name])
        return found

    found = (await _grouped(conn, QUEUES, replace(cut, by=()), measures)).get((), {})
    return {
        name: [found.get(f"{name}_{end}", 0) for end in (*ends, "all")]
        for name in ("answered", "abandoned")
    }


async def living_spans(conn: AsyncConnection, cut: Cut) -> list[Span]:
    """What agents are doing now, when it began before the end of the period."""
    table = tables.spans
    query = table.select().where(table.c.ended_at.is_(None), table.c.began_at < cut.until)
    if cut.agents:
        query = query.where(table.c.agent.in_(cut.agents))
    if cut.queues:
        query = query.where(table.c.queue.in_(cut.queues))
    rows = (await conn.execute(query)).mappings()
    return [
        Span(
            agent=row["agent"],
            began_at=row["began_at"],
            ended_at=None,
            kind=SpanKind(row["kind"]),
            reason=row["reason"],
            queue=row["queue"],
        )
        for row in rows
    ]


async def flow_keys(conn: AsyncConnection, wanted: Collection[UUID]) -> list[str]:
    """The keys by which facts name these flows."""
    if not wanted:
        return []
    query = sa.select(flows.c.key).where(flows.c.id.in_(wanted))
    return list((await conn.execute(query)).scalars()) or [""]


async def node_titles(conn: AsyncConnection) -> dict[tuple[str, str], Mapping[str, str]]:
    """The newest titles of every step."""
    rows = (await conn.execute(tables.nodes.select())).mappings()
    return {(row["flow"], row["node"]): dict(row) for row in rows}


def within(counted: sa.Column[Any], seconds: Any) -> sa.ColumnElement[int]:
    """How many of a cumulative list waited at most so long."""
    place = sa.func.least(seconds + 1, sa.func.cardinality(counted))
    return sa.func.coalesce(counted[place], 0)


# --- groups and filters --------------------------------------------------------------------------

CLOCK = (Dimension.HOUR_OF_DAY,)
SHORT_GRAINS = (Grain.QUARTER, Grain.HOUR)


async def _grouped(
    conn: AsyncConnection,
    kind: Summed,
    cut: Cut,
    measures: Callable[[sa.Table], Measured],
    *,
    also: Sequence[str] = (),
    flow_keys: Collection[str] = (),
) -> Grouped:
    found: Grouped = {}
    for table, since, until in _pieces(kind, cut):
        measured = measures(table)
        keys = [*(_key(table, one, cut) for one in cut.by), *(table.c[name] for name in also)]
        labelled = [key.label(f"key_{place}") for place, key in enumerate(keys)]
        query = sa.select(*labelled, *(one.label(name) for name, one in measured.items()))
        query = query.where(table.c.start >= since, table.c.start < until)
        if flow_keys:
            query = query.where(table.c.flow.in_(flow_keys))
        query = _filtered(query, table, cut).group_by(*labelled)
        for row in (await conn.execute(query)).mappings():
            key = tuple(row[f"key_{place}"] for place in range(len(keys)))
            numbers = {name: int(row[name] or 0) for name in measured}
            found[key] = merged(found[key], numbers) if key in found else numbers
    return found


def _pieces(kind: Summed, cut: Cut) -> list[tuple[sa.Table, datetime, datetime]]:
    """Days where there are whole ones, quarters for the rest, in the order of time."""
    by_clock = any(one in CLOCK for one in cut.by)
    by_clock |= Dimension.TIME in cut.by and cut.grain in (None, *SHORT_GRAINS)
    if cut.days is None or by_clock:
        return [(kind.quarters, cut.since, cut.until)]
    first, last = cut.days
    pieces = [(kind.quarters, cut.since, first), (kind.days, first, last)]
    pieces.append((kind.quarters, last, cut.until))
    return [piece for piece in pieces if piece[1] < piece[2]]


def _key(table: sa.Table, dimension: Dimension, cut: Cut) -> sa.ColumnElement[Any]:
    start = table.c.start
    match dimension:
        case Dimension.TIME if cut.grain in (None, Grain.QUARTER):
            return start
        case Dimension.TIME:
            assert cut.grain is not None
            return sa.func.date_trunc(cut.grain.value, start, cut.zone)
        case Dimension.HOUR_OF_DAY:
            return _part("hour", sa.func.timezone(cut.zone, start))
        case Dimension.WEEKDAY:
            return _part("isodow", sa.func.timezone(cut.zone, start))
        case _:
            return table.c[dimension.value]


def _part(name: str, there: Any) -> sa.ColumnElement[int]:
    return sa.cast(sa.func.date_part(name, there), sa.Integer)


def _filtered(
    query: sa.Select[*tuple[Any, ...]], table: sa.Table, cut: Cut
) -> sa.Select[*tuple[Any, ...]]:
    for column, wanted in (("queue", cut.queues), ("agent", cut.agents), ("flow", cut.flows)):
        if wanted and column in table.c:
            query = query.where(table.c[column].in_(wanted))
    if table in (CONTACTS.quarters, CONTACTS.days):
        query = query.where(table.c.direction == "in")
    return query


# --- measures ------------------------------------------------------------------------------------


def _plain(table: sa.Table) -> Measured:
    """Every number column: longest lengths as the longest, all others as their sum."""
    found: Measured = {}
    for column in table.c:
        if isinstance(column.type, sa.BigInteger):
            longest = column.name.startswith("longest_")
            found[column.name] = (sa.func.max if longest else sa.func.sum)(column)
    return found


def _scores(table: sa.Table, counting: Counting) -> Measured:
    rated = within(table.c.scores, 10)
    below = within(table.c.scores, counting.satisfied_from - 1)
    return {"rated": sa.func.sum(rated), "satisfied": sa.func.sum(rated - below)}


def _of_queues(table: sa.Table, counting: Counting) -> Measured:
    target = _target(table, counting.targets)
    short = counting.rules.short_abandon_seconds
    waits = table.c["answer_waits" if counting.rules.count_ringing else "queue_waits"]
    left = table.c.abandon_waits
    more = {
        "answered_within": within(waits, target),
        "asked_within": within(table.c.asked_waits, target),
        "abandoned_within": within(left, target),
        "short_abandoned": within(left, sa.literal(short)),
        "short_within": within(left, sa.func.least(sa.literal(short), target)),
    }
    summed = {name: sa.func.sum(one) for name, one in more.items()}
    return _plain(table) | summed | _scores(table, counting)


def _target(table: sa.Table, targets: Mapping[UUID, int]) -> sa.ColumnElement[int]:
    """Each queue's target seconds; one value when all have the same."""
    by_target: dict[int, list[UUID]] = {}
    for queue, seconds in targets.items():
        by_target.setdefault(seconds, []).append(queue)
    others = by_target.pop(DEFAULT_TARGET, None)
    if not by_target:
        return sa.literal(DEFAULT_TARGET)
    if len(by_target) == 1 and others is None:
        return sa.literal(next(iter(by_target)))
    whens = [(table.c.queue.in_(queues), seconds) for seconds, queues in by_target.items()]
    return sa.case(*whens, else_=DEFAULT_TARGET)


def _of_agents(table: sa.Table, counting: Counting) -> Measured:
    return _plain(table) | _scores(table, counting)


NAMED_OUTCOMES = ("", "self_service", "abandoned", "refused")
"""Outcomes of calls that never queued and have a column of their own."""


def _of_contacts(table: sa.Table, counting: Counting) -> Measured:
    c = table.c
    alone = sa.not_(c.queued)
    counted = {
        "calls": sa.true(),
        "queued": c.queued,
        "self_service": sa.and_(alone, c.outcome == "self_service"),
        "left_in_flow": sa.and_(alone, c.outcome == "abandoned"),
        "flow_other": sa.and_(alone, c.outcome.not_in(NAMED_OUTCOMES)),
        "refused": c.outcome == "refused",
        "living": sa.and_(alone, c.outcome == ""),
        "ended": c.outcome.not_in(("", "refused")),
    }
    found: Measured = {"whole_ms": sa.func.sum(c.whole_ms)}
    return found | {name: sa.func.sum(c.contacts).filter(fits) for name, fits in counted.items()}


KIND_OF: Mapping[Source, Summed] = {
    Source.QUEUES: QUEUES,
    Source.AGENTS: AGENTS,
    Source.CONTACTS: CONTACTS,
}
MEASURES = {
    Source.QUEUES: _of_queues,
    Source.AGENTS: _of_agents,
    Source.CONTACTS: _of_contacts,
}
