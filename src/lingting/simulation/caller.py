"""A caller with a telephone: dials, listens, presses keys, waits, talks, rates or gives up."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from enum import Enum

from lingting.simulation.domain.world import (
    NUMBERS,
    WRONG_KEY,
    Caller,
    Intention,
    Line,
    MenuConduct,
    WhenAllBusy,
)
from lingting.simulation.scene import Scene
from lingting.simulation.speech import GOODBYES, MESSAGES, Frames, take_turns
from lingting.testing.rtp import FRAME_SECONDS
from lingting.testing.telephone import Telephone
from lingting.testing.telephone_call import TelephoneCall

LOOK_SECONDS = 0.5
RING_SECONDS = 15.0
MENU_SECONDS = 22.0
"""A menu that nobody answers is read again by then."""
LATER_KEY_SECONDS = 6.0
CHOICE_SECONDS = 4.0
"""From the beginning of a question until a key; shorter than it takes to ask twice."""
INTRODUCTION_SECONDS = 9.0
"""Until the tone after which a message is spoken."""
UNSERVED_SECONDS = 75.0
RATED_SECONDS = 25.0
LONGEST_TALK = 1800.0
PATIENT_SECONDS = 15.0
"""How much longer than his matter takes he talks with a person who does not hang up."""
GO_ON_WAITING, LEAVE_MESSAGE = "1", "2"


class Fate(Enum):
    """What came of a call, as its caller sees it."""

    ANSWERED = "answered"
    LOST = "lost"
    SELF_SERVED = "self_served"
    MESSAGE = "messages"
    TURNED_AWAY = "turned_away"
    """The line was busy or nobody picked up."""


class SimulatedCaller:
    """One call from the caller's side. What stage it is at he learns from `Scene.seen`, as a
    person would by listening; what he does depends on his nature alone."""

    def __init__(self, scene: Scene, caller: Caller) -> None:
        self._scene = scene
        self._caller = caller
        self._content = asyncio.Event()
        self._is_served = False
        self._queued_at = self._asked_at = self._talked_at = self._rated_at = 0.0
        self._keys: list[tuple[float, str]] = []

    @property
    def caller(self) -> Caller:
        return self._caller

    def meet(self) -> None:
        self._is_served = True

    def be_content(self) -> None:
        self._content.set()

    async def live(self, phone: Telephone) -> Fate:
        """The whole call."""
        call = await phone.call(NUMBERS[self._caller.line], calling=self._caller.phone)
        try:
            try:
                await call.answered(RING_SECONDS)
            except (AssertionError, TimeoutError):
                return Fate.TURNED_AWAY
            self._began = self._now()
            self._keys = menu_keys(self._caller, self._began)
            return await self._experience(call)
        finally:
            call.hang_up()
            phone.forget(call)

    async def _experience(self, call: TelephoneCall) -> Fate:
        speaking: asyncio.Task[None] | None = None
        try:
            while not call.is_over:
                stage = self._scene.seen.get(self._caller.phone, "in_flow")
                if stage == "talking" and speaking is None:
                    speaking = asyncio.create_task(take_turns(call, self._says(), begins=False))
                elif stage != "talking" and speaking is not None:
                    speaking = _stop(speaking, call)
                fate = await self._react(call, stage)
                if fate is not None:
                    return fate
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            if speaking is not None:
                speaking.cancel()
        return self._fate()

    async def _react(self, call: TelephoneCall, stage: str) -> Fate | None:
        """What he does now; a fate when he hangs up."""
        if stage == "queued":
            return self._wait()
        if stage == "talking":
            return await self._talk(call)
        if self._talked_at:
            return self._rate(call)
        if self._queued_at:
            return await self._choose(call)
        return self._find_way(call)

    def _find_way(self, call: TelephoneCall) -> Fate | None:
        now = self._now()
        menu = self._caller.line is Line.MAIN
        if menu and self._caller.menu is MenuConduct.LEAVES:
            return Fate.LOST if now - self._began >= self._caller.think_seconds else None
        while self._keys and now >= self._keys[0][0]:
            call.press(self._keys.pop(0)[1])
        return Fate.LOST if now - self._began > UNSERVED_SECONDS else None

    def _wait(self) -> Fate | None:
        now = self._now()
        self._queued_at = self._queued_at or now
        self._asked_at = 0.0
        patience = self._scene.real(self._caller.patience.wait_seconds)
        if self._talked_at:  # handed on to another queue: his patience begins anew
            self._queued_at, self._talked_at, self._is_served = now, 0.0, False
        return Fate.LOST if now - self._queued_at > patience else None

    async def _choose(self, call: TelephoneCall) -> Fate | None:
        """All agents are busy: go on waiting, or leave a message."""
        now = self._now()
        if not self._asked_at:
            self._asked_at = now
            return None
        if now - self._asked_at < CHOICE_SECONDS:
            return None
        self._asked_at = now + UNSERVED_SECONDS
        conduct = self._caller.patience.when_all_busy
        if conduct is WhenAllBusy.WAITS:
            call.press(GO_ON_WAITING)
        elif conduct is WhenAllBusy.LEAVES_MESSAGE:
            call.press(LEAVE_MESSAGE)
            return await self._leave_message(call)
        return None

    async def _leave_message(self, call: TelephoneCall) -> Fate:
        await asyncio.sleep(INTRODUCTION_SECONDS)
        call.rtp.speak(self._scene.voices.once(MESSAGES, self._caller.serial))
        await asyncio.sleep(self._caller.message_seconds)
        return Fate.MESSAGE

    async def _talk(self, call: TelephoneCall) -> Fate | None:
        self._talked_at = self._talked_at or self._now()
        self._rated_at = 0.0
        talked = self._now() - self._talked_at
        # With an agent of the world he waits to be told; a person is left when all is said.
        matter = self._scene.real(self._caller.matter_seconds) + PATIENT_SECONDS
        longest = LONGEST_TALK if self._is_served else matter
        if not self._content.is_set() and talked < longest:
            return None
        goodbye = self._scene.voices.once(GOODBYES, self._caller.serial)
        call.rtp.fall_silent()
        call.rtp.speak(goodbye)
        await asyncio.sleep(len(goodbye) * FRAME_SECONDS)
        return Fate.ANSWERED

    def _rate(self, call: TelephoneCall) -> Fate | None:
        now = self._now()
        self._rated_at = self._rated_at or now
        asked = now - self._rated_at
        if self._caller.rating_key is None:
            return Fate.ANSWERED if asked > CHOICE_SECONDS / 2 else None
        if asked > CHOICE_SECONDS and not self._keys:
            call.press(self._caller.rating_key)
            self._keys = [(now + UNSERVED_SECONDS, self._caller.rating_key)]
        return Fate.ANSWERED if asked > RATED_SECONDS else None

    def _fate(self) -> Fate:
        """The company hung up."""
        if self._talked_at:
            return Fate.ANSWERED
        if self._caller.intention is Intention.HOURS and not self._queued_at:
            return Fate.SELF_SERVED
        return Fate.LOST

    def _says(self) -> Iterator[Frames]:
        return self._scene.voices.caller(self._caller.serial, self._caller.intention)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()


def menu_keys(caller: Caller, began: float) -> list[tuple[float, str]]:
    """When he presses what at the main menu."""
    if caller.line is not Line.MAIN:
        return []
    first = began + caller.think_seconds
    match caller.menu:
        case MenuConduct.RIGHT:
            return [(first, caller.key)]
        case MenuConduct.WRONG_FIRST:
            return [(first, WRONG_KEY), (first + LATER_KEY_SECONDS, caller.key)]
        case MenuConduct.SILENT_FIRST:
            return [(first + MENU_SECONDS, caller.key)]
        case _:
            return []


def _stop(speaking: asyncio.Task[None], call: TelephoneCall) -> None:
    """The talk is over; nobody speaks into a question."""
    speaking.cancel()
    call.rtp.fall_silent()
