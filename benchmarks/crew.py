"""The agents of a measurement: each logged in with a page open, all telephones at one port."""

from __future__ import annotations

import asyncio
import json
import socket
import time
import zlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field

import httpx
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from benchmarks.company import PASSWORD, SHORT_NAME, Company
from benchmarks.product import Product, free_port
from lingting.simulation.office import COOKIE, OWN_CLIENT
from lingting.testing.telephone import Telephone

AT_ONCE = 6
REGISTERED_SECONDS = 3600
# Idle connections are given up well before the server gives them up, or a request may meet its end.
LIMITS = httpx.Limits(max_connections=1, keepalive_expiry=1.0)


@dataclass(eq=False)
class Page:
    """A session with its control socket; counts what it gets."""

    account: str
    cookie: str
    address: str
    client: httpx.AsyncClient
    socket: ClientConnection
    frames: int = 0
    heard: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])
    """Instant and text of each message, kept while `listening`."""
    listening: bool = False

    async def post(self, path: str, body: object = None) -> httpx.Response:
        reply = await self.client.post(path, json=body)
        reply.raise_for_status()
        return reply

    async def watch(self, board: str) -> None:
        await self.socket.send(json.dumps({"type": "watch", "board": board}))

    async def read(self) -> None:
        """Until cancelled; a page whose server went away comes back, as the client does."""
        while True:
            with suppress(WebSocketException, OSError):
                await self._follow()
            await asyncio.sleep(1)
            with suppress(WebSocketException, OSError):
                self.socket = await opened(self.address, self.cookie)

    async def _follow(self) -> None:
        async for text in self.socket:
            self.frames += 1
            if self.listening:
                self.heard.append((time.time(), str(text)))
            if text == '{"type":"ping"}':
                await self.socket.send('{"type":"pong"}')


@dataclass
class Crew:
    """Everybody who is there; `sip_port` is where all telephones of the agents are."""

    pages: list[Page]
    leader: Page
    sip_port: int
    working: list[Page]
    product: Product

    async def register(self) -> None:
        """Their telephones are registered for another hour; while nobody is at `sip_port`."""
        await _register(self.product, self.working, self.sip_port)

    async def idle_again(self) -> None:
        """Whom too much traffic made busy is ready again; who is ready stays so."""
        room = asyncio.Semaphore(AT_ONCE)

        async def one(page: Page) -> None:
            async with room:
                with suppress(httpx.HTTPError):
                    await page.post("/desk/idle")

        await asyncio.gather(*map(one, self.pages))


@asynccontextmanager
async def crew(
    product: Product, company: Company, *, idle: int | None = None
) -> AsyncIterator[Crew]:
    """Logs everybody in, registers the telephones, and makes the first `idle` (or all) ready."""
    port = free_port(socket.SOCK_DGRAM)
    room = asyncio.Semaphore(AT_ONCE)
    async with AsyncExitStack() as stack:

        async def come(account: str, password: str) -> Page:
            async with room:
                return await _page(stack, product, account, password)

        leader = await come("leader", company.leader_password)
        await leader.watch("floor")
        pages = await asyncio.gather(*(come(account, PASSWORD) for account in company.agents))
        working = pages if idle is None else pages[:idle]
        await _register(product, working, port)

        async def begin(page: Page) -> None:
            async with room:
                await page.post("/desk/sign-in", {"method": "sip_phone"})
                await page.post("/desk/auto-idle", {"on": True})
                await page.post("/desk/idle")

        await asyncio.gather(*map(begin, working))
        yield Crew(list(pages), leader, port, list(working), product)


async def opened(address: str, cookie: str) -> ClientConnection:
    """A control socket."""
    return await connect(
        address,
        additional_headers={"Cookie": cookie},
        max_size=None,
        compression=None,
        ping_interval=None,
        open_timeout=60,
        close_timeout=1,
    )


async def _page(stack: AsyncExitStack, product: Product, account: str, password: str) -> Page:
    # Logins that come from one address at once look like guessing.
    place = zlib.crc32(account.encode())
    own = f"127.1.{place >> 8 & 255}.{place % 250 + 1}"
    transport = httpx.AsyncHTTPTransport(limits=LIMITS, local_address=own)
    client = await stack.enter_async_context(
        httpx.AsyncClient(
            base_url=f"{product.url}/api", headers=OWN_CLIENT, timeout=60, transport=transport
        )
    )
    form = {"company": SHORT_NAME, "account": account, "password": password}
    reply = await client.post("/auth/login", json=form)
    if reply.is_error:
        raise RuntimeError(f"{account} could not log in: {reply.text}")
    cookie = f"{COOKIE}={reply.cookies.get(COOKIE)}"
    address = f"ws://127.0.0.1:{product.port}/api/realtime"
    page = Page(account, cookie, address, client, await opened(address, cookie))
    reading = asyncio.ensure_future(page.read())

    async def end() -> None:
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading
        await page.socket.close()

    stack.push_async_callback(end)
    return page


async def _register(product: Product, pages: list[Page], port: int) -> None:
    """One telephone after another says that it is at `port`, where SIPp will answer for all."""
    async with Telephone(product.sip_port, port=port) as phone:
        for page in pages:
            account = (await page.post("/desk/sip-phone")).json()
            phone.user, phone.secret = account["name"], account["secret"]
            if await phone.register(REGISTERED_SECONDS) != 200:
                raise RuntimeError(f"{page.account}'s telephone was not registered")
