"""The verbs on legs and bridges."""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from lingting.adapters.asterisk.alone import AloneVerbs
from lingting.adapters.asterisk.ami import set_variable
from lingting.adapters.asterisk.causes import cause_code
from lingting.adapters.asterisk.config.dialplan import KEPT, TAKEN
from lingting.adapters.asterisk.link import NORMAL_REFUSALS
from lingting.adapters.asterisk.memory import LegMemory
from lingting.adapters.asterisk.reconcile import Difference
from lingting.adapters.asterisk.recorder import WANTED
from lingting.calls.ports import (
    Dial,
    GoneCause,
    HungUpBy,
    LegAnswered,
    LegGone,
    Outside,
    SwitchEvent,
    SwitchUnavailable,
)
from lingting.kernel.ids import BridgeId, LegId

ENTER_SECONDS = 3.0
JOINED_SECONDS = 0.2
"""Most who wait are joined before that, and need neither music nor silence of ours."""
BRIDGE_TYPE = "mixing,dtmf_events,proxy_media"
"""Without the latter two, Asterisk joins two legs below its core, which then sees no keys."""
MUTED = "-32767"
"""VOLUME divides by it: silence for the bridge, while the recording still has the voice."""
_NOT_DIALLED = re.compile(r"[^0-9A-Za-z+*#._-]")
_NOT_IN_HEADER = re.compile(r"[\r\n]")
CREATE_FAILED = frozenset({*NORMAL_REFUSALS, 500})


