"""The measures of calls, distribution and jobs; docs/reference/prometheus.md is made from them."""

from collections.abc import Callable
from typing import Any

from prometheus_client import Counter, Gauge, Info
from prometheus_client.core import CounterMetricFamily

from lingting import __version__
from lingting.acd.api import Acd
from lingting.acd.events import (
    OfferAccepted,
    OfferExpired,
    OfferMade,
    OfferRejected,
    OfferWithdrawn,
    WorkItemQueued,
    WorkItemRelaxed,
)
from lingting.calls.domain.machines import CallState
from lingting.calls.events import CallEnded, CallersRefused
from lingting.calls.module import Calls
from lingting.kernel.ids import TenantId
from lingting.operations import store
from lingting.operations.ports import Tapes
from lingting.operations.storage import StorageWatch
from lingting.platform.kit import Kit
from lingting.tenancy.api import Tenancy

LIVING = tuple(state for state in CallState if state is not CallState.ENDED)


class Measures:
    """Counts facts as they are committed, and looks at the rest when somebody asks."""

    def __init__(
        self,
        kit: Kit,
        tenancy: Tenancy,
        acd: Acd,
        calls: Calls,
        tapes: Tapes,
        storage: StorageWatch,
    ) -> None:
        self._kit, self._tenancy, self._acd, self._calls = kit, tenancy, acd, calls
        self._tapes, self._storage = tapes, storage
        self._gauges()
        self._counters()
        self._count()

    async def look(self) -> None:
        """Brings the gauges up to date; one query for the jobs and one for what each company
        stores later, a look at the folders, the rest is memory."""
        for fact in await self._storage.look():
            self.free.labels(fact.name).set(fact.free)
            self.usable.labels(fact.name).set(fact.usable)
        states = [call.state for call in self._calls.live.all()]
        for state in LIVING:
            self.calls.labels(state.value).set(states.count(state))
        companies = await self._tenancy.all()
        tenants = [one.id for one in companies if self._acd.serves(one.id)]
        self.waiting.set(sum(q.waiting for one in tenants for q in self._acd.queues(one)))
        self.agents.clear()
        for agent in (agent for one in tenants for agent in self._acd.agents(one)):
            self.agents.labels(agent.shown).inc()
        waits = await self._tapes.waits()
        self.tapes_waiting.set(waits.count if waits else 0)
        await self._look_at_jobs()

    async def _look_at_jobs(self) -> None:
        async with self._kit.db.without_tenant() as conn:
            jobs = await store.jobs(conn)
        for status in ("waiting", "running", "failed"):
            self.jobs.labels(status).set(getattr(jobs, status))
        now = self._kit.clock.now()
        oldest = jobs.oldest_due_at
        self.oldest_job.set(max((now - oldest).total_seconds(), 0) if oldest else 0)

    def _gauges(self) -> None:
        registry, hub, door = self._kit.metrics.registry, self._kit.hub, self._calls.door
        self.calls = Gauge(
            "lingting_calls", "Living calls, by state.", ["state"], registry=registry
        )
        self.waiting = Gauge(
            "lingting_callers_waiting", "Callers who stand in a queue.", registry=registry
        )
        self.agents = Gauge(
            "lingting_agents", "Agents, by the state that they show.", ["state"], registry=registry
        )
        self.jobs = Gauge(
            "lingting_jobs", "Background jobs, by state.", ["state"], registry=registry
        )
        self.oldest_job = Gauge(
            "lingting_job_oldest_seconds",
            "How long the oldest job that is due has waited; grows when the worker is away.",
            registry=registry,
        )
        self.free = Gauge(
            "lingting_storage_free_bytes",
            "Room on the disk of a folder: recordings, sounds, data.",
            ["folder"],
            registry=registry,
        )
        self.usable = Gauge(
            "lingting_storage_usable",
            "1 while the folder is there, can be written and is not full.",
            ["folder"],
            registry=registry,
        )
        self.tapes_waiting = Gauge(
            "lingting_recordings_waiting",
            "Recordings and messages that are kept where they were made, for their storage is away"
            " or full.",
            registry=registry,
        )
        pages = Gauge("lingting_realtime_pages", "Pages that are open now.", registry=registry)
        pages.set_function(hub.open_pages)
        connected = Gauge(
            "lingting_switch_connected", "1 while Asterisk is connected.", registry=registry
        )
        connected.set_function(lambda: float(door.connected))
        registry.register(_Connections(lambda: door.connections))
        Info("lingting_build", "The version that runs.", registry=registry).info(
            {"version": __version__}
        )

    def _counters(self) -> None:
        registry = self._kit.metrics.registry
        self.ended = Counter(
            "lingting_calls_ended", "Calls that ended, by outcome.", ["outcome"], registry=registry
        )
        self.refused = Counter(
            "lingting_callers_refused",
            "Callers who were turned away: the engine was late, too many were here, no ports.",
            ["why"],
            registry=registry,
        )
        self.offers = Counter(
            "lingting_offers",
            "Offers to agents: made, and how each ended.",
            ["result"],
            registry=registry,
        )
        self.decisions = Counter(
            "lingting_decisions",
            "Routing decisions: an agent was chosen, or nobody could be.",
            ["result"],
            registry=registry,
        )

    def _count(self) -> None:
        def count(counter: Counter, label: str) -> Callable[[TenantId, Any], Any]:
            async def heard(_: TenantId, __: object) -> None:
                counter.labels(label).inc()

            return heard

        bus = self._kit.bus
        results = {
            OfferMade: "made",
            OfferAccepted: "accepted",
            OfferRejected: "rejected",
            OfferExpired: "expired",
            OfferWithdrawn: "withdrawn",
        }
        for fact, result in results.items():
            bus.subscribe(fact, count(self.offers, result))
        bus.subscribe(OfferMade, count(self.decisions, "agent"))
        bus.subscribe(WorkItemQueued, self._nobody)
        bus.subscribe(WorkItemRelaxed, self._nobody)
        bus.subscribe(CallEnded, self._ended)
        bus.subscribe(CallersRefused, self._turned_away)

    async def _nobody(self, _: TenantId, fact: WorkItemQueued | WorkItemRelaxed) -> None:
        if fact.reason is not None:
            self.decisions.labels("nobody").inc()

    async def _turned_away(self, _: TenantId, fact: CallersRefused) -> None:
        self.refused.labels(fact.why).inc(fact.count)

    async def _ended(self, _: TenantId, fact: CallEnded) -> None:
        self.ended.labels(fact.outcome).inc()


class _Connections:
    """A counter that somebody else counts."""

    def __init__(self, count: Callable[[], int]) -> None:
        self._count = count

    def collect(self) -> list[CounterMetricFamily]:
        return [
            CounterMetricFamily(
                "lingting_switch_connections",
                "Connections to Asterisk since the start; each after the first is a reconnection.",
                value=self._count(),
            )
        ]
