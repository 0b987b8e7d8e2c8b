"""The router of one company: single threaded, without I/O; every method answers what happened."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lingting.acd.domain import attending, deadlines, offering, queueing
from lingting.acd.domain.configuring import put_group, put_queue, remove_group, remove_queue
from lingting.acd.domain.floor import Agent, Floor, Item, Offer, Queue
from lingting.acd.domain.items import NewItem
from lingting.acd.domain.matching import settle
from lingting.acd.domain.queues import QueueConfig, SkillGroup
from lingting.acd.domain.states import Method
from lingting.kernel.events import Event
from lingting.kernel.ids import AgentId, OfferId, QueueId, SkillGroupId, WorkItemId

Told = list[Event]


@dataclass(frozen=True, slots=True)
class Touched:
    """What changed since it was asked last, for whoever writes it down."""

    agents: frozenset[Agent]
    items: frozenset[Item]
    offers: frozenset[Offer]

    def __bool__(self) -> bool:
        return bool(self.agents or self.items or self.offers)


class Core:
    """Applies one input at a time. `now` never goes back between calls."""

    def __init__(
        self,
        new_offer_id: Callable[[datetime], OfferId],
        draw: Callable[[int], int],
        phone_grace_seconds: int = 15,
    ) -> None:
        self.floor = Floor(new_offer_id, draw, phone_grace_seconds)

    # --- configuration ----------------------------------------------------------------------

    def put_group(self, group: SkillGroup, now: datetime) -> Told:
        """Makes or changes a skill group; the queues that need it follow at once."""
        put_group(self.floor, group, now)
        return self._settle(now)

    def remove_group(self, group: SkillGroupId, now: datetime) -> Told:
        """Forgets a skill group; raises SkillGroupInUse while a queue needs it."""
        remove_group(self.floor, group)
        return self._settle(now)

    def put_queue(self, config: QueueConfig, now: datetime) -> Told:
        """Makes or changes a queue; whoever waits keeps his turn under the new rules."""
        put_queue(self.floor, config, now)
        return self._settle(now)

    def remove_queue(self, queue: QueueId, now: datetime) -> Told:
        """Closes a queue; whoever waits in it overflows."""
        remove_queue(self.floor, queue, now)
        return self._settle(now)

    def know(self, agents: Iterable[AgentId], now: datetime) -> None:
        """Makes agents known who were never seen before."""
        for agent in agents:
            self._agent(agent, now)

    def set_busy_codes(self, codes: Iterable[str]) -> None:
        """The reasons that an agent may choose."""
        self.floor.busy_codes = set(codes)

    def new_day(self, now: datetime) -> Told:
        """Sets what is counted per day back to nothing (calls, seconds used, missed)."""
        attending.start_counting_anew(self.floor)
        return self._settle(now)

    # --- agents -----------------------------------------------------------------------------

    def log_in(self, agent: AgentId, now: datetime) -> Told:
        attending.log_in(self.floor, self._agent(agent, now), now)
        return self._settle(now)

    def log_out(self, agent: AgentId, now: datetime, *, forced: bool = False) -> Told:
        attending.log_out(self.floor, self._agent(agent, now), now, forced=forced)
        return self._settle(now)

    def remove_agents(self, agents: Iterable[AgentId], now: datetime) -> Told:
        """Ends whatever people who left the company had; their groups are changed apart."""
        for agent in agents:
            attending.leave_for_good(self.floor, self._agent(agent, now), now)
        return self._settle(now)

    def sign_in(self, agent: AgentId, method: Method, now: datetime) -> Told:
        attending.sign_in(self.floor, self._agent(agent, now), method, now)
        return self._settle(now)

    def sign_out(self, agent: AgentId, now: datetime, by: str = "agent") -> Told:
        attending.sign_out(self.floor, self._agent(agent, now), now, by)
        return self._settle(now)

    def set_busy(self, agent: AgentId, reason: str, now: datetime, by: str = "agent") -> Told:
        attending.set_busy(self.floor, self._agent(agent, now), reason, by, now)
        return self._settle(now)

    def set_idle(self, agent: AgentId, now: datetime, by: str = "agent") -> Told:
        attending.set_idle(self.floor, self._agent(agent, now), by, now)
        return self._settle(now)

    def set_do_not_disturb(self, agent: AgentId, now: datetime) -> Told:
        attending.set_do_not_disturb(self.floor, self._agent(agent, now), now)
        return self._settle(now)

    def set_auto_idle(self, agent: AgentId, on: bool, now: datetime) -> Told:
        attending.set_auto_idle(self.floor, self._agent(agent, now), on, now)
        return self._settle(now)

    def phone_reachable(self, agent: AgentId, yes: bool, now: datetime) -> Told:
        attending.phone_reachable(self.floor, self._agent(agent, now), yes, now)
        return self._settle(now)

    def set_aside(self, agent: AgentId, now: datetime) -> Told:
        attending.set_aside(self.floor, self._agent(agent, now), now)
        return self._settle(now)

    def come_back(self, agent: AgentId, now: datetime) -> Told:
        attending.come_back(self.floor, self._agent(agent, now), now)
        return self._settle(now)

    def engage(
        self,
        agent: AgentId,
        ref: UUID,
        now: datetime,
        item: WorkItemId | None = None,
        wrap_seconds: int = 0,
    ) -> Told:
        given = None if item is None else queueing.item_of(self.floor, item)
        attending.engage(self.floor, self._agent(agent, now), ref, given, wrap_seconds, now)
        return self._settle(now)

    def release(self, agent: AgentId, now: datetime) -> Told:
        attending.release(self.floor, self._agent(agent, now), now)
        return self._settle(now)

    def extend_wrap_up(self, agent: AgentId, seconds: int, now: datetime) -> Told:
        attending.extend_wrap_up(self.floor, self._agent(agent, now), seconds, now)
        return self._settle(now)

    def finish_wrap_up(self, agent: AgentId, now: datetime, by: str = "agent") -> Told:
        attending.end_wrap_up(self.floor, self._agent(agent, now), by, now)
        return self._settle(now)

    # --- work items and offers --------------------------------------------------------------

    def enqueue(self, new: NewItem, now: datetime) -> Told:
        queueing.enqueue(self.floor, new, now)
        return self._settle(now)

    def withdraw(self, item: WorkItemId, why: str, now: datetime) -> Told:
        queueing.withdraw(self.floor, item, why, now)
        return self._settle(now)

    def accept(self, offer: OfferId, now: datetime) -> Told:
        offering.accept(self.floor, offer, now)
        return self._settle(now)

    def reject(self, offer: OfferId, why: str, now: datetime) -> Told:
        offering.reject(self.floor, offer, why, now)
        return self._settle(now)

    def finish(self, item: WorkItemId, now: datetime) -> Told:
        """The talk is over; raises WorkItemNotFound, or IllegalTransition when nobody has it."""
        attending.finish(self.floor, queueing.item_of(self.floor, item), now)
        return self._settle(now)

    # --- time, and what others ask ----------------------------------------------------------

    def advance(self, now: datetime) -> Told:
        """Carries out what became due."""
        deadlines.advance(self.floor, now)
        return self._settle(now)

    def next_due(self) -> datetime | None:
        """When `advance` has to be called next."""
        return deadlines.next_due(self.floor)

    def agent(self, agent: AgentId) -> Agent | None:
        return self.floor.agents.get(agent)

    def knows(self, item: WorkItemId) -> bool:
        """Whether the item is alive."""
        return item in self.floor.items

    def is_open(self, offer: OfferId) -> bool:
        """Whether the offer still rings."""
        return offer in self.floor.offers

    def item(self, item: WorkItemId) -> Item:
        return queueing.item_of(self.floor, item)

    def queue(self, queue: QueueId) -> Queue:
        return queueing.queue_of(self.floor, queue)

    def touched(self) -> Touched:
        """Everything that changed since the last time, each once."""
        floor = self.floor
        result = Touched(
            frozenset(floor.touched_agents),
            frozenset(floor.touched_items),
            frozenset(floor.touched_offers),
        )
        floor.touched_agents.clear()
        floor.touched_items.clear()
        floor.touched_offers.clear()
        return result

    def _agent(self, agent: AgentId, now: datetime) -> Agent:
        return attending.agent_of(self.floor, agent, now)

    def _settle(self, now: datetime) -> Told:
        settle(self.floor, now)
        told = self.floor.told
        self.floor.told = []
        return told
