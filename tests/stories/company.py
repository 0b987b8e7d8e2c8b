"""One company in one database, put back to its first morning before every story."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy.ext.asyncio import AsyncEngine

from lingting.acd.domain.queues import AfterRejection
from lingting.calls.ports import PhoneAccount
from lingting.identity.api import NewPerson
from lingting.kernel.ids import AgentId, FlowId, QueueId, TenantId, new_id
from lingting.main.furnishing import furnish
from lingting.main.tables import all_tables
from lingting.platform.db import Database
from lingting.platform.leading import NEXT_TENURE
from lingting.platform.settings import Settings
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import ManualClock
from stories.driver import make_quick, wait_for_answers
from stories.engine import WallClock, make_engine
from stories.faults import Tap
from stories.flows import menu_flow
from stories.rows import Reader, Row, Rows
from stories.sessions import Sessions

PEOPLE = (
    NewPerson("agent1", "坐席一", "agent", "A001", "1001"),
    NewPerson("agent2", "坐席二", "agent", "A002", "1002"),
    NewPerson("agent3", "坐席三", "agent", "A003", "1003"),
    NewPerson("leader", "班长", "supervisor", "A010", "1010"),
)
AGENTS = LEADER = 3
"""How many agents there are, and the leader's number."""
HOTLINE, MENU = "8001", "8002"
LONGEST_WAIT = 15
"""Seconds that a caller with a complaint waits at most; the other queue has no such limit, but
whoever rejects a call there stays ready."""
SIP_PERSON = 2
"""Who has a SIP phone on his desk besides his page."""
FIRST_MORNING, AT_WORK = "first_morning", "at_work"
"""What a story begins with: nobody is there, or all agents are and are ready."""
DEAD_ROWS_AFTER = 150
"""Rows of past stories slow the server down; every so many stories they are swept out."""


@dataclass
class Company:
    """What stays from story to story."""

    url: str
    settings: Settings
    pool: AsyncEngine
    sessions: Sessions
    tap: Tap
    server: psycopg.Connection[Any]
    reader: Reader
    tenant: TenantId
    people: list[AgentId]
    queues: list[QueueId]
    flow: FlowId
    sip: PhoneAccount
    undo: Callable[[], None]
    accounts: dict[str, PhoneAccount] = field(default_factory=dict[str, PhoneAccount])
    """The telephones of those who are at work."""
    kept_rows: dict[str, list[Row]] = field(default_factory=dict[str, list[Row]])
    """What the last look found, for those tables in which nothing changed since."""
    morning: str = FIRST_MORNING
    """With which the last story began."""
    differing: set[str] = field(default_factory=set[str])
    """Tables in which one morning has other rows than another."""
    stories: int = 0

    def begin_anew(self, morning: str = FIRST_MORNING) -> None:
        """Everything as in this morning."""
        written = self.tap.changed | (set() if morning == self.morning else self.differing)
        self.server.execute(_brings_back(morning), (list(written),))
        self.morning = morning
        self.tap.changed.clear()
        self.tap.reference.begin_anew(morning)
        self.kept_rows.clear()
        (self.settings.data / "kept-events").unlink(missing_ok=True)
        self.stories += 1
        if self.stories % DEAD_ROWS_AFTER == 0:
            self.server.execute("VACUUM")

    def rows(self) -> Rows:
        """What the database holds now."""
        self.reader.read(self.tenant, self.kept_rows, self.tap.wrote)
        self.tap.wrote.clear()
        return Rows(dict(self.kept_rows))

    def next_tenure(self) -> int:
        """As an engine gets it that begins to lead."""
        row = self.server.execute(NEXT_TENURE).fetchone()
        assert row is not None
        return int(row[0])

    async def close(self) -> None:
        self.tap.close()
        self.server.close()
        await self.pool.dispose()
        self.sessions.end()
        self.undo()


