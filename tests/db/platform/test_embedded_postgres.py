"""The embedded server keeps data over restarts and keeps the application's role small."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from lingting.adapters.postgres.embedded import (
    FAST,
    SOCKET_LOCK,
    EmbeddedPostgres,
    PostgresDidNotStart,
)
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


@pytest.fixture
def killed(tmp_path: Path) -> EmbeddedPostgres:
    """A server that left its locks behind, as power cuts and kills do."""
    server = EmbeddedPostgres(tmp_path, settings=FAST)
    server.start()
    assert server._process is not None
    server._process.kill()
    server._process.wait()
    return server


@pytest.fixture
def somebody(killed: EmbeddedPostgres) -> Iterator[int]:
    """Another process of the account that ran the server."""
    account = killed.data.stat().st_uid
    command = ["setpriv", f"--reuid={account}", "--clear-groups"] if os.geteuid() == 0 else []
    process = subprocess.Popen([*command, "sleep", "60"])
    yield process.pid
    process.kill()
    process.wait()


LOCKS = ("data/postmaster.pid", f"run/{SOCKET_LOCK}")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_killed_server_starts_again_though_another_process_has_its_number(
    killed: EmbeddedPostgres, somebody: int, lock: str
) -> None:
    """After a restart of a container numbers begin anew."""
    file = killed.home / lock
    file.write_text(file.read_text().replace(file.read_text().split("\n")[0], str(somebody), 1))
    _starts(killed)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_that_a_power_cut_emptied_stops_no_start(
    killed: EmbeddedPostgres, lock: str
) -> None:
    (killed.home / lock).write_text("")
    _starts(killed)


def test_a_folder_that_was_copied_from_a_running_server_is_not_served(
    tmp_path: Path, postgres_server: EmbeddedPostgres
) -> None:
    """It may be torn."""
    shutil.copytree(postgres_server.data, tmp_path / "data")
    copy = EmbeddedPostgres(tmp_path, settings=FAST)
    owner = postgres_server.data.stat()
    for path in (tmp_path / "data", *(tmp_path / "data").rglob("*")):
        os.chown(path, owner.st_uid, owner.st_gid)
    with pytest.raises(PostgresDidNotStart, match="lock file"):
        copy.start()


@pytest.mark.parametrize("name", ["我的 中心", "50% & a, #1;", "深" * 60])
def test_any_name_of_a_folder_will_do(tmp_path: Path, name: str) -> None:
    server = EmbeddedPostgres(tmp_path / name, settings=FAST)
    server.home.mkdir()
    _starts(server)


def test_the_address_is_the_same_after_a_crash(tmp_path: Path) -> None:
    """Whoever works with the database goes on with the address that he knows."""
    server = EmbeddedPostgres(tmp_path / ("deep" * 20), settings=FAST)
    server.home.mkdir()
    before = server.start()
    assert server._process is not None
    server._process.kill()
    server._process.wait()
    assert server.start() == before
    server.stop()


def test_it_waits_for_the_sessions_of_a_server_that_was_killed(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "home", settings=FAST)
    server.home.mkdir()
    url = server.start()
    assert server._process is not None
    with psycopg.connect(url) as connection:
        session = connection.info.backend_pid
        os.kill(session, signal.SIGSTOP)
        server._process.kill()
        server._process.wait()
        released = threading.Timer(1.5, os.kill, (session, signal.SIGCONT))
        released.start()
        assert server.start() == url
        released.join()
    server.stop()


@pytest.mark.req("SEC-02")
def test_the_log_of_refusals_quotes_no_row(
    postgres_server: EmbeddedPostgres, database_url: str
) -> None:
    log = postgres_server.home / "postgres.log"
    before = log.stat().st_size
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE people (number text UNIQUE, name text NOT NULL)")
        add = "INSERT INTO people VALUES (%s, %s)"
        connection.execute(add, ["13912345678", "欧阳不可见"])
        for row in (["13912345678", "欧阳不可见"], ["13800138000\n欧阳不可见", None]):
            with pytest.raises(errors.IntegrityError):
                connection.execute(add, row)
    told = log.read_bytes()[before:].decode()
    assert told.count("ERROR") == 2
    assert "INSERT INTO people" in told
    assert not [secret for secret in ("13912345678", "1380013", "欧阳") if secret in told]


def _starts(server: EmbeddedPostgres) -> None:
    try:
        with psycopg.connect(server.start()) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        server.stop()
