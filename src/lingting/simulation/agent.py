"""An agent with a SIP phone and a page: comes, answers, talks, wraps up, pauses, goes."""

from __future__ import annotations

import asyncio
import contextlib

from lingting.platform.log import get_log
from lingting.platform.patch import State
from lingting.simulation.domain.world import QUEUE_NAMES, Colleague, Handling, QueueKey
from lingting.simulation.office import Desk, Refused
from lingting.simulation.scene import OnTheLine, Scene
from lingting.simulation.speech import take_turns
from lingting.simulation.wording import DISPOSITIONS, note_of
from lingting.testing.telephone import Telephone
from lingting.testing.telephone_call import TelephoneCall

log = get_log(__name__)

STAGGER_SECONDS = 0.5
AGAIN_SECONDS = 5.0
LOOK_SECONDS = 1.0
LONGEST_RING = 60.0
GOODBYE_SECONDS = 12.0
LEAVE_SECONDS = 8.0
HUNG_UP_SECONDS = 0.5
REGISTERED_SECONDS = 3600
"""Longer than any talk or pause, in which nobody registers anew."""
LEAVING_REASON = "hand_in"
AUTO_ANSWER = "x-auto-answer"
"""In a call that he wanted himself: one that he dials, or comes back to."""


class SimulatedAgent:
    """One of the company's agents, as the simulation plays him."""

    def __init__(self, scene: Scene, colleague: Colleague, password: str, number: int) -> None:
        self._scene = scene
        self._account = colleague.account
        self._password = password
        self._number = number
        self._turns = self._pauses = 0
        self._register_at = 0.0
        self._state: State = {}

    async def run(self) -> None:
        """Works stint after stint until cancelled; whatever goes wrong, he comes again."""
        await asyncio.sleep(self._number * STAGGER_SECONDS)
        stints = 0
        while True:
            stint = self._scene.world.stint(self._account, stints)
            try:
                await self._stint(stint.present_seconds)
            except (Refused, TimeoutError, OSError) as error:
                log.warning("agent left", account=self._account, why=repr(error))
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            stints += 1
            await self._scene.lasts(stint.away_seconds)

    # --- coming and going -----------------------------------------------------------------

    async def _stint(self, seconds: float) -> None:
        where = self._scene.where
        async with Desk(where.url, where.company, self._account, self._password) as desk:
            async with self._scene.door:
                await desk.log_in()
            account = await desk.post("/desk/sip-phone")
            async with Telephone(where.sip_port, account["name"], account["secret"]) as phone:
                await self._register(phone)
                page = asyncio.create_task(self._follow(desk))
                try:
                    await self._work(desk, phone, self._now() + self._scene.real(seconds))
                finally:
                    self._scene.present.discard(self._account)
                    with contextlib.suppress(Refused, TimeoutError):
                        async with asyncio.timeout(LEAVE_SECONDS):
                            await self._leave(desk, phone)
                    page.cancel()

    async def _follow(self, desk: Desk) -> None:
        """Keeps the page open, also over a restart of the product."""
        while True:
            async for state in desk.states():
                self._state = state
            self._state = {}
            await asyncio.sleep(LOOK_SECONDS)

    async def _work(self, desk: Desk, phone: Telephone, until: float) -> None:
        await desk.post("/desk/sign-in", {"method": "sip_phone"})
        await desk.post("/desk/idle")
        self._scene.present.add(self._account)
        pause = self._scene.world.pause(self._account, self._pauses)
        pause_at = self._now() + self._scene.real(pause.after)
        while self._now() < until:
            call = await self._rings(phone)
            if call is not None:
                await self._serve(desk, phone, call)
            elif self._now() >= pause_at and self._is_free():
                await self._try(desk, "/desk/busy", {"reason": pause.reason})
                await self._scene.lasts(pause.seconds)
                await self._try(desk, "/desk/idle")
                self._pauses += 1
                pause = self._scene.world.pause(self._account, self._pauses)
                pause_at = self._now() + self._scene.real(pause.after)
            elif self._is_free() and (number := self._scene.take_owed()):
                await self._try(desk, "/desk/dial", {"number": number})
            else:
                await self._look_after_himself(desk, phone)

    async def _look_after_himself(self, desk: Desk, phone: Telephone) -> None:
        """Back to work after whatever the system or a restart made of him."""
        agent = self._state.get("agent")
        if agent is None:
            return
        if agent["phone"] != "registered" or self._now() >= self._register_at:
            await self._register(phone)
        if agent["sign_in"] == "logged_in":
            await desk.post("/desk/sign-in", {"method": "sip_phone"})
        elif agent["work"] == "free" and agent["presence"] == "busy":
            await self._try(desk, "/desk/idle")

    async def _register(self, phone: Telephone) -> None:
        """Says where he is reached, long before the last time is forgotten."""
        if await phone.register(REGISTERED_SECONDS) != 200:
            raise Refused(0, "not registered")
        self._register_at = self._now() + REGISTERED_SECONDS / 4

    async def _leave(self, desk: Desk, phone: Telephone) -> None:
        await self._try(desk, "/desk/busy", {"reason": LEAVING_REASON})
        while not await self._try(desk, "/auth/logout"):
            # He was in a talk: the product has to notice that he hung up.
            await asyncio.sleep(HUNG_UP_SECONDS)
            await self._try(desk, "/desk/wrap-up/finish")
        await phone.register(expires=0)

    # --- one call -------------------------------------------------------------------------

    async def _rings(self, phone: Telephone) -> TelephoneCall | None:
        with contextlib.suppress(TimeoutError):
            return await phone.arrival(LOOK_SECONDS)
        return None

    async def _serve(self, desk: Desk, phone: Telephone, call: TelephoneCall) -> None:
        line = self._scene.lines.get(call.caller_number)
        self._turns += 1
        caller = line.caller if line else None
        handling = self._scene.world.handling(self._account, self._turns, caller)
        own = bool(call.header(AUTO_ANSWER))
        try:
            if handling.misses and not own:
                await _over(call, LONGEST_RING)
                await self._scene.lasts(handling.wrap_up_seconds)
                return
            if not own:
                await _over(call, self._scene.real(handling.reaction_seconds))
            if call.is_over:
                return
            call.answer()
            if line is not None:
                line.meet()
            self._scene.talking.add(self._account)
            await self._talk(desk, call, line, handling)
        finally:
            self._scene.talking.discard(self._account)
            call.hang_up()
            phone.forget(call)
        await self._wrap_up(desk, call.header("x-call-ref"), line, handling)

    async def _talk(
        self, desk: Desk, call: TelephoneCall, line: OnTheLine | None, handling: Handling
    ) -> None:
        ref = call.header("x-call-ref")
        if call.header(AUTO_ANSWER):
            await self._reaches(call)
        speaking = asyncio.create_task(
            take_turns(call, self._scene.voices.agent(self._turns), begins=True)
        )
        ends = self._now() + self._scene.real(handling.talk_seconds)
        try:
            if handling.hold and not await self._passes(call, handling.hold.after):
                await self._try(desk, f"/desk/calls/{ref}/hold")
                await self._passes(call, handling.hold.seconds)
                await self._try(desk, f"/desk/calls/{ref}/retrieve")
            await _over(call, ends - self._now())
            await self._finish(desk, call, ref, line, handling)
        finally:
            speaking.cancel()

    async def _reaches(self, call: TelephoneCall) -> None:
        """Until the one whom he rings answers; whoever is not there ends the call."""
        while not call.is_over and self._state.get("call", {}).get("state") != "talking":
            await _over(call, LOOK_SECONDS)

    async def _finish(
        self,
        desk: Desk,
        call: TelephoneCall,
        ref: str,
        line: OnTheLine | None,
        handling: Handling,
    ) -> None:
        if call.is_over:
            return
        if handling.hand_on is not None and line is not None:
            target = await self._queue(desk, handling.hand_on)
            body = {"kind": "queue", "target": target}
            if target and await self._try(desk, f"/desk/calls/{ref}/transfer", body):
                await _over(call, GOODBYE_SECONDS)
                return
        if handling.caller_hangs_up and line is not None:
            line.be_content()
            await _over(call, GOODBYE_SECONDS)
        if not call.is_over:
            await self._try(desk, f"/desk/calls/{ref}/hang-up")
            await _over(call, GOODBYE_SECONDS)

    async def _wrap_up(
        self, desk: Desk, ref: str, line: OnTheLine | None, handling: Handling
    ) -> None:
        text = note_of(line.caller if line else None, self._turns) if handling.takes_note else ""
        note = {"text": text, "disposition": DISPOSITIONS[handling.disposition]}
        with contextlib.suppress(Refused):
            await desk.put(f"/desk/calls/{ref}/note", note)
        await self._scene.lasts(handling.wrap_up_seconds)
        await self._try(desk, "/desk/idle")

    async def _queue(self, desk: Desk, key: QueueKey) -> str:
        with contextlib.suppress(Refused):
            for queue in (await desk.get("/desk/targets"))["queues"]:
                if queue["name"] == QUEUE_NAMES[key]:
                    return queue["id"]
        return ""

    async def _passes(self, call: TelephoneCall, seconds: float) -> bool:
        """Lets seconds of the world pass; True when the call ended meanwhile."""
        await _over(call, self._scene.real(seconds))
        return call.is_over

    async def _try(self, desk: Desk, path: str, body: object = None) -> bool:
        """A command that may come too late, as people's do."""
        try:
            await desk.post(path, body)
        except Refused as refused:
            if refused.status == 401:
                raise
            return False
        return True

    def _is_free(self) -> bool:
        agent = self._state.get("agent")
        return agent is not None and agent["work"] == "free"

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()


async def _over(call: TelephoneCall, seconds: float) -> None:
    """Until the call is over, but no longer than `seconds`."""
    with contextlib.suppress(TimeoutError):
        await call.over(max(seconds, 0.01))
