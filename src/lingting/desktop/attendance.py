"""Logging in makes an agent present, logging out makes him absent (STATE-01, 02, 05, 10)."""

from functools import partial

from lingting.acd.api import Acd
from lingting.acd.domain.states import Presence, SignIn, Work
from lingting.acd.events import WorkChanged
from lingting.calls.module import Calls
from lingting.identity.api import Identity
from lingting.identity.events import SeatChanged, SessionEnded, SessionStarted
from lingting.kernel.ids import AgentId, TenantId, UserId
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit


class Attendance:
    """Ties logins to the floor."""

    def __init__(self, kit: Kit, acd: Acd, calls: Calls, identity: Identity) -> None:
        self._kit = kit
        self._acd = acd
        self._calls = calls
        self._identity = identity
        self._leaves_later: set[tuple[TenantId, AgentId]] = set()
        kit.bus.subscribe(WorkChanged, self._worked)
        kit.bus.subscribe(SessionStarted, self._came)
        kit.bus.subscribe(SeatChanged, self._seated)
        kit.bus.subscribe(SessionEnded, self._went)
        identity.before_log_out(self._leaving)
        identity.stay_logged_in_while(self._at_work)

    async def _came(self, tenant: TenantId, event: SessionStarted) -> None:
        self._leaves_later.discard((tenant, AgentId(event.user)))
        await self._present(tenant, event.user)

    def page_opened(self, tenant: TenantId, user: UserId) -> None:
        """Who looks is there, even when the engine died before it heard that he had logged in."""
        if not self._is_there(tenant, AgentId(user)):
            self._kit.supervisor.spawn(self._present(tenant, user, looks=True), name="comes")

    async def _seated(self, tenant: TenantId, event: SeatChanged) -> None:
        """Somebody who is looking at the product got a seat: he is an agent from now on."""
        if event.user is not None:
            await self._present(tenant, event.user, looks=True)
            self._kit.hub.touch(tenant, event.user)

    async def _present(self, tenant: TenantId, user: UserId, *, looks: bool = False) -> None:
        """He is there; with `looks` only while a page of his is open."""
        if not self._acd.serves(tenant):
            return

        async def come() -> None:
            if looks and not self._has_page_open(tenant, user):
                return
            async with self._kit.db.transaction(tenant) as tx:
                person = await self._identity.person(tx, user)
                if person is not None and person.seat is not None:
                    self._calls.phones.know(tenant, AgentId(user))
                    await self._acd.log_in(tx, AgentId(user))

        await self._kit.follow_up(tenant, come)

    async def _leaving(self, tx: Transaction, user: UserId) -> None:
        agent = AgentId(user)
        if self._is_there(tx.tenant, agent):
            await self._acd.log_out(tx, agent)
            tx.after_commit(lambda: self._calls.phones.withdraw(agent))

    async def _went(self, tenant: TenantId, event: SessionEnded) -> None:
        self._kit.hub.touch(tenant, event.user)
        if not event.last:
            return
        reason = event.reason.replace("_", "-")
        self._kit.hub.bye(tenant, event.user, reason)
        await self._let_go(tenant, AgentId(event.user))

    async def _let_go(self, tenant: TenantId, agent: AgentId) -> None:
        await self._kit.follow_up(tenant, partial(self._log_out, tenant, agent))

    async def _log_out(self, tenant: TenantId, agent: AgentId) -> None:
        """A talk is never cut off: he leaves when it is over."""
        if not self._is_there(tenant, agent):
            self._leaves_later.discard((tenant, agent))
            return
        view = self._acd.agent_view(tenant, agent)
        if view is not None and view.work is Work.ENGAGED:
            self._leaves_later.add((tenant, agent))
            return
        async with self._kit.db.transaction(tenant) as tx:
            await self._acd.log_out(tx, agent, forced=True)
        self._leaves_later.discard((tenant, agent))

    async def _worked(self, tenant: TenantId, event: WorkChanged) -> None:
        if (tenant, event.agent) in self._leaves_later and event.work != Work.ENGAGED.value:
            self._kit.supervisor.spawn(self._let_go(tenant, event.agent), name="leaves")

    def _is_there(self, tenant: TenantId, agent: AgentId) -> bool:
        if not self._acd.serves(tenant):
            return False
        view = self._acd.agent_view(tenant, agent)
        return view is not None and view.sign_in is not SignIn.LOGGED_OUT

    def _at_work(self, tenant: TenantId, user: UserId) -> bool:
        """He has a call or its wrap-up, or is ready for one with his page open."""
        agent = AgentId(user)
        view = self._acd.agent_view(tenant, agent) if self._acd.serves(tenant) else None
        if view is None or view.sign_in is SignIn.LOGGED_OUT:
            return False
        ready = view.presence is Presence.IDLE and self._has_page_open(tenant, user)
        return ready or view.work is not Work.FREE

    def _has_page_open(self, tenant: TenantId, user: UserId) -> bool:
        return self._kit.hub.pages(tenant, user) > 0
