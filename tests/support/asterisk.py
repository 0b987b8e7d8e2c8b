"""Fixtures that start the real Asterisk: one per session, in a temporary folder."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from lingting.adapters.asterisk.config.layout import Behaviour
from lingting.adapters.asterisk.install import AsteriskProgram, find_asterisk
from lingting.adapters.asterisk.missed import NOTES
from lingting.adapters.asterisk.server import AsteriskServer

StartAsterisk = Callable[..., AsteriskServer]


@pytest.fixture(scope="session")
def asterisk_program() -> AsteriskProgram:
    """The Asterisk of this machine, fetched when there is none."""
    return find_asterisk(lambda message: sys.stderr.write(f"asterisk: {message}\n"))


@pytest.fixture(scope="session")
def shared_asterisk(
    asterisk_program: AsteriskProgram, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AsteriskServer]:
    """One Asterisk of the whole session."""
    server = AsteriskServer(asterisk_program, tmp_path_factory.mktemp("asterisk"))
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def asterisk_server(shared_asterisk: AsteriskServer) -> AsteriskServer:
    """A running Asterisk that tests share; leave no channels behind in it.

    Whoever left an earlier test unanswered is told to no later one.
    """
    shared_asterisk.start()
    for notes in shared_asterisk.sounds_dir.glob(f"{NOTES}*"):
        notes.unlink()
    return shared_asterisk


@pytest.fixture
def start_asterisk(asterisk_program: AsteriskProgram, tmp_path: Path) -> Iterator[StartAsterisk]:
    """Starts an Asterisk for one test alone: `start_asterisk(behaviour=Behaviour(...))`."""
    with ExitStack() as running:
        count = 0

        def start(behaviour: Behaviour | None = None) -> AsteriskServer:
            nonlocal count
            count += 1
            home = tmp_path / f"asterisk-{count}"
            server = AsteriskServer(asterisk_program, home, behaviour=behaviour)
            running.callback(server.stop)
            server.start()
            return server

        yield start
