"""A connection that freezes and breaks not, as a network does that swallows everything."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Cable:
    """TCP connections through the middle that can freeze: nothing arrives, nothing breaks."""

    def __init__(self, dial: Callable[[], Awaitable[Ends]]) -> None:
        """`dial` opens a connection at the far end."""
        self._dial = dial
        self._moving = asyncio.Event()
        self._moving.set()
        self._writers: list[asyncio.StreamWriter] = []
        self.port = 0

    @asynccontextmanager
    async def plugged(self) -> AsyncIterator[Cable]:
        server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            self._moving.set()
            server.close()
            for writer in self._writers:
                writer.close()

    def freeze(self) -> None:
        self._moving.clear()

    def thaw(self) -> None:
        self._moving.set()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._moving.wait()
        far_reader, far_writer = await self._dial()
        self._writers += [writer, far_writer]
        await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))

    async def _pump(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        try:
            while data := await source.read(65536):
                await self._moving.wait()
                target.write(data)
        except ConnectionError:
            pass
        target.close()
