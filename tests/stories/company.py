"""One company in one database, put back to its first morning before every story."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql, waiting
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from lingting.calls.ports import PhoneAccount
from lingting.identity.api import NewPerson
from lingting.kernel.ids import AgentId, FlowId, QueueId, TenantId, new_id
from lingting.main.furnishing import furnish
from lingting.main.tables import all_tables
from lingting.platform.db import Database
from lingting.platform.settings import Settings
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import ManualClock
from stories.engine import WallClock, make_engine
from stories.faults import Tap
from stories.flows import menu_flow

PEOPLE = (
    NewPerson("agent1", "坐席一", "agent", "A001", "1001"),
    NewPerson("agent2", "坐席二", "agent", "A002", "1002"),
    NewPerson("agent3", "坐席三", "agent", "A003", "1003"),
    NewPerson("leader", "班长", "supervisor", "A010", "1010"),
)
HOTLINE, MENU = "8001", "8002"
SIP_PERSON = 2
"""Who has a SIP phone on his desk besides his page."""
PHOTO = "first_morning"
DEAD_ROWS_AFTER = 150
"""Rows of past stories slow the server down; every so many stories they are swept out."""


@dataclass
class Company:
    """What stays from story to story."""

    url: str
    server_url: str
    home: Path
    pool: AsyncEngine
    tap: Tap
    server: psycopg.Connection[Any]
    tenant: TenantId
    people: list[AgentId]
    queues: list[QueueId]
    flow: FlowId
    sip: PhoneAccount
    undo: Callable[[], None]
    stories: int = 0

    def begin_anew(self) -> None:
        """Everything as on the first morning."""
        self.server.execute("SELECT begin_anew()")
        (Settings(home=self.home).data / "kept-events").unlink(missing_ok=True)
        self.stories += 1
        if self.stories % DEAD_ROWS_AFTER == 0:
            self.server.execute("VACUUM")

    async def close(self) -> None:
        self.tap.close()
        self.server.close()
        await self.pool.dispose()
        self.undo()


async def found(url: str, server_url: str, home: Path) -> Company:
    """Founds the company with the product's own use cases, and keeps a photo of its rows."""
    undo = _wait_for_answers()
    clock = ManualClock()
    wall = WallClock(clock)
    database = Database(url, wall, bus=None)  # type: ignore[arg-type]
    pool = database.engine
    event.listen(pool.sync_engine, "connect", _prepare_everything)
    switch = FakeSwitch(clock)
    engine = make_engine(url, pool, wall, switch, home, random.Random(0))
    product = engine.product
    await product.media.prepare()
    founded = await product.identity.found_company("stories", "故事公司", PEOPLE)
    await furnish(product, founded, HOTLINE)
    tenant = founded.tenant
    async with product.kit.db.transaction(tenant) as tx:
        (group,) = product.acd.groups(tenant)
        second = QueueId(new_id(tx.now))
        settings = {"requirements": [{"group": str(group.id), "min_level": 1}], "ring_seconds": 15}
        await product.acd.admin.save_queue(tx, second, "投诉", settings)
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
    _take_photo(server)
    return Company(
        url=url,
        server_url=server_url,
        home=home,
        pool=pool,
        tap=Tap(pool, server_url),
        server=server,
        tenant=tenant,
        people=[AgentId(founded.users[person.account]) for person in PEOPLE],
        queues=[one.id for one in product.acd.queues(tenant)],
        flow=flow,
        sip=sip,
        undo=undo,
    )


def _prepare_everything(connection: Any, _: Any) -> None:
    """The same statements come thousands of times: none is parsed or planned twice."""
    driver: psycopg.AsyncConnection[Any] = connection.driver_connection
    driver.prepare_threshold, driver.prepared_max = 1, None


def _wait_for_answers() -> Callable[[], None]:
    """Nothing else may run while a statement does, so that waiting needs no event loop. Answers
    the way back."""
    before = psycopg.AsyncConnection.wait

    async def wait(self: Any, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        return waiting.wait(gen, self.pgconn.socket, interval=interval, timeout=timeout)

    psycopg.AsyncConnection.wait = wait  # type: ignore[method-assign]
    return lambda: setattr(psycopg.AsyncConnection, "wait", before)


def _take_photo(server: psycopg.Connection[Any]) -> None:
    """Makes the function that brings all tables back to what they hold now."""
    server.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(PHOTO)))
    lines: list[sql.Composable] = [sql.SQL("SET LOCAL session_replication_role = replica;")]
    for table in all_tables().sorted_tables:
        name = sql.Identifier(table.name)
        lines.append(sql.SQL("DELETE FROM public.{};").format(name))
        row = server.execute(sql.SQL("SELECT count(*) FROM public.{}").format(name)).fetchone()
        if row and row[0]:
            photo = sql.Identifier(PHOTO, table.name)
            server.execute(sql.SQL("CREATE TABLE {} AS TABLE public.{}").format(photo, name))
            lines.append(sql.SQL("INSERT INTO public.{} SELECT * FROM {};").format(name, photo))
    lines.append(sql.SQL("DELETE FROM public.procrastinate_jobs;"))
    body = sql.SQL("CREATE FUNCTION begin_anew() RETURNS void LANGUAGE plpgsql AS $$BEGIN {} END$$")
    server.execute(body.format(sql.SQL(" ").join(lines)))
