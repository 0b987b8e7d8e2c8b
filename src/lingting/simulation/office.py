"""The product as its people use it: HTTP with a session, and the one control socket."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import httpx
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException

from lingting.platform.patch import State, apply

OWN_CLIENT = {"x-requested-with": "lingting", "accept-language": "zh-CN"}
COOKIE = "lingting_session"
OWN_ADDRESS = "127.0.0.6"
AGAIN_SECONDS = 2.0


class Refused(Exception):
    """The product said no; `slug` is why."""

    def __init__(self, status: int, slug: str) -> None:
        super().__init__(f"{status} {slug}")
        self.status, self.slug = status, slug


class Desk:
    """What one person has open: a session and a page."""

    def __init__(self, url: str, company: str, account: str, password: str) -> None:
        self._company, self._account, self._password = company, account, password
        self._url = url
        self._client = httpx.AsyncClient(
            base_url=f"{url}/api",
            headers=OWN_CLIENT,
            timeout=20,
            transport=httpx.AsyncHTTPTransport(verify=_trust(url), local_address=_from(url)),
        )

    async def __aenter__(self) -> Desk:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._client.aclose()

    async def log_in(self) -> dict[str, Any]:
        """Begins a session; raises Refused."""
        self._client.headers.pop("cookie", None)
        form = {"company": self._company, "account": self._account, "password": self._password}
        reply = await self._send("POST", "/auth/login", form)
        # By hand: behind a proxy the cookie is for https alone, and we come from this side of it.
        self._client.headers["cookie"] = f"{COOKIE}={reply.cookies.get(COOKIE)}"
        self._client.cookies.clear()
        return reply.json()

    async def get(self, path: str, **query: str | int) -> Any:
        """Reads; raises Refused."""
        return await self._ask("GET", path, query=query)

    async def post(self, path: str, body: Any = None) -> Any:
        """Commands; raises Refused."""
        return await self._ask("POST", path, body)

    async def put(self, path: str, body: Any) -> Any:
        """Saves; raises Refused."""
        return await self._ask("PUT", path, body)

    async def states(self) -> AsyncIterator[State]:
        """What the page shows, whenever it changes; ends when the product ends the page."""
        url = self._url.replace("http", "ws", 1) + "/api/realtime"
        trust = _trust(self._url) if url.startswith("wss") else None
        cookie = {"Cookie": self._client.headers.get("cookie", "")}
        state: State = {}
        try:
            local = (own, 0) if (own := _from(self._url)) else None
            async with connect(
                url, additional_headers=cookie, ssl=trust, max_size=None, local_addr=local
            ) as page:
                async for text in page:
                    message = json.loads(text)
                    if message["type"] == "ping":
                        await page.send('{"type":"pong"}')
                        continue
                    if message["type"] == "bye":
                        return
                    snapshot = message["type"] == "snapshot"
                    state = message["state"] if snapshot else apply(message["patch"], state)
                    yield state
        except (OSError, WebSocketException):
            return

    async def _ask(
        self, method: str, path: str, body: Any = None, query: dict[str, str | int] | None = None
    ) -> Any:
        reply = await self._send(method, path, body, query)
        return reply.json() if reply.content else None

    async def _send(
        self, method: str, path: str, body: Any = None, query: dict[str, str | int] | None = None
    ) -> httpx.Response:
        try:
            reply = await self._client.request(method, path, json=body, params=query)
        except httpx.HTTPError as error:
            raise Refused(0, type(error).__name__) from error
        if reply.is_error:
            raise Refused(reply.status_code, _slug(reply))
        return reply


async def wait_for(url: str, seconds: float = 120) -> None:
    """Until the product answers; raises TimeoutError."""
    async with asyncio.timeout(seconds), httpx.AsyncClient(verify=_trust(url)) as client:
        while True:
            try:
                reply = await client.get(f"{url}/api/auth/options")
            except httpx.HTTPError:
                reply = None
            if reply is not None and reply.is_success:
                return
            await asyncio.sleep(AGAIN_SECONDS)


def _trust(url: str) -> ssl.SSLContext | bool:
    """On the own machine the product's certificate need not be known to it."""
    if urlsplit(url).scheme != "https":
        return True
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _from(url: str) -> str | None:
    """An address of their own: a person who mistypes his password here is not their concern."""
    return OWN_ADDRESS if (urlsplit(url).hostname or "").startswith("127.") else None


def _slug(reply: httpx.Response) -> str:
    try:
        return str(reply.json().get("type", "")).rsplit(":", 1)[-1]
    except ValueError:
        return ""
