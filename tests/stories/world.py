"""The world of one story: callers, telephones, pages, and an engine that lives and dies."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from lingting.calls.ports import SwitchEvent
from lingting.kernel.ids import LegId
from lingting.platform.log import get_log
from lingting.testing.fake_leg import FakeLeg
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import ManualClock
from stories.away import Away, Kept, brings_all
from stories.company import Company
from stories.desks import Desks
from stories.engine import Engine, WallClock, make_engine
from stories.faults import EngineDied
from stories.page import Page
from stories.telephones import Telephones

log = get_log(__name__)
PROMPT_SECONDS = 3.0


@dataclass
class World(Telephones, Desks, Away):
    """Everything outside the engine's memory, and the way to the engine."""

    company: Company
    seed: int
    clock: ManualClock = field(default_factory=ManualClock)
    engine: Engine | None = None
    callers: dict[int, LegId] = field(default_factory=dict[int, LegId])
    pages: dict[int, Page] = field(default_factory=dict[int, Page])
    late: bool = False
    """Whether the switch's news stay under way until they are let through."""
    switch_is_new: bool = False
    """Whether the switch was gone as well when the engine starts next."""
    strikes: int = 0
    """Faults of engines that are gone."""
    starts_made: int = 0

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.eyes = random.Random(f"eyes of {self.seed}")
        self.switch = FakeSwitch(self.clock)
        self.switch.sound_seconds = lambda _: PROMPT_SECONDS
        self.switch.phones[self.company.sip.name] = self.company.sip
        self.switch.lose_connection()
        self.switch.take_events()
        self.wall = WallClock(self.clock)
        self.kept = Kept()
        self.dead_lines = {}
        self.under_way: deque[SwitchEvent] = deque()
        self._seen: tuple[object, ...] = ()
        self.silent_since: dict[LegId, float] = {}
        self.places: dict[Any, Any] = {}
        self.offers_seen: set[Any] = set()
        self.waiting_before: set[Any] = set()
        self.last_heard: datetime | None = None
        """When the engine that was there before could hear the switch for the last time."""
        self.answered_unheard: list[FakeLeg] = []
        """Lines of agents who answered an offer while no engine was there, until it is looked at
        what became of them."""

    # --- the engine's lives --------------------------------------------------------------

    @property
    def tenant(self) -> Any:
        return self.company.tenant

    @property
    def alive(self) -> Engine:
        assert self.engine is not None
        return self.engine

    async def starts(self, *, dies_after: int = 0) -> None:
        """The engine starts: takes everything up, then hears the switch."""
        if self.engine is not None:
            return
        self.answered_unheard = self.answered_in_time()
        made = self._make_engine()
        if dies_after:
            made.fuse.arm("dies", dies_after)
        if not await self.takes_up(made):
            return
        made.product.calls.backlog._recall()
        self.switch.restore_connection(restarted=self.switch_is_new)
        self.switch_is_new = False
        await self.settle()

    async def stands_in(self) -> None:
        """The engine starts while the database is away: it can read nothing."""
        if self.engine is not None:
            return
        self.kept.unread.clear()
        made = self._make_engine()
        made.stands_in = True
        made.kit.db.hold()
        self.kept.left.clear()
        made.product.calls.backlog.stand_in()
        made.product.calls.backlog._recall()
        self.switch.restore_connection()
        await self.settle()

    def _make_engine(self) -> Engine:
        company = self.company
        self.starts_made += 1
        made = make_engine(
            company.url, company.pool, self.wall, self.switch, company.settings, self.chance,
            company.tap.reference,
        )  # fmt: skip
        made.product.calls.last_heard.noted = self.last_heard
        self.engine, company.tap.fuse = made, made.fuse
        return made

    async def takes_up(self, made: Engine) -> bool:
        """It leads, and reads what there is; answers whether it lived on."""
        company = self.company
        made.kit.db.tenure = company.next_tenure()
        if not await self.within(made.product.load(self.tenant)):
            return False
        company.tap.deliver_late(company.url)
        for page in self.pages.values():
            self.attach(page)
        made.product.calls.backlog.begin()
        return await self.within(self._turn(made, []))

    def dies(self) -> None:
        """The engine's process is gone."""
        dead, self.engine = self.engine, None
        if dead is None:
            return
        dead.fuse.dead = True
        self.last_heard = dead.kit.clock.now()
        dead.closes_files()
        if self.gap is not None:
            self.gap.cancel()
            self.gap = None
        self.strikes += dead.fuse.struck
        dead.tasks.forget()
        self.company.tap.fuse = None
        self.under_way.clear()
        self.switch.take_events()
        self.switch.lose_connection()
        self.switch.take_events()
        for page in self.pages.values():
            page.stream = None

    async def within(self, work: Awaitable[object]) -> bool:
        """Runs something in the engine; False when it died of it."""
        try:
            await work
        except EngineDied:
            self.dies()
            return False
        return True

    @property
    def struck(self) -> int:
        """How many faults happened."""
        return self.strikes + (self.engine.fuse.struck if self.engine else 0)

    def lives(self) -> tuple[object, ...]:
        """Another one after each fault and each start."""
        return self.struck, self.starts_made, self.engine is not None and self.engine.is_held

    # --- time and news -------------------------------------------------------------------

    async def settle(self) -> None:
        """News reach the engine, due timers fire, tasks run, until nothing is left to do."""
        while self.engine is not None:
            engine = self.engine
            self.under_way.extend(self.switch.take_events())
            if engine.is_held:
                await self.within(engine.tasks.hears())
                await self.keep_news(engine)
                return
            picked_up = self.phones_pick_up()
            news = [] if self.late else list(self.under_way)
            if news:
                self.under_way.clear()
            if not await self.within(self._turn(engine, news)):
                return
            if not news and not picked_up and not self._is_due(engine):
                return

    async def _turn(self, engine: Engine, news: list[SwitchEvent]) -> None:
        for event in news:
            engine.product.calls.backlog._waiting.append(event)
            await brings_all(engine)
            await engine.tasks.settle()
        if engine.product.calls.backlog._waiting:  # what the engine told itself
            await brings_all(engine)
        while engine.kit.timers.going and await self._timers_fire(engine):
            await engine.tasks.settle()
        await engine.tasks.settle()

    @staticmethod
    async def _timers_fire(engine: Engine) -> int:
        engine.fuse.in_timer = True
        try:
            return await engine.kit.timers.run_due()
        except Exception as error:
            log.error("timer failed", exc_info=error)
            return 1
        finally:
            engine.fuse.in_timer = False

    def _is_due(self, engine: Engine) -> bool:
        due = engine.kit.timers.next_due() if engine.kit.timers.going else None
        return due is not None and due <= engine.kit.clock.now()

    async def lets_through(self) -> None:
        """Late news arrive."""
        self.late = False
        await self.settle()

    async def hears_twice(self) -> None:
        """The newest of the news under way comes twice."""
        self.under_way.extend(self.switch.take_events())
        if self.under_way:
            self.under_way.append(self.under_way[-1])

    async def a_second_passes(self, *, floor_too: bool = True) -> None:
        """What the engine does once a second, and pages are drawn, once for everything that
        happened; again when a fault kept it from that."""
        while self.engine is not None and not self.engine.is_held:
            struck = self.struck
            await self.within(self.engine.tick(self.tenant, floor_too=floor_too))
            if self.struck == struck:
                return

    async def wait(self, seconds: float, look: Callable[[], Awaitable[None]] | None = None) -> None:
        """Time passes; whatever is due happens at its instant. `look` is called after each."""
        await self.settle()
        end = self.clock.now() + timedelta(seconds=seconds)
        while True:
            due = [x for x in (self.clock.next_due(), self._next_timer()) if x is not None]
            if not due or min(due) > end:
                break
            self.clock.advance(max((min(due) - self.clock.now()).total_seconds(), 0.001))
            await self.settle()
            if look is not None:
                await look()
        self.clock.advance(max((end - self.clock.now()).total_seconds(), 0))
        await self.settle()

    def _next_timer(self) -> Any:
        engine = self.engine
        if engine is None or engine.is_held or not engine.kit.timers.going:
            return None
        due = engine.kit.timers.next_due()
        return None if due is None else due - (engine.kit.clock.now() - self.clock.now())

    # --- looking -------------------------------------------------------------------------

    def living_calls(self) -> list[Any]:
        """Calls that have not ended, by what is written down."""
        query = "SELECT id FROM calls WHERE ended_at IS NULL"
        return [row[0] for row in self.company.server.execute(query).fetchall()]

    def has_moved(self) -> bool:
        """Whether anything was asked of the database, or a page was opened, since the last look."""
        return self._seen != self._moves()

    def was_looked_at(self) -> None:
        self._seen = self._moves()

    def look_anew(self) -> None:
        """The next look looks at everything."""
        self._seen = ()
        self.company.kept_rows.clear()

    def _moves(self) -> tuple[object, ...]:
        pages = frozenset(id(page.stream) for page in self.pages.values())
        return self.company.tap.statements, id(self.engine), pages
