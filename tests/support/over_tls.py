"""The bundled PostgreSQL knows no TLS: a door before its socket speaks it for the server."""

from __future__ import annotations

import asyncio
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from lingting.main.tls import ensure_certificate

ASKS_FOR_TLS = struct.pack("!ii", 8, 80877103)
PIECE = 1 << 16


@contextmanager
def door(folder: Path, socket: Path) -> Iterator[int]:
    """Serves on a free port of the loopback until left; `folder` gets the certificates."""
    own = ensure_certificate(folder, [], datetime.now(UTC))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(own.cert, own.key)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def open_it() -> asyncio.Server:
        async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await _meet(reader, writer, context, socket)

        return await asyncio.start_server(meet, "127.0.0.1", 0)

    async def close_it(server: asyncio.Server) -> None:
        server.close()
        meetings = asyncio.all_tasks() - {asyncio.current_task()}
        for one in meetings:
            one.cancel()
        await asyncio.gather(*meetings, return_exceptions=True)
        await asyncio.sleep(0)  # transports that were closed go in the next turn

    server = asyncio.run_coroutine_threadsafe(open_it(), loop).result(10)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(close_it(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _meet(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    context: ssl.SSLContext,
    socket: Path,
) -> None:
    try:
        if await reader.readexactly(len(ASKS_FOR_TLS)) != ASKS_FOR_TLS:
            return
        writer.write(b"S")
        await writer.start_tls(context)
        there, back = await asyncio.open_unix_connection(str(socket))
        await asyncio.gather(_carry(reader, back), _carry(there, writer))
    except (OSError, asyncio.IncompleteReadError):
        return
    finally:
        writer.close()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
    finally:
        writer.close()
