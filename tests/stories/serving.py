"""The database server of stories: one for all workers, with a database for each."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from lingting.adapters.postgres.embedded import FAST, OWNER, SUPERUSER, EmbeddedPostgres
from lingting.main.migrate import prepare
from lingting.platform.settings import Settings

QUICK = {
    **FAST,
    "plan_cache_mode": "force_generic_plan",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "update_process_title": "off",
    "track_activities": "off",
    "track_counts": "off",
}
"""Statements are planned once per session, and nobody watches the server or follows it."""


@dataclass
class Server:
    """A server that is gone afterwards; `folder` is free for whoever asks it."""

    folder: Path
    postgres: EmbeddedPostgres

    def database(self, name: str) -> tuple[str, str]:
        """A new one with the product's tables: its owner's address, and the server's own."""
        its_server = psycopg.connect(self.postgres.url("postgres", SUPERUSER), autocommit=True)
        with its_server as connection:
            parts = (sql.Identifier(name), sql.Identifier(OWNER))
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*parts))
        prepare(Settings(), self.postgres.url(name))
        return self.postgres.url(name), self.postgres.url(name, SUPERUSER)


@contextmanager
def serve() -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        postgres = EmbeddedPostgres(Path(folder) / "postgres", settings=QUICK)
        postgres.start()
        try:
            yield Server(Path(folder), postgres)
        finally:
            postgres.stop()
