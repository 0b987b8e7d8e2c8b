"""What one call costs the engine itself: a fake switch, everything else real.

Callers come one after another, an agent answers, they talk, the caller hangs up. Processor time is
this process's own, so that a busy machine does no harm to the figure; statements are counted as
they leave for the database.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from benchmarks.company import NUMBER, make
from benchmarks.product import scratch
from benchmarks.table import Row, Size
from lingting.acd.domain.states import Method
from lingting.adapters.postgres.embedded import FAST, EmbeddedPostgres
from lingting.kernel.ids import AgentId, TenantId
from lingting.main.migrate import prepare
from lingting.main.wiring import Product, wire
from lingting.platform.kit import make_kit
from lingting.platform.log import configure_log
from lingting.platform.sending import Connection, Message, edges, is_about_rows
from lingting.platform.settings import Settings
from lingting.testing.fake_speech import FakeSpeech
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import ManualClock

SECONDS = {Size.SMALL: 300, Size.NORMAL: 180, Size.LONG: 400}
CALLS = {Size.SMALL: 5, Size.NORMAL: 200, Size.LONG: 1000}
WARM_UP = 20


def measure(size: Size, tell: Callable[[str], None]) -> list[Row]:
    """The mean of many calls."""
    return asyncio.run(_measure(size, tell))


async def _measure(size: Size, tell: Callable[[str], None]) -> list[Row]:
    with scratch() as folder:
        server = EmbeddedPostgres(folder / "postgres", settings=FAST)
        try:
            stage = await _Stage.open(server.start(), folder)
            try:
                for _ in range(min(WARM_UP, CALLS[size])):
                    await stage.call()
                stage.statements = 0
                began, spent = time.perf_counter(), time.process_time()
                for _ in range(CALLS[size]):
                    await stage.call()
                took = (time.perf_counter() - began) / CALLS[size]
                used = (time.process_time() - spent) / CALLS[size]
                each = stage.statements / CALLS[size]
            finally:
                await stage.product.stop()
        finally:
            server.stop()
    tell(f"{1000 * used:.1f} ms of processor, {each:.0f} statements per call")
    return [
        Row("engine: processor time of a call, without Asterisk", f"{1000 * used:.1f} ms"),
        Row("engine: statements of a call", f"{each:.0f}"),
        Row("engine: a call at a time", f"{1 / took:.0f}/s"),
    ]


class _Stage:
    """A company with one agent who is always ready."""

    def __init__(self, product: Product, switch: FakeSwitch, tenant: TenantId) -> None:
        self.product, self.switch, self.tenant = product, switch, tenant
        self.statements = 0
        engine = product.kit.db.engine.sync_engine
        sa.event.listen(engine, "before_cursor_execute", self._count)
        edges.setdefault(engine, []).append(self._count_all)

    @classmethod
    async def open(cls, address: str, folder: Path) -> _Stage:
        await asyncio.to_thread(prepare, Settings(home=folder), address)
        configure_log(level="error")
        clock = ManualClock()
        switch = FakeSwitch(clock)
        product = wire(make_kit(Settings(home=folder), address, clock), switch, FakeSpeech())
        company = await make(product, 1)
        await product.load(company.tenant)
        stage = cls(product, switch, company.tenant)
        (agent,) = (one.id for one in product.acd.agents(company.tenant))
        await stage._begin(agent)
        return stage

    async def call(self) -> None:
        """From arrival to end."""
        caller = self.switch.call_in("13800138000", NUMBER)
        await self._settle()
        self.switch.far_end_answers(self.switch.leg_of(self._phone).id)
        await self._settle()
        self.switch.hangs_up(caller)
        await self._settle()

    async def _begin(self, agent: AgentId) -> None:
        acd, kit = self.product.acd, self.product.kit
        self._phone = f"a{agent.hex}"
        await self.product.calls.phones.provision(self.tenant, agent)
        async with kit.db.transaction(self.tenant) as tx:
            await acd.log_in(tx, agent)
            await acd.sign_in(tx, agent, Method.WEB)
            await acd.set_auto_idle(tx, agent, True)
        self.switch.phone_registers(self._phone)
        await self._settle()
        async with kit.db.transaction(self.tenant) as tx:
            await acd.set_idle(tx, agent)

    async def _settle(self) -> None:
        while events := self.switch.take_events():
            for event in events:
                await self.product.calls.door.enter(event)
            await self.product.kit.supervisor.settle()

    def _count(self, *_: object) -> None:
        self.statements += 1

    @contextmanager
    def _count_all(self, _: Connection, message: Message) -> Iterator[Message]:
        self.statements += sum(map(is_about_rows, message))
        yield message
