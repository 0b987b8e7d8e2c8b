"""Fixtures of a real PostgreSQL: one server per session, a fresh migrated database per test."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from psycopg import sql

from lingting.adapters.postgres.embedded import FAST, OWNER, SUPERUSER, EmbeddedPostgres
from lingting.main.migrate import upgrade

TEMPLATE = "migrated"


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
def migrated_server(postgres_server: EmbeddedPostgres) -> EmbeddedPostgres:
    """The server with a template database that every migration has been run on."""
    with _superuser(postgres_server) as connection:
        create = sql.SQL("CREATE DATABASE {} OWNER {}")
        connection.execute(create.format(sql.Identifier(TEMPLATE), sql.Identifier(OWNER)))
    upgrade(postgres_server.url(TEMPLATE))
    return postgres_server


@pytest.fixture
def database_url(migrated_server: EmbeddedPostgres) -> Iterator[str]:
    """The owner's address of a fresh, migrated, empty database for this test."""
    with _fresh_database(migrated_server, TEMPLATE) as url:
        yield url


@pytest.fixture(scope="module")
def module_database_url(migrated_server: EmbeddedPostgres) -> Iterator[str]:
    """The same, shared by the tests of one module."""
    with _fresh_database(migrated_server, TEMPLATE) as url:
        yield url


@pytest.fixture
def blank_database_url(postgres_server: EmbeddedPostgres) -> Iterator[str]:
    """A database without any table, to run migrations on."""
    with _fresh_database(postgres_server, "template1") as url:
        yield url


@contextmanager
def _fresh_database(server: EmbeddedPostgres, template: str) -> Iterator[str]:
    name = f"test_{secrets.token_hex(6)}"
    with _superuser(server) as connection:
        create = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
        parts = (sql.Identifier(part) for part in (name, OWNER, template))
        connection.execute(create.format(*parts))
        try:
            yield server.url(name)
        finally:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
            connection.execute(drop.format(sql.Identifier(name)))


def _superuser(server: EmbeddedPostgres) -> psycopg.Connection:
    return psycopg.connect(server.url("postgres", SUPERUSER), autocommit=True)
