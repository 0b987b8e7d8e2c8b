"""What upper features may ask of distribution.

Every changing method takes the transaction of the use case first, so that one transaction spans
features; it must run in the company's mailbox. Reads look at memory and need no transaction.
Agents are known to the router from their first `log_in` or membership on.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from uuid import UUID

from lingting.acd.domain.busy_reasons import BusyReason
from lingting.acd.domain.items import NewItem
from lingting.acd.domain.queues import QueueConfig, SkillGroup
from lingting.acd.domain.states import Method
from lingting.acd.domain.views import AgentView, Availability, ItemView, Position, QueueView
from lingting.acd.events import Reason
from lingting.acd.ports import Delivery
from lingting.kernel.ids import AgentId, OfferId, QueueId, SkillGroupId, TenantId, WorkItemId
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal


class Acd(Protocol):
    """Agents, queues, work items and offers of every company that this process serves."""

    def deliver(self, channel: str, delivery: Delivery) -> None:
        """Says who carries the offers of a channel."""
        ...

    async def load(self, tenant: TenantId) -> None:
        """Takes a company's floor up from the database; call once at start, before any input."""
        ...

    async def watch_day(self, tenant: TenantId) -> None:
        """Sets the timer of the company's midnight, unless it is set for the coming one."""
        ...

    def serves(self, tenant: TenantId) -> bool:
        """Whether this process has the company's floor; the command line has none."""
        ...

    def anybody_works(self) -> bool:
        """Whether any agent of any company rings, talks or wraps up."""
        ...

    async def seed(self, tx: Transaction) -> None:
        """Gives a new company its busy reasons."""
        ...

    # agents ------------------------------------------------------------------------------------

    async def log_in(self, tx: Transaction, agent: AgentId) -> None:
        """Logged in and busy (after_login); again is no news."""
        ...

    async def log_out(self, tx: Transaction, agent: AgentId, *, forced: bool = False) -> None:
        """Raises LogOutNeedsBusy, AgentEngaged; `forced` refuses only during a talk."""
        ...

    async def sign_in(self, tx: Transaction, agent: AgentId, method: Method) -> None:
        """签入. Raises NotLoggedIn, AgentEngaged."""
        ...

    async def sign_out(self, tx: Transaction, agent: AgentId, *, by: str = "agent") -> None:
        """签出. Raises NotSignedIn, AgentEngaged."""
        ...

    async def set_busy(
        self, tx: Transaction, agent: AgentId, reason: str, *, by: str = "agent"
    ) -> None:
        """置忙. Raises NotLoggedIn, BusyReasonUnknown."""
        ...

    async def set_idle(self, tx: Transaction, agent: AgentId, *, by: str = "agent") -> None:
        """置闲. Raises NotSignedIn. Ends a wrap-up; during a talk it holds for afterwards."""
        ...

    async def set_do_not_disturb(self, tx: Transaction, agent: AgentId) -> None:
        """免打扰. Raises NotSignedIn."""
        ...

    async def set_auto_idle(self, tx: Transaction, agent: AgentId, on: bool) -> None:
        """自动置闲: idle by itself after each wrap-up."""
        ...

    async def be_sure(self, tx: Transaction) -> None:
        """What a transaction that failed left in memory is put right now, not soon: reads that
        follow in this turn can be trusted."""
        ...

    async def phone_reachable(self, tx: Transaction, agent: AgentId, yes: bool) -> None:
        """His phone registered or went away. A new agent's phone counts as away until told."""
        ...

    async def set_aside(self, tx: Transaction, agent: AgentId) -> None:
        """He attends a colleague's talk, signed in or not: until `come_back` nothing is offered
        to him. Raises AgentEngaged while he talks or is rung."""
        ...

    async def come_back(self, tx: Transaction, agent: AgentId) -> None:
        """Ends `set_aside`; not aside is no error."""
        ...

    async def engage(
        self,
        tx: Transaction,
        agent: AgentId,
        ref: UUID,
        *,
        item: WorkItemId | None = None,
        wrap_up_seconds: int | None = None,
    ) -> None:
        """He is on a call that came past the queue; with `item` the customer is his from now on.

        Raises NotSignedIn, AgentEngaged, WorkItemNotFound. The former agent of `item` stays
        engaged until `release`.
        """
        ...

    async def release(self, tx: Transaction, agent: AgentId) -> None:
        """His talk is over (with his item, if any): wrap-up follows. Not engaged is no error."""
        ...

    async def extend_wrap_up(self, tx: Transaction, agent: AgentId, seconds: int) -> None:
        """Raises NotWrappingUp."""
        ...

    async def finish_wrap_up(self, tx: Transaction, agent: AgentId) -> None:
        """Busy (after_call) follows, or idle when so wished. Raises NotWrappingUp."""
        ...

    async def assign(
        self,
        tx: Transaction,
        agent: AgentId,
        groups: Mapping[SkillGroupId, int],
        by: Principal | None = None,
    ) -> None:
        """From now on he serves these groups, with these levels, and no others; what waits in
        their queues may ring at him at once. Raises SkillGroupNotFound, SkillGroupUnfit."""
        ...

    # work items and offers ---------------------------------------------------------------------

    async def enqueue(self, tx: Transaction, new: NewItem) -> WorkItemId:
        """Raises QueueNotFound, QueueDisabled, QueueFull, WorkItemKnown."""
        ...

    async def withdraw(self, tx: Transaction, item: WorkItemId, why: str) -> None:
        """`abandoned`: the customer left; anything else: overflowed with its credit.

        Over already is no error. Raises IllegalTransition when an agent has the item.
        """
        ...

    async def accept(self, tx: Transaction, offer: OfferId) -> None:
        """Raises OfferClosed."""
        ...

    async def reject(self, tx: Transaction, offer: OfferId, why: str = "rejected") -> None:
        """`rejected` by the agent, or `unreachable`. Closed already is no error."""
        ...

    async def finish(self, tx: Transaction, item: WorkItemId) -> None:
        """The talk is over: item done, its agent wraps up. Over already is no error."""
        ...

    # reads -------------------------------------------------------------------------------------

    def agent_view(self, tenant: TenantId, agent: AgentId) -> AgentView | None:
        """None when the router never heard of this agent."""
        ...

    def agents(self, tenant: TenantId) -> list[AgentView]: ...

    async def busy_reasons(self, tx: Transaction) -> list[BusyReason]:
        """The reasons that an agent may choose, in the company's order."""
        ...

    def can_take(self, tenant: TenantId, agent: AgentId) -> bool:
        """Whether an offer could ring at this agent now."""
        ...

    def queue_view(self, tenant: TenantId, queue: QueueId) -> QueueView | None: ...

    def queues(self, tenant: TenantId) -> list[QueueView]: ...

    def queue_config(self, tenant: TenantId, queue: QueueId) -> QueueConfig | None: ...

    def groups(self, tenant: TenantId) -> list[SkillGroup]: ...

    async def queue_names(self, tx: Transaction) -> dict[QueueId, str]:
        """The name of every queue, also in a process that has no floor."""
        ...

    def item_view(self, tenant: TenantId, item: WorkItemId) -> ItemView | None:
        """None when the item is over."""
        ...

    def position(self, tenant: TenantId, item: WorkItemId) -> Position | None:
        """Ahead, waited and estimated; None when the item is over."""
        ...

    def availability(self, tenant: TenantId, queue: QueueId) -> Availability:
        """What a caller who entered now would meet. Raises QueueNotFound."""
        ...

    def why_waiting(self, tenant: TenantId, item: WorkItemId) -> Reason | None:
        """Why the item is where it is, as things stand; None when it is over."""
        ...

    async def decisions(self, tx: Transaction, item: WorkItemId) -> Sequence[dict[str, Any]]:
        """Every stored decision about an item, in order: `{at, outcome, agent, reason}`."""
        ...

    async def decisions_of(self, tx: Transaction, ref: UUID) -> Sequence[dict[str, Any]]:
        """Every stored decision about a call, over all of its items."""
        ...

    async def timeline(
        self, tx: Transaction, agent: AgentId, limit: int = 200
    ) -> Sequence[dict[str, Any]]:
        """The agent's states, the latest first: `{began_at, ended_at, presence, work, …}`."""
        ...
