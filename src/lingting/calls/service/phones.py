"""The phones of this process: softphones and SIP phones, who is reachable, who went away."""

import secrets
from dataclasses import dataclass
from functools import partial

from lingting.calls.domain.call import Call, Direction
from lingting.calls.ports import PhoneAccount, SwitchUnavailable
from lingting.calls.service.listening import ListeningIn
from lingting.calls.service.rejoining import Rejoining
from lingting.calls.voice import Voice
from lingting.kernel.ids import AgentId, CallId, TenantId, UserId
from lingting.platform.db import Transaction

SECRET_BYTES = 18
TEST_CALLER = "13800138000"
"""Who the test phone seems to be, so that a newcomer sees a number, a region and a customer."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose phone it is; a test phone belongs to nobody's seat."""

    tenant: TenantId
    agent: AgentId | None
    account: PhoneAccount | None


class AgentPhones:
    """Names of phones: a softphone per agent, and the SIP phone of who signed in with one."""

    def __init__(self) -> None:
        self._chosen: dict[AgentId, str] = {}

    def of_agent(self, agent: AgentId) -> str:
        """The SIP user of the phone that rings for him."""
        return self._chosen.get(agent) or self.in_page(agent)

    def in_page(self, agent: AgentId) -> str:
        """The SIP user of his softphone, the same for life."""
        return f"a{agent.hex}"

    def chose(self, agent: AgentId, phone: str) -> None:
        """From now on this one rings."""
        self._chosen[agent] = phone


