"""Computes the one state of a company's floor that every wallboard shows."""

from collections import defaultdict
from dataclasses import dataclass

from lingting.acd.api import Acd
from lingting.calls.live import LiveCalls
from lingting.kernel.ids import AgentId, SkillGroupId, TenantId
from lingting.platform.kit import Kit
from lingting.platform.patch import State
from lingting.supervision.domain.agents import agent_state
from lingting.supervision.people import People

SEE_NUMBERS = "numbers.see"


@dataclass(frozen=True)
class FloorBoard:
    """Reads memory for what is alive and the database for names.

    Every part is keyed by id, so that a frame holds only what changed.
    """

    kit: Kit
    acd: Acd
    live: LiveCalls
    people: People

    async def of(self, tenant: TenantId, sees: frozenset[str]) -> State:
        """The floor as readers with these permissions see it."""
        async with self.kit.db.transaction(tenant) as tx:
            seated = await self.people.seated(tx)
        groups = self.acd.groups(tenant)
        of_agent: defaultdict[AgentId, list[SkillGroupId]] = defaultdict(list)
        for group in groups:
            for member in group.members:
                of_agent[member.agent].append(group.id)
        return {
            "groups": {str(group.id): group.name for group in groups},
            "agents": {
                str(view.id): agent_state(
                    view, seated[view.id], self.live.of_agent(view.id), of_agent[view.id]
                )
                for view in self.acd.agents(tenant)
                if view.id in seated
            },
        }
