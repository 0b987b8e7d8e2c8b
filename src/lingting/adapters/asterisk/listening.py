"""The verbs of a leg that attends another's talk; docs/decisions/0015 says why this way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from lingting.adapters.asterisk.legs import ENTER_SECONDS
from lingting.adapters.asterisk.link import NORMAL_REFUSALS
from lingting.adapters.asterisk.memory import Snoop, snoop_of
from lingting.adapters.asterisk.reconcile import Difference
from lingting.adapters.asterisk.sounds import SoundVerbs
from lingting.calls.ports import LegGone, ListenMode, SwitchEvent
from lingting.kernel.ids import BridgeId, LegId

WHISPER_TO = {ListenMode.SILENT: "none", ListenMode.WHISPER: "out"}


class ListenVerbs(SoundVerbs):
    """Silent and whispering legs hear through a snooping channel; who barges in is joined."""

    async def listen(self, leg: LegId, to: LegId, bridge: BridgeId, mode: ListenMode) -> None:
        """Attends; what the leg attended before ends."""
        known, other = self._memory.legs.get(leg), self._memory.legs.get(to)
        if known is None or other is None or not (known.up and other.up):
            return
        if mode is ListenMode.BARGE:
            await self._drop_snoop(self._memory.snoops.get(leg))
            await self.join(bridge, [leg])
            return
        snoop, before = Snoop(leg, to, mode), self._memory.snoops.get(leg)
        if snoop != before:
            if not await self._make_snoop(snoop, other.channel):
                return
            # Never both in one bridge: the new one would whisper what the old one hears.
            await self._drop_snoop(before)
            self._memory.snoops[leg] = snoop
        if known.bridge != snoop.bridge:
            await self.join(snoop.bridge, [leg])
        await self._command(
            "POST", f"bridges/{snoop.bridge}/addChannel", {"channel": snoop.channel}
        )
        await self._sustain(other.bridge)

    async def stop_listening(self, leg: LegId) -> None:
        """The leg hears silence."""
        await self._drop_snoop(self._memory.snoops.get(leg))
        known = self._memory.legs.get(leg)
        if known and known.bridge is not None:
            await self.leave(known.bridge, leg)

    async def join(self, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        """Puts the legs into the bridge; who was alone there hears it from now on."""
        for leg in self._members(bridge):
            await self._end_silence(leg)
        await super().join(bridge, legs)
        await self._sustain(bridge)

    async def leave(self, bridge: BridgeId, leg: LegId) -> None:
        """Takes a leg out; who is alone now still hears whispers."""
        await super().leave(bridge, leg)
        await self._sustain(bridge)

    # --- inside -------------------------------------------------------------------------

    async def _sustain(self, bridge: BridgeId | None) -> None:
        """A whisper is mixed into what is sent to a leg anyway. To one that is alone in its
        bridge nothing is sent, so it gets silence; beside the bridge's sound that must end."""
        members = self._members(bridge)
        snoops = self._memory.snoops.values()
        whispered = {one.to for one in snoops if one.mode is ListenMode.WHISPER}
        for leg in members:
            if len(members) == 1 and leg in whispered:
                await self._keep_time(leg)
            else:
                await self._end_silence(leg)

    async def _make_snoop(self, snoop: Snoop, channel: str) -> bool:
        entered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._entering[snoop.channel] = entered
        query = {"spy": "both", "whisper": WHISPER_TO[snoop.mode], "appArgs": "made"}
        query["app"] = self._address().ari.application
        try:
            uri = f"channels/{channel}/snoop/{snoop.channel}"
            reply = await self._command("POST", uri, query, expected=NORMAL_REFUSALS)
            if not reply.ok:
                return False
            # Joining before StasisStart is refused.
            async with asyncio.timeout(ENTER_SECONDS):
                await entered
        except TimeoutError:
            await self._drop_snoop(snoop)
            return False
        finally:
            self._entering.pop(snoop.channel, None)
        return True

    async def _drop_snoop(self, snoop: Snoop | None) -> None:
        if snoop is None:
            return
        if self._memory.snoops.get(snoop.leg) == snoop:
            del self._memory.snoops[snoop.leg]
        await self._command(
            "POST", f"bridges/{snoop.bridge}/removeChannel", {"channel": snoop.channel}
        )
        await self._command("DELETE", f"channels/{snoop.channel}")

    def _channel_gone(self, channel: str) -> None:
        super()._channel_gone(channel)
        snoop = snoop_of(channel)
        if snoop is not None and self._memory.snoops.get(snoop.leg) == snoop:
            del self._memory.snoops[snoop.leg]

    def _react(self, event: SwitchEvent) -> None:
        super()._react(event)
        if isinstance(event, LegGone):
            snoop = self._memory.snoops.get(event.leg)
            if snoop is not None:
                self._soon(self._forget_listener(snoop), "end listening")

    async def _forget_listener(self, snoop: Snoop) -> None:
        await self._drop_snoop(snoop)
        await self.close_bridge(snoop.bridge)

    async def _after_gap(self, difference: Difference) -> None:
        await super()._after_gap(difference)
        for leg, snoop in list(self._memory.snoops.items()):
            if leg not in self._memory.legs:
                await self._forget_listener(snoop)
