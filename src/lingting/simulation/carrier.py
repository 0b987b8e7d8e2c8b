"""The carrier: brings the world's callers to the company's numbers, and answers its calls."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from lingting.simulation.caller import Fate, SimulatedCaller
from lingting.simulation.control import Wanted, instant
from lingting.simulation.domain.world import (
    ArrivalPattern,
    Caller,
    Chance,
    Intention,
    Surge,
    call_again,
)
from lingting.simulation.scene import Scene
from lingting.simulation.speech import PICKED_UP, take_turns
from lingting.testing.telephone import Telephone
from lingting.testing.telephone_call import TelephoneCall

ZONE = ZoneInfo("Asia/Shanghai")
LOOK_SECONDS = 1.0
LATEST = timedelta(seconds=5)
PICKS_UP = 0.75
LONGEST_TALK = 180.0


class Carrier:
    """One SIP trunk with many callers behind it."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._tasks: set[asyncio.Task[None]] = set()
        self._called = 0

    async def run(self) -> None:
        """Until cancelled; then every caller hangs up."""
        where = self._scene.where
        phone = Telephone(
            where.sip_port, "carrier", host=where.carrier_host, port=where.carrier_port
        )
        async with phone:
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._bring(phone))
                    group.create_task(self._take(phone))
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- callers --------------------------------------------------------------------------

    async def _bring(self, phone: Telephone) -> None:
        world, serial = self._scene.world, 1
        after = datetime.now(UTC)
        while True:
            wanted = self._scene.wanted
            at = world.arrival(serial, after, pattern_of(wanted), surges_of(wanted))
            now = datetime.now(UTC)
            if at is None or at > now:
                left = LOOK_SECONDS if at is None else (at - now).total_seconds()
                await asyncio.sleep(min(left, LOOK_SECONDS))  # wishes may change meanwhile
                continue
            # After a standstill of the machine nobody makes up for the calls of that time.
            after = at if now - at < LATEST else now
            self._soon(self.dial(phone, world.caller(serial)))
            serial += 1

    async def dial(self, phone: Telephone, caller: Caller) -> None:
        """One caller's call to its end, and his second try where he makes one."""
        scene, counts = self._scene, self._scene.counts
        if caller.phone in scene.lines or len(scene.lines) >= scene.wanted.most_calls:
            counts.turned_away += 1  # he is on the phone already, or all lines are busy
            return
        person = SimulatedCaller(scene, caller)
        scene.lines[caller.phone] = person
        scene.owed.pop(caller.phone, None)
        counts.dialled += 1
        try:
            fate = await person.live(phone)
        finally:
            scene.lines.pop(caller.phone, None)
        setattr(counts, fate.value, getattr(counts, fate.value) + 1)
        if fate is Fate.LOST:
            self._owe(caller)
        if fate in (Fate.LOST, Fate.TURNED_AWAY) and caller.again_after is not None:
            await scene.lasts(caller.again_after)
            await self.dial(phone, call_again(caller))

    def _owe(self, caller: Caller) -> None:
        back = self._scene.world.call_back(caller)
        if back is not None:
            at = asyncio.get_running_loop().time() + self._scene.real(back.after)
            self._scene.owed[caller.phone] = at

    # --- the company dials out ------------------------------------------------------------

    async def _take(self, phone: Telephone) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                self._soon(self._be_called(phone, await phone.arrival(60)))

    async def _be_called(self, phone: Telephone, call: TelephoneCall) -> None:
        self._called += 1
        chance = Chance("called", self._scene.world.seed, self._called)
        with contextlib.suppress(TimeoutError):
            await call.over(chance.between(2.0, 8.0))
        if not call.is_over and chance.happens(PICKS_UP):
            call.answer()
            voices = self._scene.voices
            call.rtp.speak(voices.once(PICKED_UP, self._called))
            speaking = asyncio.create_task(
                take_turns(call, voices.caller(self._called, Intention.ENQUIRY), begins=False)
            )
            try:
                with contextlib.suppress(TimeoutError):
                    await call.over(LONGEST_TALK)
            finally:
                speaking.cancel()
        elif not call.is_over:
            with contextlib.suppress(TimeoutError):
                await call.over(LONGEST_TALK)  # nobody is at home
        call.hang_up()
        phone.forget(call)

    def _soon(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def pattern_of(wanted: Wanted) -> ArrivalPattern:
    """The pattern in real time."""
    pattern = ArrivalPattern(peak_per_hour=wanted.peak_per_hour, zone=ZONE, floor=wanted.floor)
    return pattern.times(wanted.speed)


def surges_of(wanted: Wanted) -> tuple[Surge, ...]:
    """The surge that is wished for, if any."""
    begins, ends = instant(wanted.surge_begins), instant(wanted.surge_ends)
    if begins is None or ends is None or wanted.surge_factor <= 0:
        return ()
    return (Surge(begins, ends, wanted.surge_factor),)
