"""Three and more in one bridge: each of them is sent the others; docs/decisions/0070 says why
that has to be looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from lingting.adapters.asterisk.legs import LegVerbs
from lingting.kernel.ids import BridgeId, LegId
from lingting.platform.log import get_log

log = get_log(__name__)

LOOK_SECONDS = 0.2
MOST_LOOKS = 5


class MixVerbs(LegVerbs):
    """Whom Asterisk sends nothing when it begins to mix is put into the bridge anew."""

    async def join(self, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        """Puts the legs into the bridge, and looks whether all are sent something."""
        await super().join(bridge, legs)
        if len(self._members(bridge)) > 2:
            self._soon(self._let_all_hear(bridge), "let all hear")

    def _members(self, bridge: BridgeId | None) -> list[LegId]:
        legs = self._memory.legs.items()
        return [leg for leg, known in legs if bridge is not None and known.bridge == bridge]

    async def _let_all_hear(self, bridge: BridgeId) -> None:
        for _ in range(MOST_LOOKS):
            before = await self._sent(bridge)
            await asyncio.sleep(LOOK_SECONDS)
            after = await self._sent(bridge)
            deaf = [leg for leg, sent in after.items() if sent == before.get(leg)]
            if len(after) < 3 or not deaf:
                return
            log.warning("a leg was sent no sound", legs=len(deaf))
            for leg in deaf:
                await self._put_in_anew(bridge, leg)

    async def _put_in_anew(self, bridge: BridgeId, leg: LegId) -> None:
        channel = {"channel": self._memory.channel(leg)}
        await self._command("POST", f"bridges/{bridge}/removeChannel", channel)
        await self._command("POST", f"bridges/{bridge}/addChannel", channel)
        if leg not in self._members(bridge):  # somebody took it out meanwhile
            await self._command("POST", f"bridges/{bridge}/removeChannel", channel)

    async def _sent(self, bridge: BridgeId) -> dict[LegId, int]:
        """The packets of sound that each member was sent so far."""
        sent: dict[LegId, int] = {}
        for leg in self._members(bridge):
            reply = await self._command("GET", self._of(leg, "rtp_statistics"))
            if reply.ok and isinstance(reply.body, dict):
                sent[leg] = int(reply.body["txcount"])
        return sent
