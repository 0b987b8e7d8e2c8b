"""Fixtures of a real PostgreSQL: one server per session, an empty migrated database per test."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql

from lingting.adapters.postgres.embedded import FAST, OWNER, SUPERUSER, EmbeddedPostgres
from lingting.main.migrate import upgrade
from lingting.platform.login import open_login

TEMPLATE = "migrated"


class Databases:
    """Migrated databases that are emptied and lent again.

    Emptying one takes a tenth of the time of copying the template. A database whose shape a test
    changed is thrown away.
    """

    def __init__(self, server: EmbeddedPostgres) -> None:
        self._server = server
        self._free: list[str] = []
        with self._connect(TEMPLATE) as connection:
            self._shape = _shape(connection)

    @contextmanager
    def lend(self) -> Iterator[str]:
        """The owner's address of an empty database."""
        name = self._free.pop() if self._free else _create(self._server, TEMPLATE)
        try:
            yield self._server.url(name)
        finally:
            if self._emptied(name):
                self._free.append(name)
            else:
                _drop(self._server, name)

    def _emptied(self, name: str) -> bool:
        with self._connect(name) as connection:
            connection.execute(_SEND_OTHERS_AWAY)
            if _shape(connection) != self._shape:
                return False
            connection.execute(_EMPTY)
        return True

    def _connect(self, name: str) -> psycopg.Connection:
        return psycopg.connect(self._server.url(name, SUPERUSER), autocommit=True)


_SEND_OTHERS_AWAY = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

# alembic_version tells the shape; the migrations write no other row.
_SHAPE = """
SELECT md5(string_agg(line, ',' ORDER BY line)) FROM (
  SELECT concat_ws(' ', relname, relkind, relacl, relrowsecurity, relforcerowsecurity) AS line
    FROM pg_class WHERE relnamespace = 'public'::regnamespace
  UNION ALL
  SELECT concat_ws(' ', attrelid::regclass, attname, atttypid, attnotnull, attacl) FROM pg_attribute
    JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
  UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger
  UNION ALL SELECT concat_ws(' ', polrelid::regclass, polname) FROM pg_policy
  UNION ALL SELECT concat_ws(' ', conrelid::regclass, conname) FROM pg_constraint
  UNION ALL SELECT concat_ws(' ', oid::regprocedure, md5(prosrc)) FROM pg_proc
    WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT version_num FROM alembic_version
) AS lines
"""

_EMPTY = """
DO $$
DECLARE
  one record;
  filled boolean;
BEGIN
  SET session_replication_role = replica;
  FOR one IN SELECT oid::regclass AS name FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'alembic_version'
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one.name) INTO filled;
    IF pg_relation_size(one.name) > 200000 THEN
      EXECUTE format('TRUNCATE %s CASCADE', one.name);
    ELSIF filled THEN
      EXECUTE format('DELETE FROM %s', one.name);
    END IF;
  END LOOP;
  FOR one IN SELECT format('%I', sequencename)::regclass AS name FROM pg_sequences
    WHERE schemaname = 'public' AND last_value IS NOT NULL
  LOOP
    PERFORM setval(one.name, 1, false);
  END LOOP;
  RESET session_replication_role;
END $$
"""


def _shape(connection: psycopg.Connection) -> str:
    row = connection.execute(_SHAPE).fetchone()
    assert row is not None
    return row[0]


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """A server of this session alone; its data are thrown away."""
    server = EmbeddedPostgres(tmp_path_factory.mktemp("postgres"), settings=FAST)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def databases(postgres_server: EmbeddedPostgres) -> Databases:
    """Databases like one that every migration has been run on."""
    with _superuser(postgres_server) as connection:
        create = sql.SQL("CREATE DATABASE {} OWNER {}")
        connection.execute(create.format(sql.Identifier(TEMPLATE), sql.Identifier(OWNER)))
    upgrade(postgres_server.url(TEMPLATE))
    open_login(postgres_server.url(TEMPLATE))
    return Databases(postgres_server)


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """The owner's address of a migrated, empty database for this test."""
    with databases.lend() as url:
        yield url


@pytest.fixture(scope="module")
def module_database_url(databases: Databases) -> Iterator[str]:
    """The same, shared by the tests of one module."""
    with databases.lend() as url:
        yield url


@pytest.fixture
def blank_database_url(postgres_server: EmbeddedPostgres) -> Iterator[str]:
    """A database without any table, to run migrations on."""
    name = _create(postgres_server, "template1")
    try:
        yield postgres_server.url(name)
    finally:
        _drop(postgres_server, name)


def _create(server: EmbeddedPostgres, template: str) -> str:
    name = f"test_{secrets.token_hex(6)}"
    with _superuser(server) as connection:
        create = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
        parts = (sql.Identifier(part) for part in (name, OWNER, template))
        connection.execute(create.format(*parts))
    return name


def _drop(server: EmbeddedPostgres, name: str) -> None:
    with _superuser(server) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _superuser(server: EmbeddedPostgres) -> psycopg.Connection:
    return psycopg.connect(server.url("postgres", SUPERUSER), autocommit=True)
