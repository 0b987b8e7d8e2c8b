"""Reaches the installation from the command line, whether it runs or not."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from enum import Enum
from functools import partial

from rich.console import Console

from lingting.adapters.postgres.embedded import EmbeddedPostgres
from lingting.main.home import Claim, Home, Running, who_runs
from lingting.main.migrate import prepare
from lingting.main.words import text
from lingting.platform.settings import Settings


class NotInstalled(Exception):
    """There is no database here yet."""


class StillStarting(Exception):
    """Another process is starting or stopping this installation."""

    def __init__(self, running: Running) -> None:
        super().__init__(str(running.pid))
        self.running = running


def as_running(settings: Settings) -> tuple[Settings, Running | None]:
    """The settings that the running installation has, which may differ from this terminal's."""
    running = who_runs(Home(settings.home.resolve()).claim)
    if running is None or not running.environment:
        return settings, running
    os.environ.update(running.environment)
    return Settings(), running


class Engine(Enum):
    """Whether an engine has the companies' floors in memory."""

    RUNS = "runs"
    MAY_RUN = "may run"
    """The database is somebody else's; an engine may stand anywhere."""
    IS_AWAY = "is away"


def engine_of(settings: Settings) -> Engine:
    """Ask before reaching: who reaches an embedded database that is down holds its home."""
    if who_runs(Home(settings.home.resolve()).claim) is not None:
        return Engine.RUNS
    return Engine.MAY_RUN if settings.database_url else Engine.IS_AWAY


@contextmanager
def reached_database(
    settings: Settings, prepare: Callable[[str], None] = lambda url: None
) -> Iterator[str]:
    """The owner's address of the database; raises NotInstalled or StillStarting.

    `prepare` sees a server that is started for the moment before anybody else does.
    """
    home = Home(settings.home.resolve())
    if settings.database_url:
        yield settings.database_url
        return
    running = who_runs(home.claim)
    if running is not None:
        if not running.database_url:
            raise StillStarting(running)
        yield running.database_url
        return
    if not (home.postgres / "data" / "PG_VERSION").exists():
        raise NotInstalled
    claim, server = Claim(home.claim), EmbeddedPostgres(home.postgres)
    claim.take()
    try:
        url = server.start()
        prepare(url)
        yield url
    finally:
        server.stop()
        claim.release()


@contextmanager
def reached(settings: Settings, console: Console) -> Iterator[str | None]:
    """The address of a database with current tables; None, after saying why there is none."""
    url = None
    with ExitStack() as held:
        try:
            url = held.enter_context(reached_database(settings, partial(prepare, settings)))
        except StillStarting as other:
            console.print(text("already_starting", pid=other.running.pid))
        except NotInstalled:
            console.print(text("not_running"))
        yield url
