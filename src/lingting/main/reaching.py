"""Reaches the installation's database from the command line, whether it runs or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from lingting.adapters.postgres.embedded import EmbeddedPostgres
from lingting.main.home import Claim, Home, who_runs
from lingting.main.migrate import upgrade
from lingting.main.words import text
from lingting.platform.settings import Settings


@contextmanager
def reached(settings: Settings, console: Console) -> Iterator[str | None]:
    """The database's address; None, after saying why, when there is none to reach."""
    home = Home(settings.home.resolve())
    running = who_runs(home.claim)
    if settings.database_url:
        yield settings.database_url
    elif running is not None:
        if not running.database_url:
            console.print(text("already_starting", pid=running.pid))
        yield running.database_url or None
    elif not (home.postgres / "data" / "PG_VERSION").exists():
        console.print(text("not_running"))
        yield None
    else:
        claim, server = Claim(home.claim), EmbeddedPostgres(home.postgres)
        claim.take()
        try:
            url = server.start()
            upgrade(url)
            yield url
        finally:
            server.stop()
            claim.release()
