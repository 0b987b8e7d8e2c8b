"""The database of this installation for a command, whether the product runs or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum

from rich.console import Console

from lingting.adapters.postgres.embedded import EmbeddedPostgres
from lingting.main.home import Claim, Home, who_runs
from lingting.main.migrate import upgrade
from lingting.main.words import text
from lingting.platform.settings import Settings


class Engine(Enum):
    """Whether an engine has the companies' floors in memory."""

    RUNS = "runs"
    MAY_RUN = "may run"
    """The database is somebody else's; an engine may stand anywhere."""
    IS_AWAY = "is away"


@dataclass(frozen=True, slots=True)
class Reached:
    """The database's address, and who else may be at work on it."""

    url: str
    engine: Engine


@contextmanager
def reach(settings: Settings, console: Console) -> Iterator[Reached | None]:
    """The database, started for this while when nothing runs; None after saying why not."""
    home = Home(settings.home.resolve())
    running = who_runs(home.claim)
    if settings.database_url:
        yield Reached(settings.database_url, Engine.RUNS if running else Engine.MAY_RUN)
    elif running is not None and running.database_url:
        yield Reached(running.database_url, Engine.RUNS)
    elif running is not None:
        console.print(text("already_starting", pid=running.pid))
        yield None
    elif not (home.postgres / "data" / "PG_VERSION").exists():
        console.print(text("not_running"))
        yield None
    else:
        claim, server = Claim(home.claim), EmbeddedPostgres(home.postgres)
        claim.take()
        try:
            url = server.start()
            upgrade(url)
            yield Reached(url, Engine.IS_AWAY)
        finally:
            server.stop()
            claim.release()
