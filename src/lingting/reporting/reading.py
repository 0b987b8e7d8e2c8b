"""One reading of the log: what its facts make of the rows and sums that are stored."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from lingting.platform.db import Transaction
from lingting.platform.log import get_log
from lingting.reporting import fact_store, log_store, tables
from lingting.reporting.counting_store import Written
from lingting.reporting.domain.contact import BEGINS, MATTERS, fold
from lingting.reporting.domain.counting import Tally
from lingting.reporting.domain.fact import Fact
from lingting.reporting.domain.memory import Known, Memory
from lingting.reporting.domain.rows import ContactRows, Span, SpanKind, Visit
from lingting.reporting.domain.spans import OF_AGENTS, Attending, follow, going_on, stored

log = get_log(__name__)

Facts = Sequence[tuple[UUID | None, Fact]]
PARTS: tuple[tuple[str, sa.Table, tuple[str, ...]], ...] = (
    ("visits", tables.visits, ("id",)),
    ("rings", tables.rings, ("id",)),
    ("talks", tables.talks, ("call", "position")),
    ("steps", tables.steps, ("call", "position")),
    ("asked", tables.asked, ("call", "position")),
)
"""The rows of a contact that are many: their names there, their tables and keys."""


class Reading:
    """Takes facts; afterwards `written` has what to write, `tally` what changes in sums, `calls`
    and `agents` what is known now."""

    def __init__(self, tx: Transaction, memory: Memory, region: str, upto: int) -> None:
        self.written = Written()
        self.tally = Tally()
        self.calls: dict[UUID, Known] = {}
        self.agents: dict[UUID, Attending] = {}
        self._tx = tx
        self._memory = memory
        self._region = region
        self._upto = upto

    async def take(self, facts: Facts) -> None:
        """Makes of these facts what they make."""
        self._nodes(fact for _, fact in facts if fact.name == "node.entered")
        wraps = await self._follow_agents([fact for _, fact in facts])
        news: defaultdict[UUID, list[Fact]] = defaultdict(list)
        for call, fact in facts:
            if call is not None and fact.name in MATTERS:
                news[call].append(fact)
        for call, known in (await self._known(news)).items():
            made = self._folded(call, known.facts)
            if made is not None:
                made = _with_wraps(made, known.rows, wraps)
                await self._change(call, known.rows, made)
            elif known.rows is not None:
                await self._remove(call, known.rows)
            self.calls[call] = replace(known, rows=made)
        of_calls = {visit.id for known in self.calls.values() for visit in _visits(known.rows)}
        await self._late_wraps({item: ms for item, ms in wraps.items() if item not in of_calls})

    # --- calls ---------------------------------------------------------------------------

    async def _known(self, news: Mapping[UUID, list[Fact]]) -> dict[UUID, Known]:
        """All facts of these calls so far, and the rows that are stored of them."""
        found: dict[UUID, Known] = {}
        unknown: list[UUID] = []
        for call, facts in news.items():
            remembered = self._memory.calls.get(call)
            if remembered is not None:
                found[call] = replace(remembered, facts=(*remembered.facts, *facts))
            elif facts[0].name in BEGINS:
                found[call] = Known(tuple(facts))
            else:
                unknown.append(call)
        if unknown:
            rows = await fact_store.contacts_of(self._tx.conn, unknown)
            stories = await log_store.stories(self._tx.conn, unknown, self._upto)
            for call in unknown:
                told = tuple(fact for fact in stories[call] if fact.name in MATTERS)
                found[call] = Known(told, rows.get(call))
        return found

    def _folded(self, call: UUID, facts: Sequence[Fact]) -> ContactRows | None:
        """The call's rows; one that cannot be read must not keep all others from being counted."""
        try:
            return fold(call, facts, self._region)
        except Exception as error:
            log.error("contact not counted", call=str(call), exc_info=error)
            return None

    async def _change(self, call: UUID, before: ContactRows | None, made: ContactRows) -> None:
        """Counts and writes what is another now."""
        if before == made:
            return
        if before is not None:
            self.tally.contact(before, -1)
            if _keys(before) - _keys(made):
                await fact_store.remove_contact(self._tx, call)
                before = None
        self.tally.contact(made)
        if before is None or before.contact != made.contact:
            self.written.put(tables.contacts, call, made.contact)
        for name, table, keys in PARTS:
            known = set(getattr(before, name)) if before is not None else ()
            for row in getattr(made, name):
                if row not in known:
                    self.written.put(table, _key(row, keys), row)

    async def _remove(self, call: UUID, before: ContactRows) -> None:
        """Its facts are told otherwise now, and cannot be read."""
        self.tally.contact(before, -1)
        await fact_store.remove_contact(self._tx, call)

    async def _late_wraps(self, wraps: Mapping[UUID, int]) -> None:
        """Wrap-ups that ended when nothing else of their contact happened any more."""
        unknown: dict[UUID, int] = {}
        for item, spent in wraps.items():
            call = self._memory.items.get(item)
            if call is None:
                unknown[item] = spent
                continue
            known = self.calls.get(call) or self._memory.calls[call]
            assert known.rows is not None
            made = _with_wraps(known.rows, known.rows, {item: spent})
            await self._change(call, known.rows, made)
            self.calls[call] = replace(known, rows=made)
        for visit in await fact_store.visits_by_id(self._tx.conn, unknown) if unknown else ():
            self.tally.visit(visit, -1)
            changed = replace(visit, wrap_ms=(visit.wrap_ms or 0) + unknown[visit.id])
            self.tally.visit(changed)
            self.written.put(tables.visits, (visit.id,), changed)

    # --- agents and steps ----------------------------------------------------------------

    async def _follow_agents(self, facts: Iterable[Fact]) -> dict[UUID, int]:
        """Follows agents through the batch; answers the wrap-up that ended, by passage."""
        told: defaultdict[UUID, list[Fact]] = defaultdict(list)
        for fact in facts:
            if fact.name in OF_AGENTS and (agent := fact.id("agent")) is not None:
                told[agent].append(fact)
        states = await self._attending(told)
        wraps: defaultdict[UUID, int] = defaultdict(int)
        for agent, those in told.items():
            self.agents[agent], ended, last = follow(agent, states[agent], those)
            await self._put_spans(going_on(agent, states[agent]), ended, last)
            row = {"agent": agent, "state": stored(self.agents[agent])}
            self.written.put(tables.attending, agent, row)
            for span in ended:
                self.tally.span(span)
                if span.kind is SpanKind.WRAPPING and span.item is not None:
                    wraps[span.item] += _length(span)
        return wraps

    async def _attending(self, agents: Collection[UUID]) -> dict[UUID, Attending]:
        known = {one: self._memory.agents[one] for one in agents if one in self._memory.agents}
        unknown = [one for one in agents if one not in known]
        return known | (await fact_store.attending(self._tx.conn, unknown) if unknown else {})

    async def _put_spans(self, before: Span | None, ended: list[Span], last: Span | None) -> None:
        """Stretches that ended, then the one that goes on; `before` is stored as going on."""
        rows = [*ended, *([last] if last is not None and last != before else [])]
        begins = {span.began_at for span in (*ended, *([last] if last is not None else []))}
        if before is not None and before.began_at not in begins:  # it was over as it began
            await fact_store.remove_span(self._tx, before)
        for span in rows:
            self.written.put(tables.spans, (span.agent, span.began_at), span)

    def _nodes(self, entered: Iterable[Fact]) -> None:
        """Keeps the newest titles of steps."""
        for fact in entered:
            flow, node = fact.text("flow") or "", fact.text("node") or ""
            row: dict[str, Any] = {"flow": flow, "node": node, "seq": fact.seq}
            row |= {key: fact.text(key) or "" for key in ("verb", "title_zh", "title_en")}
            self.written.put(tables.nodes, (flow, node), row)


def _key(row: Any, keys: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(getattr(row, key) for key in keys)


def _keys(rows: ContactRows) -> set[tuple[Any, ...]]:
    return {(name, *_key(row, keys)) for name, _, keys in PARTS for row in getattr(rows, name)}


def _visits(rows: ContactRows | None) -> tuple[Visit, ...]:
    return rows.visits if rows is not None else ()


def _with_wraps(
    made: ContactRows, before: ContactRows | None, wraps: Mapping[UUID, int]
) -> ContactRows:
    """With the wrap-ups of its passages: those that are stored, and more of them."""
    known = {visit.id: visit.wrap_ms for visit in _visits(before)}

    def of(visit: Visit) -> int | None:
        more = wraps.get(visit.id)
        stored = known.get(visit.id)
        return stored if more is None else (stored or 0) + more

    visits = tuple(replace(visit, wrap_ms=of(visit)) for visit in made.visits)
    return replace(made, visits=visits)


def _length(span: Span) -> int:
    """Whole milliseconds of a stretch that ended, halves upwards."""
    assert span.ended_at is not None
    return ((span.ended_at - span.began_at) // timedelta(microseconds=1) + 500) // 1000
