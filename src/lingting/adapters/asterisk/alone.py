"""Somebody outside answers, and no engine is there to join him with who waits for him;
docs/decisions/0045 says what he hears, and until when."""

from __future__ import annotations

import asyncio
import math

from lingting.adapters.asterisk.ami import set_variable
from lingting.adapters.asterisk.link import Link
from lingting.calls.ports import Dial, Outside, SwitchUnavailable
from lingting.kernel.ids import LegId

HOLDING = "lingting-holding"
"""A bridge in which nobody hears another and everybody hears music, from his answer on."""
ROLE = "holding_participant"
ALONE_SECONDS = 120
"""As long as the dialplan keeps a caller whom no engine takes."""
LIMIT = "TIMEOUT(absolute)"
AGAIN_SECONDS = 1.0


class AloneVerbs(Link):
    """Asterisk itself plays music to who answers, and ends his line when nobody comes."""

    async def _hold_until_joined(self, dial: Dial) -> None:
        """Before it is dialled: Asterisk takes a ringing channel into a bridge, and lets it hear
        nothing of its own."""
        if not isinstance(dial.to, Outside):
            return
        uri = f"bridges/{HOLDING}/addChannel"
        who = {"channel": self._memory.channel(dial.leg), "role": ROLE}
        if (await self._command("POST", uri, who)).status == 404:
            await self._command("POST", "bridges", {"type": "holding", "bridgeId": HOLDING})
            await self._command("POST", uri, who)

    def _limits(self, dial: Dial) -> dict[str, str]:
        """What is set before it is dialled; only who can take the limit back sets one."""
        if not isinstance(dial.to, Outside) or not self._address().ami.port:
            return {}
        return {LIMIT: str(math.ceil(dial.ring_seconds) + ALONE_SECONDS)}

    async def _let_last(self, leg: LegId) -> None:
        """An engine is there: the line lasts as long as it likes. By the manager, which does not
        wait for what the line may hear; again and again, for a talk must not end."""
        while (known := self._memory.legs.get(leg)) and self._address().ami.port:
            try:
                await set_variable(self._ami, known.channel, LIMIT, "0")
            except SwitchUnavailable:
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                return