class Phones:
    """Provisions softphones and follows their registration."""

    def __init__(self, voice: Voice, rejoining: Rejoining, listening: ListeningIn) -> None:
        self._voice = voice
        self._rejoining = rejoining
        self._listening = listening
        self._owners: dict[str, Owner] = {}

    def know(self, tenant: TenantId, agent: AgentId) -> None:
        """Follows the phone of an agent, also one that an earlier process provisioned."""
        name = self._voice.phones.in_page(agent)
        self._owners.setdefault(name, Owner(tenant, agent, None))

    def know_sip(self, tenant: TenantId, agent: AgentId, account: PhoneAccount) -> None:
        """Follows the SIP phone of an agent; it is provisioned again with a new switch."""
        self._owners[account.name] = Owner(tenant, agent, account)

    def tenants(self) -> set[TenantId]:
        """The companies whose phones are followed."""
        return {owner.tenant for owner in self._owners.values()}

    async def provision(self, tenant: TenantId, agent: AgentId) -> PhoneAccount:
        """A fresh secret for the agent's phone; an older one no longer registers."""
        name = self._voice.phones.in_page(agent)
        account = PhoneAccount(name=name, secret=secrets.token_urlsafe(SECRET_BYTES))
        self._owners[name] = Owner(tenant, agent, account)
        await self._voice.switch.provision(account)
        return account

    async def provision_test(self, tenant: TenantId, user: AgentId) -> PhoneAccount:
        """A phone that dials in like an outside caller (拨测)."""
        account = PhoneAccount(
            name=f"t{user.hex}",
            secret=secrets.token_urlsafe(SECRET_BYTES),
            caller=True,
            calling=TEST_CALLER,
        )
        self._owners[account.name] = Owner(tenant, None, account)
        await self._voice.switch.provision(account)
        return account

    async def withdraw(self, agent: AgentId) -> None:
        """The agent signed out: his page's phone is gone. A SIP phone stays where it is."""
        name = self._voice.phones.in_page(agent)
        owner = self._owners.get(name)
        if owner is not None:
            self._owners[name] = Owner(owner.tenant, agent, None)
            await self._voice.switch.withdraw(name)

    async def provision_again(self) -> None:
        """The switch is new and knows no phone."""
        for owner in list(self._owners.values()):
            if owner.account is not None:
                await self._voice.switch.provision(owner.account)

    async def look_again(self) -> None:
        """The switch was away: phones that went meanwhile ring for nobody until they are back.

        A talk goes on for a while: its sound does not need the registration, and a page that lost
        its connection with this process registers again by itself.
        """
        for tenant in self.tenants():
            await self._voice.kit.mailboxes.run(tenant, partial(self._be_sure, tenant))
        for name, owner in list(self._owners.items()):
            agent = owner.agent
            if agent is None or name != self._voice.phones.of_agent(agent):
                continue
            view = self._voice.acd.agent_view(owner.tenant, agent)
            if view is None or not view.reachable:
                continue
            if not await self._voice.switch.is_registered(name):
                turn = partial(self._gone_unseen, owner.tenant, agent)
                await self._voice.kit.mailboxes.run(owner.tenant, turn)

    async def _be_sure(self, tenant: TenantId) -> None:
        """This may be told again because it failed: memory may say what was not committed."""
        async with self._voice.kit.db.transaction(tenant) as tx:
            await self._voice.acd.be_sure(tx)

    async def _gone_unseen(self, tenant: TenantId, agent: AgentId) -> None:
        async with self._voice.kit.db.transaction(tenant) as tx:
            await self._voice.acd.phone_reachable(tx, agent, False)
            await self._rejoining.phone_gone_unseen(tx, agent)

    async def registered(self, phone: str) -> None:
        """A phone is reachable."""
        await self._changed(phone, reachable=True)

    async def unregistered(self, phone: str) -> None:
        """A phone is no longer reachable."""
        await self._changed(phone, reachable=False)

    def agent_of(self, phone: str) -> AgentId | None:
        """For whom it rings; one that its owner does not use rings for nobody."""
        owner = self._owners.get(phone)
        agent = owner.agent if owner else None
        return agent if agent and self._voice.phones.of_agent(agent) == phone else None

    def who_left(self, phone: str) -> AgentId | None:
        """For whom it rang, when he has no page open either."""
        agent, owner = self.agent_of(phone), self._owners.get(phone)
        return agent if agent and owner and not self._has_page(owner.tenant, agent) else None

    async def customer_there(self, tx: Transaction, call: CallId) -> None:
        """Whom an agent called has answered: to nobody, when page and telephone of the agent went
        while he was rung."""
        found = self._voice.living(call)
        if found is None or found.agent is None or found.direction is not Direction.OUT:
            return
        try:
            there = await self._voice.switch.is_registered(self._voice.phones.of_agent(found.agent))
        except SwitchUnavailable:  # what is gone is looked at when it is back
            return
        if not there and not self._has_page(tx.tenant, found.agent):
            await self.lost(tx, found)

    async def lost(self, tx: Transaction, call: Call) -> None:
        """The agent's line broke in a talk: he may come back."""
        await self._rejoining.lost(tx, call)

    async def _changed(self, phone: str, *, reachable: bool) -> None:
        owner = self._owners.get(phone)
        if owner is None or owner.agent is None:
            return
        turn = partial(self._tell, owner.tenant, owner.agent, phone, reachable)
        await self._voice.kit.mailboxes.run(owner.tenant, turn)

    async def _tell(self, tenant: TenantId, agent: AgentId, phone: str, reachable: bool) -> None:
        # Asked in the turn: he may be signing in with this very phone in the turn before.
        if phone != self._voice.phones.of_agent(agent):
            return
        async with self._voice.kit.db.transaction(tenant) as tx:
            await self._voice.acd.phone_reachable(tx, agent, reachable)
            if reachable:
                await self._rejoining.phone_back(tx, agent)
                await self._listening.phone_back(tx, agent)
            else:
                page_open = self._has_page(tenant, agent)
                await self._rejoining.phone_gone(tx, agent, page_open=page_open)

    def _has_page(self, tenant: TenantId, agent: AgentId) -> bool:
        return self._voice.kit.hub.pages(tenant, UserId(agent)) > 0
