"""Brings a database to this version's tables."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from lingting.platform.db import async_url
from lingting.platform.login import check_login, open_login
from lingting.platform.settings import Settings

MIGRATIONS = Path(__file__).parents[3] / "migrations"
PREPARING = 0x6C696E67
"""The lock in the database of whoever prepares it."""


class NewerTables(Exception):
    """A newer version has been at work; the message is where the database stands."""


@contextmanager
def alone(url: str, others: Callable[[], None]) -> Iterator[None]:
    """Two machines that start together with one database prepare it one after the other; calls
    `others` where it has to wait. Whoever dies leaves the lock with his connection."""
    engine = sa.create_engine(async_url(url), poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        key = {"key": PREPARING}
        if not connection.execute(sa.text("SELECT pg_try_advisory_lock(:key)"), key).scalar_one():
            others()
            connection.execute(sa.text("SELECT pg_advisory_lock(:key)"), key)
        yield
    engine.dispose()


def prepare(settings: Settings, url: str) -> None:
    """This version's tables, and the application let in; with the owner's rights. Raises
    NewerTables, or LoginRefused."""
    there = revision_of(url)
    if there and not knows(there):
        raise NewerTables(there)
    upgrade(url)
    if settings.application_url:
        check_login(settings.application_url)
    else:
        open_login(url)


def upgrade(url: str, revision: str = "head") -> None:
    """Runs what is missing up to `revision`, with the rights of `url` (the owner's)."""
    _run(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Takes migrations back down to `revision`."""
    _run(url, lambda config: command.downgrade(config, revision))


def check(url: str) -> None:
    """Raises when the tables in code and in the database differ."""
    _run(url, command.check)


def newest() -> str:
    """The revision that this version's code expects."""
    return _scripts().get_current_head() or ""


def knows(revision: str) -> bool:
    """Whether `upgrade` can start from this revision: a newer version's is unknown."""
    return any(script.revision == revision for script in _scripts().walk_revisions())


def revision_of(url: str) -> str:
    """Where a database stands, "" before the first migration; asked with the owner's rights."""
    engine = sa.create_engine(async_url(url), poolclass=sa.NullPool)
    with engine.connect() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    return found or ""


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


def _run(url: str, action: Callable[[Config], None]) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = sa.create_engine(async_url(url), poolclass=sa.NullPool)
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        action(config)
    engine.dispose()
