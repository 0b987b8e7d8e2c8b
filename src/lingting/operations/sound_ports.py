"""Watches the ports for sound: near their end callers are refused, and told of, by ourselves."""

import asyncio
from collections import Counter, deque
from collections.abc import Callable
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Gauge
from prometheus_client import Counter as Count

from lingting.kernel.clock import Clock
from lingting.operations.domain import Alarm, Finding, SoundPorts, judge_ports
from lingting.operations.ports import SoundRange
from lingting.platform.log import get_log
from lingting.platform.supervisor import TaskSupervisor

log = get_log(__name__)

LOOK_SECONDS = 5.0
REMEMBERED = timedelta(hours=1)
"""How long it is said that somebody was turned away: nobody else will ever tell of him."""


class PortsWatch:
    """Knows how many ports are taken, and whom Asterisk turned away in the last hour."""

    def __init__(
        self,
        clock: Clock,
        supervisor: TaskSupervisor,
        plant: SoundRange,
        tell: Callable[[SoundPorts], None],
        registry: CollectorRegistry,
    ) -> None:
        self._clock, self._supervisor, self._plant = clock, supervisor, plant
        self._tell = tell
        self._ports: SoundPorts | None = None
        self._since: datetime | None = None
        self._turned_away: deque[tuple[datetime, str, int]] = deque()
        self._measure(registry)

    def start(self) -> None:
        """Begins to look, again and again."""
        self._supervisor.spawn(self._watch(), name="loop:sound ports")

    async def look(self) -> None:
        """How it is now; nothing is known of an Asterisk elsewhere."""
        ports = await asyncio.to_thread(self._plant.sound_ports)
        if ports is None:
            return
        now = self._clock.now()
        for why, count in ports.turned_away.items():
            log.error("asterisk turned callers away", why=why, count=count)
            self._turned_away.append((now, why, count))
            self._counted.labels(why).inc(count)
        before, self._ports = self._ports, ports
        if before is None or before.is_scarce != ports.is_scarce:
            self._since = now
        self._used.set(ports.used)
        self._all.set(ports.all)
        self._tell(ports)

    @property
    def usable(self) -> bool:
        """Whether a caller finds a port."""
        return self._ports is None or not self._ports.is_full

    @property
    def alarms(self) -> list[Alarm]:
        """Whoever was turned away lately, and that ports are running out."""
        found: list[Alarm] = []
        while self._turned_away and self._turned_away[0][0] <= self._clock.now() - REMEMBERED:
            self._turned_away.popleft()
        lately: Counter[str] = Counter()
        for _, why, count in self._turned_away:
            lately[why] += count
        for why, count in lately.items():
            first = next(at for at, one, _ in self._turned_away if one == why)
            found.append(Alarm(first, Finding("turned_away", why, {"count": str(count)})))
        finding = judge_ports(self._ports) if self._ports else None
        if finding is not None and self._since is not None:
            found.append(Alarm(self._since, finding))
        return found

    async def _watch(self) -> None:
        while True:
            try:
                await self.look()
            except OSError as error:
                log.error("sound ports not looked at", reason=error.strerror)
            await asyncio.sleep(LOOK_SECONDS)

    def _measure(self, registry: CollectorRegistry) -> None:
        self._used = Gauge(
            "lingting_sound_ports_used",
            "UDP ports for sound that are taken; a line takes two.",
            registry=registry,
        )
        self._all = Gauge(
            "lingting_sound_ports",
            "UDP ports for sound; 0 with an Asterisk of your own, of which nothing is known.",
            registry=registry,
        )
        self._counted = Count(
            "lingting_switch_turned_away",
            "Callers whom Asterisk turned away by itself, who are no contact.",
            ["why"],
            registry=registry,
        )
