"""Leaders over the voice channel: what they may do, over HTTP, and what stands on each desk."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx

from lingting.audit.store import Wanted
from lingting.kernel.ids import AgentId, SessionId, TenantId, UserId
from lingting.platform.http.app import make_app
from lingting.platform.http.auth import COOKIE, Principal
from lingting.supervision.acting_module import wire_acting
from lingting.supervision.names import Names
from support.voice import Voice

OWN_PAGE = {"x-requested-with": "lingting"}
EVERYTHING = frozenset(
    f"supervision.{one}" for one in ("see", "listen", "whisper", "barge", "force", "help")
)


class Leading:
    """The third agent leads; the others may use their desks only."""

    def __init__(self, voice: Voice, rights: frozenset[str] = EVERYTHING) -> None:
        self.voice = voice
        centre = voice.centre
        self.agent, self.colleague, self.boss = voice.agents
        self.rights: dict[AgentId, frozenset[str]] = {self.boss: rights}
        self.wired = wire_acting(
            centre.kit, centre.audit, centre.tenancy, centre.identity, voice.acd, voice.calls
        )
        self.names = Names(centre.identity, centre.kit.bus)
        self.app = make_app(centre.kit, self._authenticate)

    async def _authenticate(self, cookie: str | None, *, active: bool = False) -> Principal | None:
        place = int(cookie or 0)
        agent = self.voice.agents[place - 1]
        mine = {"desk.use"} | self.rights.get(agent, frozenset())
        return Principal(
            self.voice.tenant,
            UserId(agent),
            SessionId(uuid4()),
            f"agent{place}",
            f"坐席{place}",
            frozenset(mine),
            f"A00{place}",
        )

    async def ask(self, by: AgentId, method: str, path: str, body: Any = None) -> httpx.Response:
        """A request of a person's page; what follows from it has happened."""
        place = self.voice.agents.index(by) + 1
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="http://test",
            headers=OWN_PAGE,
            cookies={COOKIE: str(place)},
        ) as client:
            answer = await client.request(method, f"/api{path}", json=body)
        await self.voice.settle()
        return answer

    async def done(self, by: AgentId, method: str, path: str, body: Any = None) -> None:
        """The same, and it is accepted."""
        answer = await self.ask(by, method, path, body)
        assert answer.status_code == 204, answer.text

    async def refused(self, by: AgentId, method: str, path: str, body: Any = None) -> str:
        """The same, and it is refused: the problem's slug."""
        answer = await self.ask(by, method, path, body)
        assert answer.status_code >= 400, answer.text
        return answer.json()["slug"]

    async def listens(self, mode: str, reason: str = "新人辅导") -> None:
        """The leader attends the first agent's talk; his phone picks up by itself."""
        body = {"agent": str(self.agent), "mode": mode, "reason": reason}
        await self.done(self.boss, "POST", "/supervision/listening", body)
        if self.voice.rings(self.boss):
            await self.voice.answer(self.boss)

    async def desk(self, agent: AgentId) -> dict[str, Any]:
        """What supervision puts on a person's desk."""
        async with self.voice.centre.kit.db.transaction(self.voice.tenant) as tx:
            return await self.wired.desk.of(tx, UserId(agent))

    async def desk_of(self, tenant: TenantId, user: UserId) -> dict[str, Any]:
        """The same, as the hub asks for it."""
        return await self.desk(AgentId(user))

    async def trail(self) -> list[tuple[str, str | None, str, dict[str, Any]]]:
        """`(action, account, target, details)` of the trail, the oldest first."""
        async with self.voice.centre.kit.db.transaction(self.voice.tenant) as tx:
            found = await self.voice.centre.audit.newest(tx, Wanted(), 50)
        return [(one.action, one.account, one.target, dict(one.details)) for one in found[::-1]]
