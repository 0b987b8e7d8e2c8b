"""Computes the one state of a company's floor that every wallboard shows."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from lingting.acd.api import Acd
from lingting.acd.domain.states import ItemState
from lingting.calls.domain import Call
from lingting.calls.live_listenings import LiveListenings
from lingting.kernel.discretion import SEE_NUMBERS
from lingting.kernel.ids import AgentId, SkillGroupId, TenantId
from lingting.kernel.instants import instant
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.platform.patch import State
from lingting.supervision.alerting import Alerting
from lingting.supervision.callers import Callers, Known
from lingting.supervision.domain.agents import agent_state
from lingting.supervision.domain.alerts import alert_state
from lingting.supervision.domain.calls import call_state, caller_state, waiting_state
from lingting.supervision.domain.figures import NOTHING, Stretches, figures_state
from lingting.supervision.domain.lines import lines_state
from lingting.supervision.domain.queues import queue_state
from lingting.supervision.floor import Floor, Looking


@dataclass(frozen=True)
class FloorBoard:
    """Every part is keyed by id, so that a frame holds only what changed."""

    kit: Kit
    acd: Acd
    looking: Looking
    callers: Callers
    alerting: Alerting
    listenings: LiveListenings

    async def of(self, tenant: TenantId, sees: frozenset[str]) -> State:
        """The floor as readers with these permissions see it."""
        figures = await self.looking.figures.of(tenant)
        async with self.kit.db.transaction(tenant) as tx:
            floor = await self.looking.at(tx, figures)
            reasons = await self.acd.busy_reasons(tx)
            state = {
                "reasons": {one.code: {"zh": one.zh, "en": one.en} for one in reasons},
                "stretches": _stretches(floor.figures),
                "queues": await self._queues(tx, floor),
                "lines": lines_state(floor.calls),
                **await self._agents(tx, floor),
                **await self._calls(tx, floor.calls, see_numbers=SEE_NUMBERS in sees),
            }
        open_alerts = self.alerting.open(tenant)
        state["alerts"] = {f"{key[0]}:{key[1]}": alert_state(a) for key, a in open_alerts.items()}
        return state

    async def _queues(self, tx: Transaction, floor: Floor) -> State:
        thresholds = await self.alerting.thresholds(tx)
        hour, day = floor.figures.hour, floor.figures.day
        return {
            str(one.id): queue_state(
                one, hour.get(one.id, NOTHING), day.get(one.id, NOTHING), thresholds
            )
            for one in floor.queues
        }

    async def _agents(self, tx: Transaction, floor: Floor) -> State:
        seated = await self.looking.people.seated(tx)
        groups = self.acd.groups(tx.tenant)
        of_agent: defaultdict[AgentId, list[SkillGroupId]] = defaultdict(list)
        for group in groups:
            for member in group.members:
                of_agent[member.agent].append(group.id)
        heard = {one.agent for one in self.listenings.all() if one.tenant == tx.tenant}
        return {
            "groups": {str(group.id): group.name for group in groups},
            "agents": {
                str(one.view.id): agent_state(
                    one,
                    seated[one.view.id],
                    of_agent[one.view.id],
                    listened=one.view.id in heard,
                )
                for one in floor.agents
            },
        }

    async def _calls(self, tx: Transaction, calls: list[Call], *, see_numbers: bool) -> State:
        known = await self.callers.of(tx, calls)
        state: dict[str, dict[str, Any]] = {"calls": {}, "waiting": {}}
        for call in calls:
            who = known.get(call.id, Known())
            caller = caller_state(call.caller, who.name, who.id, see_numbers=see_numbers)
            waiting = self._waiting(tx.tenant, call, caller)
            if waiting is not None:
                state["waiting"][str(call.id)] = waiting
            else:
                state["calls"][str(call.id)] = call_state(call, caller, see_numbers=see_numbers)
        return state

    def _waiting(
        self, tenant: TenantId, call: Call, caller: dict[str, Any]
    ) -> dict[str, Any] | None:
        item = self.acd.item_view(tenant, call.item) if call.item is not None else None
        if item is None or item.state not in (ItemState.WAITING, ItemState.OFFERED):
            return None
        position = self.acd.position(tenant, item.id)
        return waiting_state(item, position, caller) if position is not None else None


def _stretches(figures: Stretches) -> State:
    return {
        "hour_since": instant(figures.hour_since),
        "day_since": instant(figures.day_since),
        "hour": figures_state(figures.hour.get(None, NOTHING)),
        "today": figures_state(figures.day.get(None, NOTHING)),
    }
