"""An application behind a web server of its own."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn


@asynccontextmanager
async def serving(app: Any, **named: Any) -> AsyncIterator[int]:
    """Answers the port; `named` goes to uvicorn."""
    with socket.socket() as heard:
        heard.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="error", lifespan="off", **named)
        server = uvicorn.Server(config)
        task = asyncio.create_task(server.serve(sockets=[heard]))
        for _ in range(1000):
            if server.started:
                break
            await asyncio.sleep(0.01)
        yield heard.getsockname()[1]
        server.should_exit = True
        await task
