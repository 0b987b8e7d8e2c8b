"""One call of a telephone: its SIP dialog, what the person does and what he hears."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from typing import Protocol

from lingting.testing.rtp import ALAW, G722, RtpStream, loudness, tone_share
from lingting.testing.sip_text import (
    SipMessage,
    media_address,
    offer,
    response_to,
    uri_of,
    user_of,
)

HOST = "127.0.0.1"
WAIT_SECONDS = 10.0


class Line(Protocol):
    """What a call needs of its telephone."""

    @property
    def host(self) -> str: ...

    @property
    def contact(self) -> str: ...

    @property
    def wideband(self) -> bool: ...

    def send(self, message: SipMessage) -> None: ...

    def new_via(self) -> str: ...


class TelephoneCall:
    """One call of a Telephone. `status` is the last SIP status of the INVITE that matters."""

    def __init__(self, line: Line, invite: SipMessage, rtp: RtpStream) -> None:
        self.line = line
        self.invite = invite
        self.rtp = rtp
        self.incoming = False
        self.status = 0
        self.ended_by_us = False
        self.tag = secrets.token_hex(6)
        self.remote = ""
        self.target = ""
        self.number = 0
        self.changed = asyncio.Event()
        self.is_up = False
        self.is_over = False

    # --- what the person does -----------------------------------------------------------

    def ring(self) -> None:
        """Tells the other side that this phone rings (incoming calls)."""
        self._respond(180)

    def answer(self) -> None:
        """Picks up (incoming calls)."""
        answer = response_to(self.invite, 200, self.tag, self.line.contact)
        self._with_sound(answer)
        self.line.send(answer)
        self._now_up(self.invite)

    def reject(self, status: int = 486) -> None:
        """Refuses an incoming call: 486 busy, 603 declined, 480 unavailable, 404 …"""
        self._respond(status)
        self._over()

    def hang_up(self) -> None:
        """Ends the call: CANCEL before the answer, BYE after it."""
        if self.is_over:
            return
        self.ended_by_us = True
        if self.is_up:
            self.line.send(self._request("BYE"))
            self._over()
        elif self.incoming:
            self.reject(603)
        else:
            cancel = SipMessage("CANCEL", uri=self.invite.uri)
            kept = ("via", "from", "to", "call-id")
            cancel.headers = [(n, v) for n, v in self.invite.headers if n in kept]
            cancel.headers.append(("cseq", f"{self.invite.sequence[0]} CANCEL"))
            self.line.send(cancel)

    def press(self, keys: str) -> None:
        """Presses keys, 120 ms each with 80 ms between."""
        self.rtp.press(keys)

    def say(self, hertz: float) -> None:
        """Says a steady tone from now on; 0 is silence."""
        self.rtp.say_hertz = hertz

    def hold(self, *, held: bool = True) -> None:
        """Puts the other side on hold by re-INVITE, or takes it back."""
        again = self._request("INVITE")
        direction = "sendonly" if held else "sendrecv"
        again.headers.append(("content-type", "application/sdp"))
        again.body = offer(self.line.host, self.rtp.port, direction=direction)
        self.line.send(again)

    # --- what a test looks at -----------------------------------------------------------

    async def rings(self, seconds: float = WAIT_SECONDS) -> None:
        """Waits until the other side rings."""
        await self._until(lambda: self.status >= 180, seconds)

    async def answered(self, seconds: float = WAIT_SECONDS) -> None:
        """Waits until the call is up."""
        await self._until(lambda: self.is_up, seconds)

    async def over(self, seconds: float = WAIT_SECONDS) -> None:
        """Waits until the call has ended, from whichever side."""
        await self._until(lambda: self.is_over, seconds)

    def hears_tone(self, hertz: float, seconds: float = 0.3) -> bool:
        """Whether `hertz` is a good part of what came in the last `seconds`."""
        return tone_share(self.rtp.heard(seconds), hertz) > 0.25

    def hears_anything(self, seconds: float = 0.3) -> bool:
        """Whether the last `seconds` were no silence."""
        return loudness(self.rtp.heard(seconds)) > 60

    async def until_tone(self, hertz: float, seconds: float = WAIT_SECONDS) -> None:
        """Waits until `hertz` is heard."""
        async with asyncio.timeout(seconds):
            while not self.hears_tone(hertz):
                await self.rtp.next_frame()

    async def until_silence(self, seconds: float = WAIT_SECONDS) -> None:
        """Waits until 0.4 s of silence were heard."""
        async with asyncio.timeout(seconds):
            while self.hears_anything(0.4):
                await self.rtp.next_frame()

    def header(self, name: str) -> str:
        """A header of the INVITE that made the call."""
        return self.invite.get(name)

    @property
    def caller_number(self) -> str:
        """The user part of From."""
        return user_of(self.invite.get("from"))

    # --- inside: the dialog -------------------------------------------------------------

    def respond_to_call(self, response: SipMessage) -> None:
        """A response to an INVITE of ours arrived."""
        if response.status == 100:
            return
        self.remote = response.get("to")
        if 200 <= response.status < 300:
            self._take_target(response)
            self.line.send(self.ack_of(response))
            self._now_up(response)
        elif response.status >= 300:
            self.line.send(self.ack_of(response, failed=True))
            if not self.is_up:
                self._over()
        self.status = response.status
        self.changed.set()

    def take_request(self, request: SipMessage) -> None:
        """A request inside the call arrived."""
        answer = response_to(request, 200, self.tag, self.line.contact)
        if request.method == "INVITE":
            self._with_sound(answer)
            self._start_sound(request)
        self.line.send(answer)
        if request.method == "BYE":
            self._over()
        elif request.method == "CANCEL" and not self.is_up:
            self._respond(487)
            self._over()

    def _respond(self, status: int) -> None:
        self.status = status
        self.line.send(response_to(self.invite, status, self.tag, self.line.contact))
        self.changed.set()

    def _with_sound(self, message: SipMessage) -> None:
        message.headers.append(("content-type", "application/sdp"))
        message.body = offer(self.line.host, self.rtp.port, wideband=self.line.wideband)
        self.rtp.codec = G722 if self.line.wideband else ALAW

    def _now_up(self, message: SipMessage) -> None:
        if self.incoming:
            self._take_target(message)
        self._start_sound(message)
        self.is_up = True
        self.status = 200
        self.changed.set()

    def _take_target(self, message: SipMessage) -> None:
        self.target = uri_of(message.get("contact")) or self.target

    def _start_sound(self, message: SipMessage) -> None:
        peer = media_address(message.body)
        if peer:
            self.rtp.start(peer)

    def _over(self) -> None:
        self.is_over, self.is_up = True, False
        self.rtp.close()
        self.changed.set()

    def _request(self, method: str) -> SipMessage:
        mine, theirs = self.invite.get("from"), self.remote
        if self.incoming:
            mine, theirs = f"{self.invite.get('to')};tag={self.tag}", self.invite.get("from")
        self.number += 1
        request = SipMessage(method, uri=self.target or self.invite.uri)
        request.headers = [
            ("via", self.line.new_via()),
            ("max-forwards", "70"),
            ("from", mine),
            ("to", theirs),
            ("call-id", self.invite.call_id),
            ("cseq", f"{self.number + 100} {method}"),
            ("contact", self.line.contact),
        ]
        return request

    def ack_of(self, response: SipMessage, *, failed: bool = False) -> SipMessage:
        ack = SipMessage("ACK", uri=self.invite.uri if failed else self.target)
        via = response.all("via")[0] if failed else self.line.new_via()
        ack.headers = [
            ("via", via),
            ("max-forwards", "70"),
            ("from", response.get("from")),
            ("to", response.get("to")),
            ("call-id", response.call_id),
            ("cseq", f"{response.sequence[0]} ACK"),
        ]
        return ack

    async def _until(self, reached: Callable[[], bool], seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while not reached():
                if self.is_over:
                    raise AssertionError(f"the call ended with {self.status}")
                self.changed.clear()
                await self.changed.wait()