class LegVerbs(AloneVerbs):
    """Answer, dial, join, hold, mute, record, hang up."""

    async def answer(self, leg: LegId) -> None:
        """Answers a caller; whom the dialplan answered is taken from it. Without a manager he is
        not, and is told as missed when he has left, which is known not to be true."""
        known = self._memory.legs.get(leg)
        if known is None or not (known.incoming and known.up):
            await self._command("POST", self._of(leg, "answer"))
        elif not self._socket.is_open:
            raise SwitchUnavailable
        elif self._address().ami.port:
            await set_variable(self._ami, known.channel, KEPT, TAKEN)

    async def ring(self, leg: LegId) -> None:
        """Lets a caller hear ringing."""
        await self._command("POST", self._of(leg, "ring"))

    async def hang_up(self, leg: LegId, cause: GoneCause = GoneCause.HUNG_UP) -> None:
        """Ends a leg."""
        known = self._memory.legs.get(leg)
        if known:
            known.ended_by_us = cause
        await self._command("DELETE", self._of(leg), {"reason_code": cause_code(cause)})

    async def is_there(self, leg: LegId) -> bool:
        """Whether the leg lives now."""
        return (await self._command("GET", self._of(leg))).ok

    async def forget_missed(self, leg: LegId) -> None:
        """Drops the dialplan's note of him."""
        self._missed.forget(leg)

    async def dial(self, dial: Dial) -> None:
        """Dials; a leg that was dialled before is left alone."""
        if dial.leg in self._memory.legs:
            return
        known = LegMemory(
            str(dial.leg),
            to_phone=not isinstance(dial.to, Outside),
            record_to=dial.record_to,
        )
        self._memory.legs[dial.leg] = known
        entered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._entering[known.channel] = entered
        query = {"endpoint": _target(dial), "app": self._address().ari.application}
        query |= {"appArgs": "made", "channelId": known.channel}
        try:
            body = {"variables": {**_variables(dial), **self._limits(dial)}}
            reply = await self._command(
                "POST", "channels/create", query, body, expected=CREATE_FAILED
            )
            if reply.status == 409:
                return
            if not reply.ok:
                self._unreachable(dial.leg)
                return
            await self._dial_entered(dial, entered)
        finally:
            self._entering.pop(known.channel, None)

    async def join(self, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        """Puts the legs into the bridge; their music and plays end."""
        if bridge not in self._memory.bridges:
            await self._make_bridge(bridge)
        for leg in legs:
            await self._quiet(leg)
        absent = [leg for leg in legs if not self._is_in(bridge, leg)]
        if absent and not await self._add(bridge, absent) and len(absent) > 1:
            for leg in absent:  # one of them is gone, and Asterisk then takes none
                await self._add(bridge, [leg])

    async def leave(self, bridge: BridgeId, leg: LegId) -> None:
        """Takes a leg out; it hears silence."""
        channel = {"channel": self._memory.channel(leg)}
        await self._command("POST", f"bridges/{bridge}/removeChannel", channel)
        await self._left(leg)

    async def close_bridge(self, bridge: BridgeId) -> None:
        """Ends the bridge; its legs live on in silence."""
        self._memory.bridges.discard(bridge)
        await self._command("DELETE", f"bridges/{bridge}")
        for leg in self._members(bridge):
            await self._left(leg)

    async def mute(self, leg: LegId, *, muted: bool) -> None:
        """Nobody in the bridge hears the leg; its recording still does (REC-13)."""
        volume = {"variable": "VOLUME(RX)", "value": MUTED if muted else "0"}
        await self._command("POST", self._of(leg, "variable"), volume)

    async def send_digits(self, leg: LegId, digits: str) -> None:
        """Sends keys to the far end."""
        await self._command("POST", self._of(leg, "dtmf"), {"dtmf": digits})

    async def start_recording(self, leg: LegId, path: Path) -> None:
        """Records a leg that is up; a leg that is being recorded is left alone."""
        known = self._memory.legs.get(leg)
        if known is None or not known.up or await self._is_recorded(known):
            return
        known.recording = True
        known.recording = await self._recorder.start(known.channel, path)
        if known.recording:
            self._soon(self._unless_joined(leg), "keep time")

    async def stop_recording(self, leg: LegId) -> None:
        """Ends the recording; the leg goes on."""
        known = self._memory.legs.get(leg)
        if known and await self._is_recorded(known):
            known.recording, known.record_to = False, None
            await self._recorder.stop(known.channel)

    # --- inside -------------------------------------------------------------------------

    async def _is_recorded(self, known: LegMemory) -> bool:
        if known.recording is None:
            runs = await self._recorder.runs(known.channel)
            if known.recording is None:
                known.recording = runs
        return bool(known.recording)

    async def _record_who_is_up(self, leg: LegId) -> None:
        """Begins what the engine that dialled him wished for, be it that it is gone."""
        known = self._memory.legs.get(leg)
        if known is None or known.incoming or not known.up:
            return
        if known.recording is None and known.record_to is None:
            known.record_to = await self._recorder.wanted(known.channel)
        if known.record_to:
            await self.start_recording(leg, known.record_to)

    async def _after_gap(self, difference: Difference) -> None:
        await super()._after_gap(difference)
        self._soon(self._all_who_are_up(), "record on")

    async def _all_who_are_up(self) -> None:
        for leg, known in list(self._memory.legs.items()):
            if known.up and not (known.incoming or known.to_phone):
                await self._let_last(leg)
            await self._record_who_is_up(leg)

    def _members(self, bridge: BridgeId | None) -> list[LegId]:
        legs = self._memory.legs.items()
        return [leg for leg, known in legs if bridge is not None and known.bridge == bridge]

    async def _quiet(self, leg: LegId) -> None:
        """Ends what a leg hears by our doing."""
        await self._end_silence(leg)

    async def _end_silence(self, leg: LegId) -> None:
        """Silence that we give keeps the bridge's sound out."""
        known = self._memory.legs.get(leg)
        if known and known.silence:
            known.silence = False
            await self._command("DELETE", self._of(leg, "silence"))

    def _of(self, leg: LegId, verb: str = "") -> str:
        channel = self._memory.channel(leg)
        return f"channels/{channel}/{verb}" if verb else f"channels/{channel}"

    def _react(self, event: SwitchEvent) -> None:
        super()._react(event)
        if isinstance(event, LegAnswered):
            self._soon(self._record_who_is_up(event.leg), "begin recording")
            known = self._memory.legs.get(event.leg)
            if known and not known.to_phone:
                self._soon(self._let_last(event.leg), "let last")

    async def _dial_entered(self, dial: Dial, entered: asyncio.Future[None]) -> None:
        # Dialling before StasisStart is refused with 409, so wait for it.
        try:
            async with asyncio.timeout(ENTER_SECONDS):
                await entered
        except TimeoutError:
            await self.hang_up(dial.leg, GoneCause.FAILED)
            return
        await self._hold_until_joined(dial)
        seconds = max(1, math.ceil(dial.ring_seconds))
        await self._command("POST", self._of(dial.leg, "dial"), {"timeout": seconds})

    def _unreachable(self, leg: LegId) -> None:
        self._memory.forget_leg(leg)
        gone = partial(LegGone, at=self._clock.now(), leg=leg)
        self._tell(gone(cause=GoneCause.UNREACHABLE, by=HungUpBy.NETWORK))

    def _is_in(self, bridge: BridgeId, leg: LegId) -> bool:
        """Asterisk would take it out and put it in again."""
        known = self._memory.legs.get(leg)
        return known is not None and known.bridge == bridge

    async def _add(self, bridge: BridgeId, legs: Sequence[LegId]) -> bool:
        """Whether they are all in the bridge now, which is made again where it is gone."""
        channels = {"channel": ",".join(map(self._memory.channel, legs))}
        reply = await self._command("POST", f"bridges/{bridge}/addChannel", channels)
        if reply.status == 404:
            await self._make_bridge(bridge)
            reply = await self._command("POST", f"bridges/{bridge}/addChannel", channels)
        for leg in legs if reply.ok else ():
            known = self._memory.legs.get(leg)
            if known:
                known.bridge = bridge
        return reply.ok

    async def _make_bridge(self, bridge: BridgeId) -> None:
        await self._command("POST", "bridges", {"type": BRIDGE_TYPE, "bridgeId": str(bridge)})
        self._memory.bridges.add(bridge)

    async def _left(self, leg: LegId) -> None:
        known = self._memory.legs.get(leg)
        if known:
            known.bridge = None
            if await self._is_recorded(known):
                await self._keep_time(leg)

    async def _unless_joined(self, leg: LegId) -> None:
        """Most who answer are joined at once, and then need no silence of ours."""
        await asyncio.sleep(JOINED_SECONDS)
        known = self._memory.legs.get(leg)
        if known and known.recording and known.bridge is None and known.music is None:
            await self._keep_time(leg)

    async def _keep_time(self, leg: LegId) -> None:
        """Silence for a recorded leg that is alone: without any sound the recording stands still
        while the phone sends none either."""
        known = self._memory.legs.get(leg)
        if known:
            known.silence = True
            await self._command("POST", self._of(leg, "silence"))


def _target(dial: Dial) -> str:
    if isinstance(dial.to, Outside):
        return f"PJSIP/{_NOT_DIALLED.sub('', dial.to.number)}@{dial.to.trunk}"
    return f"PJSIP/{dial.to.name}"


def _variables(dial: Dial) -> dict[str, str]:
    """Who seems to call, who waits, and the INVITE's headers; all before the channel is dialled.

    Who waits is kept where Asterisk tells it of each channel without being asked for more."""
    number = dial.to.caller_id if isinstance(dial.to, Outside) else dial.caller_number
    shown: dict[str, str] = {}
    if number:
        shown = {
            "CONNECTEDLINE(name,i)": _NOT_IN_HEADER.sub(" ", dial.caller_name),
            "CONNECTEDLINE(name-pres,i)": "allowed",
            "CONNECTEDLINE(num,i)": _NOT_IN_HEADER.sub(" ", number),
            "CONNECTEDLINE(num-pres,i)": "allowed",
        }
    if dial.record_to is not None:
        shown[WANTED] = str(dial.record_to)
    if dial.wanted_by is not None:
        shown["CHANNEL(accountcode)"] = str(dial.wanted_by)
    headers = {
        f"PJSIP_HEADER(add,{name})": _NOT_IN_HEADER.sub(" ", value)
        for name, value in dial.headers.items()
    }
    return {**shown, **headers}
