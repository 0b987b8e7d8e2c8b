"""Signing in with a SIP phone (话机签入): an account that stays, and which phone rings."""

import secrets

from lingting.acd.domain.states import Method
from lingting.calls import store
from lingting.calls.errors import SipPhoneMissing
from lingting.calls.ports import PhoneAccount, SwitchUnavailable
from lingting.calls.service.phones import SECRET_BYTES, Phones
from lingting.calls.voice import Voice
from lingting.kernel.ids import AgentId, TenantId
from lingting.platform.db import Transaction

NAME_DIGITS = 10


class SipPhones:
    """A phone on the desk registers by itself and stays registered; the agent says by which of
    his phones he works when he signs in."""

    def __init__(self, voice: Voice, phones: Phones) -> None:
        self._voice = voice
        self._phones = phones

    async def load(self, tx: Transaction) -> None:
        """Takes up who has a SIP phone, and who is working with his, at start."""
        for agent, account in (await store.sip_phones_of(tx)).items():
            self._phones.know_sip(tx.tenant, agent, account)
            view = self._voice.acd.agent_view(tx.tenant, agent)
            if view is not None and view.method is Method.SIP_PHONE:
                self._voice.phones.chose(agent, account.name)

    async def of(self, tx: Transaction, agent: AgentId) -> PhoneAccount | None:
        """The agent's account, if he has one."""
        return await store.sip_phone_of(tx, agent)

    async def renew(self, tenant: TenantId, agent: AgentId) -> PhoneAccount:
        """A new secret; the name stays. The old secret no longer registers."""
        async with self._voice.kit.db.transaction(tenant) as tx:
            before = await store.sip_phone_of(tx, agent)
            account = PhoneAccount(
                name=before.name if before else _new_name(),
                secret=secrets.token_urlsafe(SECRET_BYTES),
                webrtc=False,
            )
            await store.save_sip_phone(tx, agent, account)
        self._phones.know_sip(tenant, agent, account)
        await self._voice.switch.provision(account)
        return account

    async def is_registered(self, account: PhoneAccount) -> bool:
        """Whether the phone is reachable now."""
        try:
            return await self._voice.switch.is_registered(account.name)
        except SwitchUnavailable:
            return False

    async def ring_at(self, tx: Transaction, agent: AgentId, method: Method) -> None:
        """Chooses the phone with which he signs in; raises SipPhoneMissing."""
        phone = self._voice.phones.in_page(agent)
        if method is Method.SIP_PHONE:
            account = await store.sip_phone_of(tx, agent)
            if account is None:
                raise SipPhoneMissing()
            phone = account.name
        if phone == self._voice.phones.of_agent(agent):
            return
        try:
            there = await self._voice.switch.is_registered(phone)
        except SwitchUnavailable:
            there = False
        await self._voice.acd.phone_reachable(tx, agent, there)
        tx.after_commit(lambda: self._chose(agent, phone))

    async def _chose(self, agent: AgentId, phone: str) -> None:
        self._voice.phones.chose(agent, phone)


def _new_name() -> str:
    """Digits alone, so that it can be typed on the phone itself."""
    return f"{secrets.randbelow(9 * 10 ** (NAME_DIGITS - 1)) + 10 ** (NAME_DIGITS - 1)}"
