"""How long the web server waits for whoever connects: without an end to it, idle and slow ones
take every handle that the engine has."""

from __future__ import annotations

import asyncio
import resource
import time
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from lingting.platform.log import get_log

log = get_log(__name__)

LOOK_SECONDS = 10.0
"""A request's head has this long to come, twice at most; the next one on the same line as well."""
LEAST_BYTES = 1000
"""Of a body, from look to look: less than the slowest line that still carries a voice."""
SHARE_OF_HANDLES = 2
"""Connections have one handle of so many; the rest is for the database, the switch and files."""
TOLD_SECONDS = 60.0


class PatientProtocol(H11Protocol):
    """HTTP that lets go of those who owe the rest of their request."""

    _told = -TOLD_SECONDS

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._came = 0
        self._saw: object = None
        self._looks: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > most_connections():
            self._tell()
            transport.abort()
            return
        self._look_later()

    def connection_lost(self, exc: Exception | None) -> None:
        self._look_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._came += len(data)
        super().data_received(data)

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._look_no_more()
        super().handle_websocket_upgrade(event)

    def _look(self) -> None:
        theirs, came, self._came = self.conn.their_state, self._came, 0
        waits_for_head = theirs is h11.IDLE
        waits_for_body = theirs is h11.SEND_BODY and not self.flow.read_paused
        sees = (theirs, self.cycle) if waits_for_head or waits_for_body else None
        late = sees is not None and sees == self._saw and (waits_for_head or came < LEAST_BYTES)
        self._saw = sees
        if late:
            self.transport.abort()
        else:
            self._look_later()

    def _look_later(self) -> None:
        self._looks = self.loop.call_later(LOOK_SECONDS, self._look)

    def _look_no_more(self) -> None:
        if self._looks is not None:
            self._looks.cancel()
            self._looks = None

    def _tell(self) -> None:
        now = time.monotonic()
        if now - PatientProtocol._told >= TOLD_SECONDS:
            PatientProtocol._told = now
            log.error("too many connections", most=most_connections())


def most_connections() -> int:
    """Of pages, telephones and requests together."""
    handles, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return handles // SHARE_OF_HANDLES
