"""The commands of the telephone bar: each is one turn in the company's mailbox."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from lingting.acd.api import Acd
from lingting.acd.domain.states import Method
from lingting.calls import store
from lingting.calls.domain import Call, LegKind
from lingting.calls.errors import CallNotFound, NotYourCall, TargetUnusable
from lingting.calls.events import NoteSaved
from lingting.calls.module import Calls
from lingting.calls.ports import PhoneAccount
from lingting.kernel.errors import Forbidden
from lingting.kernel.ids import AgentId, CallId, FlowId, OfferId, QueueId
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.kit import Kit

Result = TypeVar("Result")


@dataclass(frozen=True)
class Desk:
    """Use cases of one agent's desk; each needs a seat."""

    kit: Kit
    acd: Acd
    calls: Calls

    async def turn(
        self, who: Principal, use_case: Callable[[Transaction, AgentId], Awaitable[Result]]
    ) -> Result:
        """Runs a use case for the agent in his company's mailbox, in one transaction."""
        if who.seat_number is None:
            raise Forbidden()

        async def run() -> Result:
            async with self.kit.db.transaction(who.tenant) as tx:
                return await use_case(tx, AgentId(who.user))

        return await self.kit.mailboxes.run(who.tenant, run)

    async def sign_in(self, who: Principal, method: Method) -> None:
        """签入 with the browser or a SIP phone as telephone."""

        async def use_case(tx: Transaction, agent: AgentId) -> None:
            await self.calls.sip_phones.ring_at(tx, agent, method)
            await self.acd.sign_in(tx, agent, method)

        await self.turn(who, use_case)

    async def sign_out(self, who: Principal) -> None:
        """签出; the softphone goes with it."""

        async def use_case(tx: Transaction, agent: AgentId) -> None:
            await self.acd.sign_out(tx, agent)
            await self.calls.listening.leave(tx, agent, "left")
            tx.after_commit(lambda: self.calls.phones.withdraw(agent))

        await self.turn(who, use_case)

    async def rejoin(self, who: Principal) -> None:
        """The page is back: its phone is rung for the talk, or for the one that is listened to."""

        async def use_case(tx: Transaction, agent: AgentId) -> None:
            if not await self.calls.listening.rejoin(tx, agent):
                await self.calls.rejoining.rejoin(tx, agent)

        await self.turn(who, use_case)

    async def reject(self, who: Principal, offer: OfferId) -> None:
        """拒接: the phone stops ringing, the customer keeps his place."""

        async def use_case(tx: Transaction, agent: AgentId) -> None:
            view = self.acd.agent_view(tx.tenant, agent)
            if view is None or view.offer != offer:
                raise CallNotFound()
            await self.acd.reject(tx, offer, "rejected")

        await self.turn(who, use_case)

    async def transfer(self, who: Principal, call: CallId, kind: str, target: str) -> None:
        """转移 and 转IVR, blind."""

        async def use_case(tx: Transaction, agent: AgentId) -> None:
            transfer = self.calls.transfer
            if kind == "number":
                await transfer.to_number(tx, call, agent, target)
                return
            found = _id(target)
            if kind == "agent":
                await transfer.to_agent(tx, call, agent, AgentId(found))
            elif kind == "queue":
                await transfer.to_queue(tx, call, agent, QueueId(found))
            else:
                await transfer.to_flow(tx, call, agent, FlowId(found))

        await self.turn(who, use_case)

    async def phone(self, who: Principal) -> PhoneAccount:
        """A fresh account for the softphone of this page."""
        if who.seat_number is None:
            raise Forbidden()
        return await self.calls.phones.provision(who.tenant, AgentId(who.user))

    async def new_sip_phone(self, who: Principal) -> PhoneAccount:
        """An account for the phone on his desk, or a new secret for it."""
        if who.seat_number is None:
            raise Forbidden()
        return await self.calls.sip_phones.renew(who.tenant, AgentId(who.user))

    async def sip_phone(self, who: Principal) -> tuple[PhoneAccount, bool] | None:
        """The account of the phone on his desk, and whether it is registered."""
        async with self.kit.db.transaction(who.tenant) as tx:
            account = await self.calls.sip_phones.of(tx, AgentId(who.user))
        if account is None:
            return None
        return account, await self.calls.sip_phones.is_registered(account)

    async def save_note(
        self, who: Principal, call: CallId, text: str, disposition: str | None
    ) -> None:
        """Keeps what the agent writes while he talks and wraps up."""

        async def use_case(tx: Transaction, agent: AgentId) -> None:
            await self._of(tx, call, agent)
            await store.save_note(tx, call, agent, text, disposition)
            tx.publish(NoteSaved(at=tx.now, call=call, agent=agent, disposition=disposition))

        await self.turn(who, use_case)

    async def note(self, who: Principal, call: CallId) -> dict[str, Any] | None:
        """The agent's own note on a call."""
        async with self.kit.db.transaction(who.tenant) as tx:
            return await store.read_note(tx, call, AgentId(who.user))

    async def _of(self, tx: Transaction, call: CallId, agent: AgentId) -> Call:
        found = await self.calls.find(tx, call)
        if found is None:
            raise CallNotFound()
        mine = [leg for leg in found.legs if leg.kind is LegKind.AGENT and leg.agent == agent]
        if not mine:
            raise NotYourCall()
        return found


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise TargetUnusable(field="target") from None
