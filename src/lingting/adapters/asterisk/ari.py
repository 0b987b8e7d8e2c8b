"""ARI over one WebSocket: events and REST requests on the same ordered connection."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from lingting.calls.ports import SwitchUnavailable
from lingting.platform.log import get_log

log = get_log(__name__)

PING_SECONDS = 1.5
PONG_SECONDS = 2.0
ANSWER_SECONDS = 5.0
OPEN_SECONDS = 3.0
RETRY_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0)
REPLACED = "ApplicationReplaced"
"""Another connection took our events: this one answers on, and hears nothing any more. It is often
one of our own, given up while Asterisk stood still and taken up by it after the newest one."""
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
    def socket_url(self) -> str:
        """The WebSocket of both applications; what they hear is subscribed once it is open."""
        query = urlencode({"app": f"{self.application},{self.phones}"})
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
    """Keeps the connection up; a dead one is noticed within `PING_SECONDS + PONG_SECONDS`.

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
                async with self._connect() as socket:
                    failures = 0
                    await self._read(socket)
            except (OSError, WebSocketException, TimeoutError) as error:
                if failures == 0:
                    log.warning("ari connection away", error=type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
            failures += 1

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
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        try:
            await socket.send(msgspec.json.encode(message), text=True)
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

    def _connect(self) -> connect:
        address = self._address()
        return connect(
            address.socket_url,
            additional_headers={"Authorization": address.authorization},
            open_timeout=OPEN_SECONDS,
            close_timeout=0.5,
            ping_interval=PING_SECONDS,
            ping_timeout=PONG_SECONDS,
            compression=None,
            proxy=None,
            max_size=2**22,
        )

    async def _read(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._on_open()
        try:
            async for text in socket:
                if not self._take(text):
                    log.warning("ari application was replaced")
                    return
        finally:
            self._socket = None
            for answer in self._waiting.values():
                if not answer.done():
                    answer.set_exception(SwitchUnavailable())
            self._on_close()

    def _take(self, text: str | bytes) -> bool:
        """Whether more can come over this connection."""
        message: Json = msgspec.json.decode(text)
        if message.get("type") == "RESTResponse":
            answer = self._waiting.get(message["request_id"])
            if answer and not answer.done():
                answer.set_result(message)
            return True
        if message.get("type") == REPLACED:
            return False
        try:
            self._on_event(message)
        except Exception as error:  # one message that we misread must not end the connection
            log.error("ari event failed", kind=message.get("type"), exc_info=error)
        return True


def _reply(message: Json) -> AriReply:
    text = message.get("message_body")
    body = None
    if text and "json" in message.get("content_type", "json"):
        body = msgspec.json.decode(text)
    return AriReply(int(message["status_code"]), str(message.get("reason_phrase", "")), body)
