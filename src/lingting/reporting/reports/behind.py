"""The contacts behind a number: every cell that counts contacts opens exactly those."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.reporting import tables
from lingting.reporting.domain.asking import ReportAskUnfit
from lingting.reporting.domain.counting import HERE, LEFT, NO_QUEUE
from lingting.reporting.reports.store import Counting, Cut

Fits = Callable[[Counting], list[sa.ColumnElement[bool]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Where in a report: the column, and the keys of the row (none of the totals)."""

    column: str
    part: tuple[datetime, datetime] | None = None
    hour_of_day: int | None = None
    weekday: int | None = None
    step: str | None = None
    target: str | None = None
    wait_over: int | None = None
    wait_upto: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Which rows a column counts: of one contact each, at an instant."""

    table: sa.Table
    at: sa.ColumnElement[datetime]
    call: sa.ColumnElement[UUID]
    fits: Fits


async def calls_behind(
    conn: AsyncConnection,
    source: str,
    cut: Cut,
    cell: Cell,
    counting: Counting,
    limit: int,
    after: tuple[datetime, UUID] | None,
) -> tuple[list[tuple[datetime, UUID]], int]:
    """Calls behind a cell, the newest first, each once; and how many contacts the cell counts.

    Raises ReportAskUnfit for a column that counts no contacts.
    """
    place = PLACES.get((source, cell.column))
    if place is None:
        raise ReportAskUnfit(field="column")
    conditions = [*place.fits(counting), *_cut(place, cut), *_cell(place, cut, cell, counting)]
    query = sa.select(sa.func.max(place.at).label("at"), place.call.label("call"))
    query = query.select_from(_from(place)).where(*conditions).group_by(place.call)
    inner = query.subquery()
    newest = sa.select(inner.c.at, inner.c.call).order_by(inner.c.at.desc(), inner.c.call.desc())
    if after is not None:
        here = sa.tuple_(inner.c.at, inner.c.call)
        newest = newest.where(here < sa.tuple_(sa.literal(after[0]), sa.literal(after[1])))
    found = [(row.at, row.call) for row in await conn.execute(newest.limit(limit))]
    whole = sa.select(sa.func.count()).select_from(_from(place)).where(*conditions)
    return found, (await conn.execute(whole)).scalar_one()


def _from(place: Place) -> Any:
    if place.table is not tables.steps:
        return place.table
    steps, contacts = tables.steps, tables.contacts
    return steps.join(contacts, contacts.c.id == steps.c.call)


def _cut(place: Place, cut: Cut) -> list[sa.ColumnElement[bool]]:
    found = [place.at >= cut.since, place.at < cut.until]
    columns = place.table.c
    for name, wanted in (("queue", cut.queues), ("agent", cut.agents)):
        if wanted and name in columns and place.table is not tables.contacts:
            known = sa.func.coalesce(columns[name], NO_QUEUE)
            found.append(known.in_(wanted))
    if cut.flows and place.table is tables.contacts:
        found.append(sa.func.coalesce(columns.flow, NO_QUEUE).in_(cut.flows))
    return found


def _cell(place: Place, cut: Cut, cell: Cell, counting: Counting) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    there = sa.func.timezone(cut.zone, place.at)
    if cell.part is not None:
        found += [place.at >= cell.part[0], place.at < cell.part[1]]
    if cell.hour_of_day is not None:
        found.append(sa.func.date_part("hour", there) == cell.hour_of_day)
    if cell.weekday is not None:
        found.append(sa.func.date_part("isodow", there) == cell.weekday)
    if cell.step is not None and place.table is tables.steps:
        flow, _, node = cell.step.partition("/")
        found += [tables.steps.c.flow == flow, tables.steps.c.node == node]
    if cell.target is not None and place.table is tables.steps:
        found.append(_target(cell.target))
    if place.table is tables.visits:
        waited = _waited(counting) if cell.column != "abandoned" else tables.visits.c.wait_ms
        if cell.wait_over is not None:
            found.append(waited > cell.wait_over * 1000)
        if cell.wait_upto is not None:
            found.append(waited <= cell.wait_upto * 1000)
    return found


def _target(target: str) -> sa.ColumnElement[bool]:
    steps = tables.steps.c
    if target == HERE:
        return steps.exit.is_(None)
    if target.startswith(LEFT):
        return steps.exit == target.removeprefix(LEFT)
    return steps.next_step == target


# --- which rows a column counts ------------------------------------------------------------------

_visits, _rings, _talks, _asked = tables.visits.c, tables.rings.c, tables.talks.c, tables.asked.c


def _waited(counting: Counting) -> sa.ColumnElement[int]:
    if counting.rules.count_ringing:
        return _visits.wait_ms
    return _visits.wait_ms - _visits.ring_ms


def _target_ms(counting: Counting) -> sa.ColumnElement[int]:
    whens = {queue: seconds * 1000 for queue, seconds in counting.targets.items()}
    return sa.case(whens, value=_visits.queue, else_=20_000) if whens else sa.literal(20_000)


def _visit(*fits: sa.ColumnElement[bool], more: Fits = lambda _: []) -> Place:
    table = tables.visits
    return Place(table, _visits.arrived_at, _visits.call, lambda c: [*fits, *more(c)])


def _ring(at: sa.ColumnElement[Any], *fits: sa.ColumnElement[bool]) -> Place:
    return Place(tables.rings, at, _rings.call, lambda _: list(fits))


def _talk(*fits: sa.ColumnElement[bool]) -> Place:
    return Place(tables.talks, _talks.began_at, _talks.call, lambda _: list(fits))


def _asked_place(more: Fits) -> Place:
    def fits(counting: Counting) -> list[sa.ColumnElement[bool]]:
        return [_asked.after_talk, _asked.agent.is_not(None), *more(counting)]

    return Place(tables.asked, _asked.at, _asked.call, fits)


def _contact(*fits: sa.ColumnElement[bool]) -> Place:
    c = tables.contacts.c
    return Place(tables.contacts, c.began_at, c.id, lambda _: [c.direction == "in", *fits])


def _step(*fits: sa.ColumnElement[bool]) -> Place:
    at = tables.contacts.c.began_at
    return Place(tables.steps, at, tables.steps.c.call, lambda _: list(fits))


def _ended(outcome: str) -> sa.ColumnElement[bool]:
    return _visits.outcome == outcome


_ALONE = tables.contacts.c.visits == 0
_OUTCOME = tables.contacts.c.outcome
_EXIT = tables.steps.c.exit

PLACES: Mapping[tuple[str, str], Place] = {
    ("queue", "offered"): _visit(),
    ("queue", "answered"): _visit(_ended("answered")),
    ("queue", "abandoned"): _visit(_ended("abandoned")),
    ("queue", "overflowed"): _visit(_ended("overflowed")),
    ("queue", "messages"): _visit(_ended("message")),
    ("queue", "in_progress"): _visit(_visits.outcome.is_(None)),
    ("queue", "abandoned_ringing"): _visit(_visits.ringing),
    ("queue", "transferred"): _visit(_ended("answered"), _visits.transferred_to.is_not(None)),
    ("queue", "from_overflow"): _visit(_visits.origin == "overflow"),
    ("queue", "from_transfer"): _visit(_visits.origin == "transfer"),
    ("queue", "from_return"): _visit(_visits.origin == "return"),
    ("queue", "short_abandoned"): _visit(
        _ended("abandoned"),
        more=lambda c: [_visits.wait_ms <= c.rules.short_abandon_seconds * 1000],
    ),
    ("queue", "answered_within"): _visit(
        _ended("answered"), more=lambda c: [_waited(c) <= _target_ms(c)]
    ),
    ("queue", "abandoned_within"): _visit(
        _ended("abandoned"), more=lambda c: [_visits.wait_ms <= _target_ms(c)]
    ),
    ("agent", "offers"): _ring(_rings.began_at),
    ("agent", "accepted"): _ring(_rings.ended_at, _rings.result == "accepted"),
    ("agent", "missed"): _ring(_rings.ended_at, _rings.result == "expired"),
    ("agent", "rejected"): _ring(_rings.ended_at, _rings.result == "rejected"),
    ("agent", "unreachable"): _ring(_rings.ended_at, _rings.result == "unreachable"),
    ("agent", "withdrawn"): _ring(_rings.ended_at, _rings.result == "withdrawn"),
    ("agent", "talks_in"): _talk(_talks.direction == "in"),
    ("agent", "talks_out"): _talk(_talks.direction == "out"),
    ("agent", "transferred"): _talk(
        _talks.ended_at.is_not(None), _talks.transferred_to.is_not(None)
    ),
    ("agent", "asked"): _asked_place(lambda _: []),
    ("agent", "rated"): _asked_place(lambda _: [_asked.score.is_not(None)]),
    ("agent", "satisfied"): _asked_place(lambda c: [_asked.score >= c.satisfied_from]),
    ("contact", "calls"): _contact(),
    ("contact", "queued"): _contact(sa.not_(_ALONE)),
    ("contact", "self_service"): _contact(_ALONE, _OUTCOME == "self_service"),
    ("contact", "left_in_flow"): _contact(_ALONE, _OUTCOME == "abandoned"),
    ("contact", "flow_other"): _contact(
        _ALONE, _OUTCOME.not_in(("self_service", "abandoned", "refused"))
    ),
    ("contact", "refused"): _contact(_OUTCOME == "refused"),
    ("contact", "living"): _contact(_ALONE, _OUTCOME.is_(None)),
    ("step", "entered"): _step(),
    ("step", "hung_up"): _step(_EXIT == "hung_up"),
    ("step", "ended"): _step(_EXIT == "ended"),
    ("step", "here"): _step(_EXIT.is_(None)),
}
