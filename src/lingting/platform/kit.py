"""What a feature gets when it is wired: everything of the platform in one hand."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import ParamSpec, TypeVar

from fastapi import APIRouter

from lingting.kernel.clock import Clock
from lingting.kernel.ids import TenantId
from lingting.platform.bus import Bus
from lingting.platform.clock import SystemClock
from lingting.platform.db import Database, DatabaseAway
from lingting.platform.jobs import Jobs
from lingting.platform.mailbox import Mailboxes
from lingting.platform.metrics import Metrics
from lingting.platform.pinging import spare_pings
from lingting.platform.realtime import Hub
from lingting.platform.settings import Settings
from lingting.platform.supervisor import TaskSupervisor
from lingting.platform.timers import Timers

P = ParamSpec("P")
Result = TypeVar("Result")
MakeRouter = Callable[[], APIRouter]


@dataclass(frozen=True)
class Kit:
    """The platform's parts, made once per process by `main`."""

    settings: Settings
    clock: Clock
    supervisor: TaskSupervisor
    bus: Bus
    db: Database
    mailboxes: Mailboxes
    timers: Timers
    hub: Hub
    jobs: Jobs
    metrics: Metrics
    routers: list[MakeRouter] = field(default_factory=list[MakeRouter])

    async def insist(self, tenant: TenantId, turn: Callable[[], Awaitable[Result]]) -> Result:
        """Runs a turn of a company, again when the database went away in it. The waiting is outside
        the company's line: what the switch tells must not wait behind it."""
        return await self.db.insist(lambda: self.mailboxes.run(tenant, turn))

    async def follow_up(self, tenant: TenantId, turn: Callable[[], Awaitable[object]]) -> None:
        """Runs a turn that follows from a fact. Whoever tells facts may be in the company's line
        himself: where the database goes away in the turn, it is run again later and apart."""
        try:
            await self.mailboxes.run(tenant, turn)
        except DatabaseAway:
            self.supervisor.spawn(self.insist(tenant, turn), name="follows")

    def mount(self, routes: Callable[P, APIRouter], *args: P.args, **named: P.kwargs) -> None:
        """Adds a feature's routes to the application, below `/api`.

        They are made with the application: it takes longer than the rest of wiring, and a worker
        has none.
        """
        self.routers.append(partial(routes, *args, **named))


def make_kit(settings: Settings, database_url: str, clock: Clock | None = None) -> Kit:
    """A kit over a database; tests pass their own clock."""
    clock = clock or SystemClock()
    supervisor = TaskSupervisor()
    bus = Bus()
    db = Database(settings.application_url or database_url, clock, bus)
    spare_pings(db.engine)
    mailboxes = Mailboxes(supervisor)
    metrics = Metrics()
    db.took = metrics.transaction_seconds.observe
    mailboxes.waited = metrics.mailbox_wait_seconds.observe
    return Kit(
        settings=settings,
        clock=clock,
        supervisor=supervisor,
        bus=bus,
        db=db,
        mailboxes=mailboxes,
        timers=Timers(db, mailboxes, clock, supervisor),
        hub=Hub(supervisor),
        jobs=Jobs(),
        metrics=metrics,
    )
