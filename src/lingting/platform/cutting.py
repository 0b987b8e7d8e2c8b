"""The lines to a server that does not answer any more."""

import os
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from weakref import WeakSet

import psycopg
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

GONE_WITHOUT_A_WORD = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10_000,
}
"""Over a network: after some ten seconds a machine that is gone counts as gone, in place of a
quarter of an hour and, where an answer is waited for, of two hours."""


class Lines:
    """The connections of a pool."""

    def __init__(self, engine: AsyncEngine, are_cut: Callable[[], bool]) -> None:
        """While `are_cut`, a connection that is made is cut as well."""
        self._all: WeakSet[psycopg.AsyncConnection] = WeakSet()
        self._are_cut = are_cut
        event.listen(engine.sync_engine, "connect", self._add)

    def cut(self) -> None:
        """Whoever waits for the server hears that the connection is lost. What the server was sent
        and has not read it may read later; it commits none of it, since it cannot answer."""
        for one in list(self._all):
            _cut(one)

    def _add(self, connection: Any, _: Any) -> None:
        self._all.add(connection.driver_connection)
        if self._are_cut():
            _cut(connection.driver_connection)


def _cut(connection: psycopg.AsyncConnection) -> None:
    if not connection.closed:
        with suppress(OSError), socket.socket(fileno=os.dup(connection.fileno())) as line:
            line.shutdown(socket.SHUT_RDWR)
