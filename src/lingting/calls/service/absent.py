"""Who was at work when the product stopped, and has gone home since."""

from datetime import datetime
from functools import partial

from lingting.acd.domain.states import SignIn, Work
from lingting.calls.last_heard import NOBODY_STAYS, Unheard
from lingting.calls.ports import SwitchRestored
from lingting.calls.voice import Voice
from lingting.kernel.ids import TenantId, UserId
from lingting.platform.clock import as_of


class Absent:
    """After a night without the product nobody has worked through it: all left when it stopped."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    async def leave(self, tenant: TenantId, told: SwitchRestored, unheard: Unheard) -> None:
        """Logs everybody out who is in no call, as of then; whose page is open is back by now."""
        last = unheard.last_seen(told, self._voice.kit.db.newest(tenant))
        if last is not None and told.at - last > NOBODY_STAYS:
            await self._voice.kit.mailboxes.run(tenant, partial(self._leave, tenant, last))

    async def _leave(self, tenant: TenantId, last: datetime) -> None:
        acd, db = self._voice.acd, self._voice.kit.db
        gone = [
            agent.id
            for agent in acd.agents(tenant)
            if agent.sign_in is not SignIn.LOGGED_OUT and agent.work is not Work.ENGAGED
        ]
        with as_of(last):
            async with db.transaction(tenant) as tx:
                for agent in gone:
                    await acd.log_out(tx, agent, forced=True)
        async with db.transaction(tenant) as tx:
            for one in acd.agents(tenant):
                is_out = one.sign_in is SignIn.LOGGED_OUT
                if is_out and self._voice.kit.hub.pages(tenant, UserId(one.id)):
                    await acd.log_in(tx, one.id)
