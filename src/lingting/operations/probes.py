"""What machines ask: is the process alive, can it work, how does it do. No personal data."""

import asyncio
import hmac
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from lingting.operations.measures import Measures
from lingting.platform.kit import Kit
from lingting.platform.log import get_log

log = get_log(__name__)

DATABASE_SECONDS = 2.0
REMEMBERED_SECONDS = 1.0
ENGINE_LOOPS = ("loop:switch", "loop:timers")
LOOPBACK = ("127.0.0.1", "::1")
LOOPBACK_NAMES = ("localhost", *LOOPBACK)
NEEDED = ("database", "switch", "engine")
"""Without one of these no call is taken. Without storage it is; without ports for sound those who
are here already are served, and others refused."""
PROXIED = ("x-forwarded-for", "forwarded", "x-real-ip")


class Readiness:
    """Whether calls can be taken; asked often, so the database is asked once a second at most."""

    def __init__(
        self,
        kit: Kit,
        connected: Callable[[], bool],
        storage: Callable[[], bool],
        sound_ports: Callable[[], bool],
    ) -> None:
        self._kit = kit
        self._connected, self._storage, self._sound_ports = connected, storage, sound_ports
        self._asked_at = -REMEMBERED_SECONDS
        self._database = False
        self._turn = asyncio.Lock()

    async def state(self) -> dict[str, bool]:
        """Part → whether it does its work."""
        return {
            "database": await self._database_answers(),
            "switch": self._connected(),
            "engine": all(self._kit.supervisor.runs(name) for name in ENGINE_LOOPS),
            "storage": self._storage(),
            "sound_ports": self._sound_ports(),
        }

    async def _database_answers(self) -> bool:
        async with self._turn:
            if time.monotonic() - self._asked_at >= REMEMBERED_SECONDS:
                self._database = await self._ask()
                self._asked_at = time.monotonic()
            return self._database

    async def _ask(self) -> bool:
        try:
            async with asyncio.timeout(DATABASE_SECONDS):
                return await self._kit.db.usable()
        except Exception as error:  # whatever it is, the database cannot be used now
            log.warning("database not ready", error=type(error).__name__)
            return False


def serve_probes(app: FastAPI, kit: Kit, readiness: Readiness, measures: Measures) -> None:
    """Adds `/healthz`, `/readyz` and `/metrics` beside the API."""

    @app.get("/healthz", include_in_schema=False)
    async def alive() -> Response:
        return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})

    @app.get("/readyz", include_in_schema=False)
    async def ready() -> Response:
        state = await readiness.state()
        status = 200 if all(state[one] for one in NEEDED) else 503
        return JSONResponse(state, status, headers={"Cache-Control": "no-store"})

    @app.get("/metrics", include_in_schema=False)
    async def metrics(request: Request) -> Response:
        if not may_measure(request, kit.settings.metrics_token):
            return PlainTextResponse("forbidden\n", 403)
        try:
            await measures.look()
        except Exception as error:  # measures matter most while something is broken
            log.warning("measures incomplete", error=type(error).__name__)
        text = generate_latest(kit.metrics.registry)
        return Response(text, media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def may_measure(request: Request, token: str) -> bool:
    """With a token set, who knows it; else only this machine, and not through a proxy on it."""
    if token:
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    peer = request.client.host if request.client else ""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname
    proxied = any(name in request.headers for name in PROXIED)
    return peer in LOOPBACK and host in LOOPBACK_NAMES and not proxied
