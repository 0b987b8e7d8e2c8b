"""The embedded server keeps data over restarts and keeps the application's role small."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from lingting.adapters.postgres.embedded import FAST, EmbeddedPostgres
from lingting.platform.login import application_url

pytestmark = pytest.mark.db


def test_a_second_start_keeps_the_data(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path, settings=FAST)
    with psycopg.connect(server.start()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    server.stop()
    try:
        with psycopg.connect(server.start()) as connection:
            row = connection.execute("SELECT answer FROM kept").fetchone()
        assert row == (42,)
    finally:
        server.stop()


def test_the_server_listens_on_no_network_address(postgres_server: EmbeddedPostgres) -> None:
    with psycopg.connect(postgres_server.url()) as connection:
        row = connection.execute("SHOW listen_addresses").fetchone()
    assert row == ("",)


def test_a_folder_too_deep_for_a_socket_still_works(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / ("deep" * 20), settings=FAST)
    server.home.mkdir()
    try:
        with psycopg.connect(server.start()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.stop()


def test_the_application_role_owns_nothing_and_cannot_pass_row_security(database_url: str) -> None:
    with psycopg.connect(application_url(database_url)) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()
        assert row == (False, False, False, False)
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (id int)")


def test_each_test_has_a_database_of_its_own(database_url: str, module_database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE only_here (id int)")
    with psycopg.connect(module_database_url) as connection:
        row = connection.execute("SELECT to_regclass('only_here')").fetchone()
    assert row == (None,)
