"""What a page says, heard with the permissions that its person has now."""

import json
from dataclasses import dataclass, field

from lingting.kernel.errors import Unavailable
from lingting.platform.http.auth import Authenticate, Principal
from lingting.platform.kit import Kit
from lingting.platform.pace import Pace
from lingting.platform.realtime import Subscription

WARNED_SECONDS = 120
"""So long before a session ends its pings say so: `{"type": "ping", "ends_in": seconds}`."""


@dataclass(eq=False)
class Reader:
    """One open page and who sits before it."""

    kit: Kit
    page: Subscription
    principal: Principal
    authenticate: Authenticate
    cookie: str
    asks: Pace = field(default_factory=lambda: Pace(each_second=1.0, burst=3.0))
    """Each question is a statement or two of the database."""

    async def ask(self) -> None:
        """Its person did something: his session lasts on from now, if it is not over."""
        try:
            principal = await self.authenticate(self.cookie, active=True)
        except Unavailable:
            principal = self.principal  # who was there a moment ago stays
        self.told(principal)

    def told(self, principal: Principal | None) -> None:
        """Who is still there and what he may; says goodbye, or when it will be said."""
        hub = self.kit.hub
        if principal is None:
            hub.say(self.page, {"type": "bye", "reason": "expired"})
            return
        self.principal = principal
        hub.recheck(self.page, principal.may)
        hub.say(self.page, {"type": "ping", **self._warning(principal)})

    def _warning(self, principal: Principal) -> dict[str, int]:
        if principal.ends is None:
            return {}
        left = (principal.ends - self.kit.clock.now()).total_seconds()
        return {"ends_in": max(0, round(left))} if left <= WARNED_SECONDS else {}

    async def hear(self, text: str) -> None:
        """Whatever else a page says is nothing."""
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            return
        match said:
            case {"type": "active"}:
                if self.asks.allows():  # else he did something a moment ago, which counts
                    await self.ask()
            case {"type": "watch", "board": str(board)}:
                self.kit.hub.watch(self.page, board, self.principal.may)
            case {"type": "leave", "board": str(board)}:
                self.kit.hub.leave(self.page, board)
