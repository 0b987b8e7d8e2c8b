"""ARI over one WebSocket: events and REST requests on the same ordered connection."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from lingting.adapters.asterisk.hearing import Hearing
from lingting.calls.ports import SwitchUnavailable
from lingting.platform.log import get_log

log = get_log(__name__)

PULSE_SECONDS = 1.0
ANSWER_SECONDS = 5.0
OPEN_SECONDS = 10.0
"""Long: a connection that is given up while Asterisk stands still is taken up by it later."""
RETRY_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0)
REPLACED = "ApplicationReplaced"
"""Another connection took our events: this one answers on, and hears nothing any more. It is often
one of our own, given up while Asterisk stood still and taken up by it after the newest one."""
PULSE, PULSE_NAME = "ChannelUserevent", "pulse"
"""What each application is made to hear. That events come is proved by nothing less: Asterisk
answers pings, and often requests, of a connection from which it took the events without a word."""
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AriAddress:
    """Where ARI is (`http://host:port/ari`), its credentials and our application's name."""

    url: str
    user: str
    password: str
    application: str = "lingting"

    @property
    def phones(self) -> str:
        """A second application, for phones: whoever hears of them hears of their calls too, and
        the first one hears of all calls already."""
        return f"{self.application}-phones"

    @property
    def applications(self) -> tuple[str, str]:
        """Both of them."""
        return self.application, self.phones

    @property
    def socket_url(self) -> str:
        """The WebSocket of both applications; what they hear is subscribed once it is open."""
        query = urlencode({"app": ",".join(self.applications)})
        return f"{self.url.replace('http', 'ws', 1)}/events?{query}"

    @property
    def authorization(self) -> str:
        return "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()


@dataclass(frozen=True, slots=True)
class AriReply:
    """What Asterisk answered."""

    status: int
    reason: str
    body: Any

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


class AriSocket:
    """Keeps the connection up; a dead or deaf one is noticed after three to four pulses.

    `on_event` gets every event, in order and at once. `on_open` and `on_close` are awaited or
    called around each connection; when `on_open` fails, the connection is made anew.
    """

    def __init__(
        self,
        address: Callable[[], AriAddress],
        on_event: Callable[[Json], None],
        on_open: Callable[[], None],
        on_close: Callable[[], None],
    ) -> None:
        self._address = address
        self._on_event = on_event
        self._on_open = on_open
        self._on_close = on_close
        self._socket: ClientConnection | None = None
        self._hears: asyncio.Future[None]
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._numbers = itertools.count(1)

    @property
    def is_open(self) -> bool:
        """Whether requests can be sent."""
        return self._socket is not None

    async def run(self) -> None:
        """Connects and reads, again and again, until cancelled."""
        failures = 0
        while True:
            try:
                address = self._address()
                async with _connection(address) as socket:
                    failures = 0
                    await self._live(socket, address.applications)
            except (OSError, WebSocketException, TimeoutError) as error:
                if failures == 0:
                    log.warning("ari connection away", error=type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
            failures += 1

    async def hears(self) -> None:
        """Waits until the present connection has heard something of each application; raises
        SwitchUnavailable when it ends before."""
        await asyncio.shield(self._hears)

    async def request(
        self,
        method: str,
        uri: str,
        query: Mapping[str, object] | None = None,
        body: object = None,
    ) -> AriReply:
        """One REST call; raises SwitchUnavailable when no answer can come."""
        socket = self._socket
        if socket is None:
            raise SwitchUnavailable
        number = str(next(self._numbers))
        message = _message(number, method, uri, query, body)
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            await socket.send(message, text=True)
            async with asyncio.timeout(ANSWER_SECONDS):
                return _reply(await answer)
        except (ConnectionClosed, TimeoutError) as error:
            raise SwitchUnavailable from error
        finally:
            self._waiting.pop(number, None)

    async def drop(self) -> None:
        """Ends the present connection; `run` makes a new one."""
        if self._socket:
            await self._socket.close()

    async def _live(self, socket: ClientConnection, applications: Sequence[str]) -> None:
        """Reads until the connection ends, hears nothing or has lost its events to another."""
        hearing = Hearing(applications)
        self._hears = asyncio.get_running_loop().create_future()
        self._socket = socket
        self._on_open()
        both = [
            asyncio.ensure_future(self._read(socket, hearing)),
            asyncio.ensure_future(self._pulse(socket, hearing, applications)),
        ]
        try:
            done, _ = await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                one.result()
        finally:
            self._socket = None
            for one in both:
                one.cancel()
            await asyncio.gather(*both, return_exceptions=True)
            for answer in (*self._waiting.values(), self._hears):
                if not answer.done():
                    answer.set_exception(SwitchUnavailable())
            self._hears.exception()  # nobody may have asked
            self._on_close()

    async def _pulse(
        self, socket: ClientConnection, hearing: Hearing, applications: Sequence[str]
    ) -> None:
        """Lets each application hear something, again and again, until one does not."""
        while not (deaf := hearing.pulse()):
            for one in applications:
                uri = f"events/user/{PULSE_NAME}"
                pulse = _message(PULSE_NAME, "POST", uri, {"application": one})
                async with asyncio.timeout(ANSWER_SECONDS):
                    await socket.send(pulse, text=True)
            await asyncio.sleep(PULSE_SECONDS)
        log.warning("ari connection hears nothing", applications=deaf)

    async def _read(self, socket: ClientConnection, hearing: Hearing) -> None:
        async for text in socket:
            if not self._take(text, hearing):
                log.warning("ari application was replaced")
                return

    def _take(self, text: str | bytes, hearing: Hearing) -> bool:
        """Whether more can come over this connection."""
        message: Json = msgspec.json.decode(text)
        if message.get("type") == "RESTResponse":
            answer = self._waiting.get(message["request_id"])
            if answer and not answer.done():
                answer.set_result(message)
            return True
        if message.get("type") == REPLACED:
            return False
        hearing.heard(message.get("application"))
        if hearing.whole and not self._hears.done():
            self._hears.set_result(None)
        if message.get("type") == PULSE:
            return True
        try:
            self._on_event(message)
        except Exception as error:  # one message that we misread must not end the connection
            log.error("ari event failed", kind=message.get("type"), exc_info=error)
        return True


def _connection(address: AriAddress) -> connect:
    return connect(
        address.socket_url,
        additional_headers={"Authorization": address.authorization},
        open_timeout=OPEN_SECONDS,
        close_timeout=0.5,
        ping_interval=None,
        compression=None,
        proxy=None,
        max_size=2**22,
    )


def _message(
    number: str,
    method: str,
    uri: str,
    query: Mapping[str, object] | None = None,
    body: object = None,
) -> bytes:
    message: Json = {
        "type": "RESTRequest",
        "transaction_id": number,
        "request_id": number,
        "method": method,
        "uri": uri,
    }
    if query:
        pairs = ((key, value) for key, value in query.items() if value is not None)
        message["query_strings"] = [{"name": key, "value": str(v)} for key, v in pairs]
    if body is not None:
        message |= {"message_body": json.dumps(body), "content_type": "application/json"}
    return msgspec.json.encode(message)


def _reply(message: Json) -> AriReply:
    text = message.get("message_body")
    body = None
    if text and "json" in message.get("content_type", "json"):
        body = msgspec.json.decode(text)
    return AriReply(int(message["status_code"]), str(message.get("reason_phrase", "")), body)