async def found(url: str, server_url: str, home: Path) -> Company:
    """Founds the company with the product's own use cases, and keeps a photo of its rows."""
    undo = wait_for_answers()
    settings = Settings(home=home)
    clock = ManualClock()
    wall = WallClock(clock)
    database = Database(url, wall, bus=None)  # type: ignore[arg-type]
    pool = database.engine
    sessions = make_quick(pool)
    switch = FakeSwitch(clock)
    engine = make_engine(url, pool, wall, switch, settings, random.Random(0))
    product = engine.product
    await product.media.prepare()
    founded = await product.identity.found_company("stories", "故事公司", PEOPLE)
    await furnish(product, founded.tenant, HOTLINE)
    tenant = founded.tenant
    async with product.kit.db.transaction(tenant) as tx:
        (group,) = product.acd.groups(tenant)
        second = QueueId(new_id(tx.now))
        rules = {"requirements": [{"group": str(group.id), "min_level": 1}]}
        quick = {"ring_seconds": 15, "max_wait_seconds": LONGEST_WAIT}
        await product.acd.admin.save_queue(tx, second, "投诉", rules | quick)
        first = product.acd.queues(tenant)[0].id
        name, kept = next(
            (n, s) for one, n, s in await product.acd.admin.queues(tx) if one == first
        )
        kind = {"after_rejection": AfterRejection.STAY.value}
        await product.acd.admin.save_queue(tx, first, name, {**kept, **kind})
        flow = next(one.id for one in await product.flows.editing.all(tx) if one.key == "inbound")
        menu = await product.flows.editing.add(tx, None, "menu", menu_flow(second))
        await product.flows.editing.publish(tx, None, menu.id)
        await product.numbers.add(tx, MENU, "投诉热线", menu.id)
    await product.load(tenant)
    sip = await product.calls.sip_phones.renew(
        tenant, AgentId(founded.users[PEOPLE[SIP_PERSON].account])
    )
    await engine.tasks.settle()
    server = psycopg.connect(server_url, autocommit=True)
    take_photo(server, FIRST_MORNING)
    return Company(
        url=url,
        settings=settings,
        pool=pool,
        sessions=sessions,
        tap=Tap(pool, sessions),
        server=server,
        reader=Reader(server),
        tenant=tenant,
        people=[AgentId(founded.users[person.account]) for person in PEOPLE],
        queues=[one.id for one in product.acd.queues(tenant)],
        flow=flow,
        sip=sip,
        undo=undo,
    )


def take_photo(server: psycopg.Connection[Any], morning: str) -> None:
    """Makes the function that brings the tables that were written back to what they hold now."""
    server.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(morning)))
    lines: list[sql.Composable] = [sql.SQL("SET LOCAL session_replication_role = replica;")]
    for table in all_tables().sorted_tables:
        name = sql.Identifier(table.name)
        lines.append(sql.SQL("IF {} = ANY(written) THEN").format(table.name))
        lines.append(sql.SQL("DELETE FROM public.{};").format(name))
        row = server.execute(sql.SQL("SELECT count(*) FROM public.{}").format(name)).fetchone()
        if row and row[0]:
            photo = sql.Identifier(morning, table.name)
            server.execute(sql.SQL("CREATE TABLE {} AS TABLE public.{}").format(photo, name))
            lines.append(sql.SQL("INSERT INTO public.{} SELECT * FROM {};").format(name, photo))
        lines.append(sql.SQL("END IF;"))
    lines.append(sql.SQL("DELETE FROM public.procrastinate_jobs;"))
    body = sql.SQL(
        "CREATE FUNCTION {}(written text[]) RETURNS void LANGUAGE plpgsql AS $$BEGIN {} END$$"
    )
    name = sql.Identifier(f"begin_{morning}")
    server.execute(body.format(name, sql.SQL(" ").join(lines)))


def _brings_back(morning: str) -> sql.Composed:
    return sql.SQL("SELECT {}(%s)").format(sql.Identifier(f"begin_{morning}"))
