"""What a leader does to the floor: listen, whisper, barge in, force a state, move an agent.

Each act has a reason, and both go to the trail; the agent finds forced states on his desk.
"""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from lingting.acd.api import Acd
from lingting.calls.domain import Call
from lingting.calls.domain.listening import Listening
from lingting.calls.module import Calls
from lingting.calls.ports import ListenMode
from lingting.identity.api import Identity
from lingting.identity.events import SessionEnded
from lingting.kernel.errors import Forbidden
from lingting.kernel.ids import AgentId, SessionId, SkillGroupId, TenantId, UserId
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.supervision.domain.hands import FORCED_IDLE, TipKind
from lingting.supervision.errors import (
    AgentNotSeated,
    ForcedIdleOff,
    NothingToHear,
    SeatNeeded,
)
from lingting.supervision.hands import Hands
from lingting.supervision.people import People
from lingting.tenancy.api import Tenancy

NEEDED = {
    ListenMode.SILENT: "supervision.listen",
    ListenMode.WHISPER: "supervision.whisper",
    ListenMode.BARGE: "supervision.barge",
}
BY = "supervisor"


class Acting:
    """Use cases of a leader; each is one turn in the company's mailbox."""

    def __init__(
        self,
        kit: Kit,
        trail: Trail,
        tenancy: Tenancy,
        identity: Identity,
        acd: Acd,
        calls: Calls,
        people: People,
        hands: Hands,
    ) -> None:
        self._kit = kit
        self._trail = trail
        self._tenancy = tenancy
        self._identity = identity
        self._acd = acd
        self._calls = calls
        self._people = people
        self._hands = hands
        calls.listening.when_ended(self._ended)
        kit.bus.subscribe(SessionEnded, self._went)

    async def turn(
        self, tenant: TenantId, use_case: Callable[[Transaction], Awaitable[object]]
    ) -> None:
        """Runs a use case in the company's mailbox, in one transaction."""

        async def run() -> None:
            async with self._kit.db.transaction(tenant) as tx:
                await use_case(tx)

        await self._kit.mailboxes.run(tenant, run)

    # listening ---------------------------------------------------------------------------------

    async def listen(
        self, tx: Transaction, who: Principal, agent: AgentId, mode: ListenMode, reason: str
    ) -> None:
        """Attends the agent's present talk (RTM-05, RTM-06, RTM-22)."""
        _require(who, mode)
        target, call = await self._talk_of(tx, who, agent)
        await self._calls.listening.begin(tx, AgentId(who.user), call.id, mode)
        details = {"mode": mode.value, "reason": reason, "call": str(call.id)}
        await self._trail.record(tx, who, "listening.start", target, details)

    async def switch(self, tx: Transaction, who: Principal, mode: ListenMode) -> None:
        """The same talk in another mode. Raises NotListening."""
        _require(who, mode)
        found = await self._calls.listening.switch(tx, AgentId(who.user), mode)
        target = await self._named(tx, found.agent)
        details = {"mode": mode.value, "call": str(found.call)}
        await self._trail.record(tx, who, "listening.mode", target, details)

    async def leave(self, tx: Transaction, who: Principal) -> None:
        """Attends no longer."""
        await self._calls.listening.leave(tx, AgentId(who.user))

    async def take_over(self, tx: Transaction, who: Principal, agent: AgentId, reason: str) -> None:
        """接管: the agent's customer is his from now on, and the agent wraps up (RTM-22)."""
        target, call = await self._talk_of(tx, who, agent)
        await self._calls.taking_over.take_over(tx, AgentId(who.user), call.id)
        await self._told(tx, who, agent, TipKind.TAKEN_OVER, reason)
        details = {"reason": reason, "call": str(call.id)}
        await self._trail.record(tx, who, "call.take_over", target, details)

    async def _talk_of(self, tx: Transaction, who: Principal, agent: AgentId) -> tuple[str, Call]:
        """The agent's name in the trail, and his talk; raises SeatNeeded, NothingToHear."""
        if who.seat_number is None:
            raise SeatNeeded()
        target = await self._named(tx, agent)
        call = self._calls.live.of_agent(agent)
        if call is None or call.agent != agent:
            raise NothingToHear()
        return target, call

    async def _ended(self, tx: Transaction, listening: Listening) -> None:
        """However it ended: how long he attended, in each mode, goes to the trail."""
        seconds = {mode: round(spent) for mode, spent in listening.seconds.items()}
        details = {"seconds": seconds, "why": listening.why, "call": str(listening.call)}
        who = await self._principal(tx, UserId(listening.listener))
        target = await self._named(tx, listening.agent)
        await self._trail.record(tx, who, "listening.end", target, details)

    async def _went(self, tenant: TenantId, event: SessionEnded) -> None:
        """Who logged out hears nothing any more."""
        listener = AgentId(event.user)
        if not event.last or self._calls.listening.live.by(listener) is None:
            return

        async def turn() -> None:
            async with self._kit.db.transaction(tenant) as tx:
                await self._calls.listening.leave(tx, listener, "left")

        await self._kit.follow_up(tenant, turn)

    # forced states -----------------------------------------------------------------------------

    async def set_busy(
        self, tx: Transaction, who: Principal, agent: AgentId, code: str, reason: str
    ) -> None:
        """强制置忙; during a talk it holds for afterwards."""
        target = await self._named(tx, agent)
        await self._acd.set_busy(tx, agent, code, by=BY)
        await self._told(tx, who, agent, TipKind.BUSY, reason)
        details = {"busy_reason": code, "reason": reason}
        await self._trail.record(tx, who, "agent.set_busy", target, details)

    async def set_idle(self, tx: Transaction, who: Principal, agent: AgentId, reason: str) -> None:
        """强制置闲, where the company allows it."""
        if not await self._tenancy.get(tx, FORCED_IDLE):
            raise ForcedIdleOff()
        target = await self._named(tx, agent)
        await self._acd.set_idle(tx, agent, by=BY)
        await self._told(tx, who, agent, TipKind.IDLE, reason)
        await self._trail.record(tx, who, "agent.set_idle", target, {"reason": reason})

    async def sign_out(self, tx: Transaction, who: Principal, agent: AgentId, reason: str) -> None:
        """强制签出; refused while he talks. His telephone goes with it."""
        target = await self._named(tx, agent)
        await self._acd.sign_out(tx, agent, by=BY)
        await self._calls.listening.leave(tx, agent, "left")
        tx.after_commit(lambda: self._calls.phones.withdraw(agent))
        await self._told(tx, who, agent, TipKind.SIGNED_OUT, reason)
        await self._trail.record(tx, who, "agent.sign_out", target, {"reason": reason})

    async def assign(
        self,
        tx: Transaction,
        who: Principal,
        agent: AgentId,
        groups: Mapping[SkillGroupId, int],
        reason: str,
    ) -> None:
        """调度: he serves these skill groups from now on (RTM-20)."""
        target = await self._named(tx, agent)
        await self._acd.assign(tx, agent, groups, who)
        names = {group.id: group.name for group in self._acd.groups(tx.tenant)}
        shown = {names[group]: level for group, level in groups.items()}
        await self._told(tx, who, agent, TipKind.GROUPS, reason)
        details = {"groups": shown, "reason": reason}
        await self._trail.record(tx, who, "agent.assign", target, details)

    # helping -----------------------------------------------------------------------------------

    async def tip(self, tx: Transaction, who: Principal, agent: AgentId, text: str) -> None:
        """Words on the agent's desk (RTM-15)."""
        target = await self._named(tx, agent)
        tip = await self._hands.tip(tx, agent, who.user, text)
        details = {"call": str(tip.call)} if tip.call else {}
        await self._trail.record(tx, who, "tip.send", target, details)

    async def take(self, tx: Transaction, who: Principal, hand: UUID) -> None:
        """A leader looks after a raised hand (RTM-07)."""
        await self._hands.take(tx, hand, who.user)

    async def lower(self, tx: Transaction, who: Principal, hand: UUID) -> None:
        """The agent was helped."""
        await self._hands.lower(tx, hand, who.user)

    # inside ------------------------------------------------------------------------------------

    async def _named(self, tx: Transaction, agent: AgentId) -> str:
        """Seat and name of an agent, as the trail shows him. Raises AgentNotSeated."""
        found = (await self._people.seated(tx)).get(agent)
        if found is None:
            raise AgentNotSeated()
        return f"{found.seat} {found.name}"

    async def _told(
        self, tx: Transaction, who: Principal, agent: AgentId, kind: TipKind, reason: str
    ) -> None:
        await self._hands.tip(tx, agent, who.user, reason, kind)

    async def _principal(self, tx: Transaction, user: UserId) -> Principal | None:
        """Who listened, for the trail; he may have logged out meanwhile."""
        person = await self._identity.person(tx, user)
        if person is None:
            return None
        account, name = person.user.account, person.user.name
        return Principal(tx.tenant, user, SessionId(user), account, name, frozenset())


def _require(who: Principal, mode: ListenMode) -> None:
    if not who.may(NEEDED[mode]):
        raise Forbidden()
