"""A small SIP telephone: registers, calls, is called; sound and keys over RTP."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from types import TracebackType

from lingting.testing.rtp import RtpStream
from lingting.testing.sip_text import SipMessage, authorization, offer, parse_sip, response_to
from lingting.testing.telephone_call import HOST, WAIT_SECONDS, TelephoneCall


class Telephone(asyncio.DatagramProtocol):
    """A SIP user agent on a loopback address; `async with Telephone(port) as phone`.

    `host` and `port` say where it is to be reached; port 0 takes a free one. One that is `wideband`
    takes G.722 only; it understands nothing of it and says noise.
    """

    def __init__(
        self,
        server_port: int,
        user: str = "13800138000",
        secret: str = "",
        *,
        host: str = HOST,
        port: int = 0,
    ) -> None:
        self.server = (HOST, server_port)
        self.host = host
        self.user = user
        self.secret = secret
        self.rings_by_itself = True
        self.wideband = False
        self.port = port
        self.calls: dict[str, TelephoneCall] = {}
        self._arrivals: asyncio.Queue[TelephoneCall] = asyncio.Queue()
        self._answers: dict[str, asyncio.Future[SipMessage]] = {}
        self._transport: asyncio.DatagramTransport | None = None

    async def __aenter__(self) -> Telephone:
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_datagram_endpoint(
            lambda: self, local_addr=(self.host, self.port)
        )
        self.port = self._transport.get_extra_info("sockname")[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for call in list(self.calls.values()):
            call.hang_up()
            self.forget(call)
        await asyncio.sleep(0)
        if self._transport:
            self._transport.close()
            await asyncio.sleep(0)  # only then is the port free for whoever comes next

    @property
    def contact(self) -> str:
        return f"<sip:{self.user}@{self.host}:{self.port}>"

    async def register(self, expires: int = 300) -> int:
        """Registers (0: signs off); gives the final status."""
        uri = f"sip:{HOST}:{self.server[1]}"
        address = f"<sip:{self.user}@{HOST}>"
        extra = {"contact": self.contact, "expires": str(expires)}
        reply = await self._ask(self._new("REGISTER", uri, address, address, extra))
        return reply.status

    async def call(
        self, number: str, *, headers: Mapping[str, str] | None = None, calling: str | None = None
    ) -> TelephoneCall:
        """Dials `number`; wait for `rings`, `answered` or `over`. `calling=""` withholds it."""
        uri = f"sip:{number}@{HOST}:{self.server[1]}"
        user = self.user if calling is None else calling or "anonymous"
        extra = {"contact": self.contact, **(headers or {}), "content-type": "application/sdp"}
        rtp = RtpStream(self.host)
        invite = self._new("INVITE", uri, f"<sip:{user}@{self.host}>", f"<{uri}>", extra)
        invite.body = offer(self.host, rtp.port)
        call = TelephoneCall(self, invite, rtp)
        self.calls[invite.call_id] = call
        self.send(invite)
        return call

    async def arrival(self, seconds: float = WAIT_SECONDS) -> TelephoneCall:
        """Waits for an incoming call."""
        async with asyncio.timeout(seconds):
            return await self._arrivals.get()

    def forget(self, call: TelephoneCall) -> None:
        """Frees what a call that is over took; nothing of it can be heard any more."""
        call.rtp.close()
        self.calls.pop(call.invite.call_id, None)

    def send(self, message: SipMessage) -> None:
        """Sends to the server."""
        if self._transport and not self._transport.is_closing():
            self._transport.sendto(message.render(), self.server)

    def new_via(self) -> str:
        return f"SIP/2.0/UDP {self.host}:{self.port};branch=z9hG4bK{secrets.token_hex(8)};rport"

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        message = parse_sip(data)
        if message is None:
            return
        if message.status:
            self._take_response(message)
        else:
            self._take_request(message)

    def _take_response(self, response: SipMessage) -> None:
        waiting = self._answers.get(response.get("cseq") + response.call_id)
        if waiting and not waiting.done() and response.status >= 200:
            waiting.set_result(response)
        call = self.calls.get(response.call_id)
        if call is None or response.sequence[1] != "INVITE":
            return
        if response.status in (401, 407) and self.secret and response.sequence[0] == 1:
            self._answer_challenge(call, response)
        else:
            call.respond_to_call(response)

    def _answer_challenge(self, call: TelephoneCall, response: SipMessage) -> None:
        self.send(call.ack_of(response, failed=True))
        call.invite = self._authorised(call.invite, response)
        self.send(call.invite)

    def _take_request(self, request: SipMessage) -> None:
        call = self.calls.get(request.call_id)
        if request.method == "ACK":
            return
        if call:
            if request.method != "INVITE" or call.is_up:
                call.take_request(request)
        elif request.method == "INVITE":
            self._take_arrival(request)
        else:
            self.send(response_to(request, 200, secrets.token_hex(4), self.contact))

    def _take_arrival(self, invite: SipMessage) -> None:
        call = TelephoneCall(self, invite, RtpStream(self.host))
        call.incoming = True
        self.calls[invite.call_id] = call
        self.send(response_to(invite, 100, call.tag))
        if self.rings_by_itself:
            call.ring()
        self._arrivals.put_nowait(call)

    async def _ask(self, request: SipMessage) -> SipMessage:
        """Sends a request outside calls and waits for its final answer, with credentials."""
        key = request.get("cseq") + request.call_id
        self._answers[key] = asyncio.get_running_loop().create_future()
        self.send(request)
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                reply = await self._answers[key]
        finally:
            del self._answers[key]
        if reply.status in (401, 407) and request.sequence[0] == 1 and self.secret:
            return await self._ask(self._authorised(request, reply))
        return reply

    def _authorised(self, request: SipMessage, reply: SipMessage) -> SipMessage:
        number, method = request.sequence
        proxy = reply.status == 407
        challenge = reply.get("proxy-authenticate" if proxy else "www-authenticate")
        proof = authorization(challenge, method, request.uri, self.user, self.secret)
        changed = {"cseq": f"{number + 1} {method}", "via": self.new_via()}
        headers = [(name, changed.get(name, value)) for name, value in request.headers]
        headers.append(("proxy-authorization" if proxy else "authorization", proof))
        return SipMessage(method, uri=request.uri, headers=headers, body=request.body)

    def _new(
        self, method: str, uri: str, mine: str, theirs: str, extra: Mapping[str, str]
    ) -> SipMessage:
        headers = [
            ("via", self.new_via()),
            ("max-forwards", "70"),
            ("from", f"{mine};tag={secrets.token_hex(6)}"),
            ("to", theirs),
            ("call-id", secrets.token_hex(12)),
            ("cseq", f"1 {method}"),
        ]
        headers += [(name.lower(), value) for name, value in extra.items()]
        return SipMessage(method, uri=uri, headers=headers)
