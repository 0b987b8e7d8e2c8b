"""One look at a company's floor: memory for what is alive, the database for what was counted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from lingting.acd.api import Acd
from lingting.acd.domain.views import QueueView
from lingting.calls.dial_store import refused_since
from lingting.calls.domain import Call
from lingting.calls.domain.refusing import Why
from lingting.calls.live import LiveCalls
from lingting.calls.service.refusals import Refusals
from lingting.kernel.ids import TenantId
from lingting.platform.db import Transaction
from lingting.supervision.domain.agents import Standing, standing
from lingting.supervision.domain.alerts import Reading
from lingting.supervision.domain.figures import NOTHING, Stretches
from lingting.supervision.domain.measures import COMPANY, MEASURES
from lingting.supervision.domain.queues import queue_readings
from lingting.supervision.figures import Figures
from lingting.supervision.people import People

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Floor:
    """What is there at one moment."""

    agents: list[Standing]
    queues: list[QueueView]
    calls: list[Call]
    figures: Stretches
    refused: Mapping[UUID, int]
    """Numbers that each agent was refused to dial in the last hour."""
    turned_away: Mapping[Why, int]
    """Callers who were refused in the last minute, for the system was busy."""

    def readings(self) -> Iterable[Reading]:
        """Everything that is watched."""
        hour, day = self.figures.hour, self.figures.day
        for queue in self.queues:
            yield from queue_readings(
                queue, hour.get(queue.id, NOTHING), day.get(queue.id, NOTHING)
            )
        for agent in self.agents:
            if (reading := agent.reading) is not None:
                yield reading
            if refused := self.refused.get(agent.view.id):
                yield Reading(MEASURES["refused_dials"], agent.view.id, refused)
        for why, count in self.turned_away.items():
            yield Reading(MEASURES[f"refused_{why.value}"], COMPANY, count)


@dataclass(frozen=True)
class Looking:
    """Looks at floors."""

    acd: Acd
    live: LiveCalls
    refusals: Refusals
    people: People
    figures: Figures

    async def at(self, tx: Transaction, figures: Stretches) -> Floor:
        """The floor now; agents are those with a seat."""
        seated = await self.people.seated(tx)
        tenant = tx.tenant
        agents = [
            standing(view, self.live.of_agent(view.id))
            for view in self.acd.agents(tenant)
            if view.id in seated
        ]
        refused = await refused_since(tx, tx.now - HOUR)
        return Floor(
            agents,
            self.acd.queues(tenant),
            self._calls(tenant),
            figures,
            refused,
            self.refusals.in_last_minute(tenant),
        )

    def _calls(self, tenant: TenantId) -> list[Call]:
        return [one for one in self.live.all() if one.tenant == tenant and one.ended_at is None]
