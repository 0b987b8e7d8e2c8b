"""Whoever is in a bridge is sent the others, also when they change; docs/decisions/0070 says why
that has to be looked at."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NamedTuple

from lingting.adapters.asterisk.legs import LegVerbs
from lingting.kernel.ids import BridgeId, LegId
from lingting.platform.log import get_log

log = get_log(__name__)

LOOK_SECONDS = 0.2
MOST_LOOKS = 5


class Packets(NamedTuple):
    """How many of sound a leg was sent so far, and how many came from it."""

    to: int
    of: int


class MixVerbs(LegVerbs):
    """Whom Asterisk sends nothing after a change is put into the bridge anew."""

    async def join(self, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        """Puts the legs into the bridge; who was there already may have to be put there anew."""
        stay = set(self._members(bridge)) - set(legs)
        await super().join(bridge, legs)
        if stay:
            self._soon(self._let_all_hear(bridge), "let all hear")

    async def leave(self, bridge: BridgeId, leg: LegId) -> None:
        """Takes a leg out; the others, if there are two, go on."""
        await super().leave(bridge, leg)
        if len(self._members(bridge)) > 1:
            self._soon(self._let_all_hear(bridge), "let all hear")

    async def _let_all_hear(self, bridge: BridgeId) -> None:
        for _ in range(MOST_LOOKS):
            before = await self._packets(bridge)
            await asyncio.sleep(LOOK_SECONDS)
            deaf = _deaf(before, await self._packets(bridge))
            if not deaf:
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

    async def _packets(self, bridge: BridgeId) -> dict[LegId, Packets]:
        """Those of each member; a leg that is just ending has none."""
        found: dict[LegId, Packets] = {}
        for leg in self._members(bridge):
            reply = await self._command("GET", self._of(leg, "rtp_statistics"))
            if reply.ok and isinstance(reply.body, dict):
                found[leg] = Packets(int(reply.body["txcount"]), int(reply.body["rxcount"]))
        return found


def _deaf(before: dict[LegId, Packets], after: dict[LegId, Packets]) -> list[LegId]:
    """Who was sent nothing although something came from another."""
    both = before.keys() & after.keys()
    speak = {leg for leg in both if after[leg].of > before[leg].of}
    return [leg for leg in both if after[leg].to == before[leg].to and speak - {leg}]
