"""A database of one's own is reached over TCP with TLS; one that shows a wrong paper is not."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from rich.console import Console
from sqlalchemy.exc import OperationalError

from lingting.adapters.debian.tools import tool
from lingting.adapters.postgres.embedded import (
    FAST,
    SUPERUSER,
    EmbeddedPostgres,
    postgres_program,
)
from lingting.main.backup.commands import backup
from lingting.main.checks.database import database
from lingting.main.checks.situation import Situation
from lingting.main.founding import ensure_first_company
from lingting.main.migrate import prepare
from lingting.main.tls import ensure_certificate
from lingting.platform.login import application_url
from lingting.platform.settings import Settings
from support.over_tls import door

pytestmark = [pytest.mark.db, pytest.mark.req("SEC-02", "SEC-03")]

REFUSED = {
    "another authority": "certificate verify failed",
    "another name": "does not match host name",
}


@dataclass(frozen=True)
class Remote:
    """A server that asks for passwords and is reached through TLS alone."""

    port: int
    authority: Path
    stranger: Path
    """Another authority, which signed nothing here."""

    def url(self, user: str, *, host: str = "localhost", trusts: Path | None = None) -> str:
        # libpq compares the certificate with `host` and connects to `hostaddr`.
        end = f"hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert={trusts or self.authority}"
        return f"postgresql://{user}:s3cret@{host}:{self.port}/lingting?{end}"

    def settings(self, home: Path, **named: Any) -> Settings:
        owner = self.url("lingting_owner", **named)
        dumps = self.url("lingting_backup", **named)
        return Settings(home=home, database_url=owner, backup_url=dumps)


@pytest.fixture(scope="module")
def remote(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    server = EmbeddedPostgres(tmp_path_factory.mktemp("pg"), settings=FAST)
    url = server.start()
    try:
        with psycopg.connect(server.url("postgres", SUPERUSER), autocommit=True) as boss:
            boss.execute("ALTER ROLE lingting_owner PASSWORD 's3cret'")
            boss.execute("CREATE ROLE lingting_backup LOGIN BYPASSRLS PASSWORD 's3cret'")
            boss.execute("GRANT pg_read_all_data TO lingting_backup")
            (server.data / "pg_hba.conf").write_text("local all all scram-sha-256\n")
            boss.execute("SELECT pg_reload_conf()")
        _, _, folder = url.partition("host=")
        papers = tmp_path_factory.mktemp("tls")
        stranger = ensure_certificate(papers / "stranger", [], datetime.now(UTC)).authority
        with door(papers, Path(folder) / ".s.PGSQL.5432") as port:
            yield Remote(port, papers / "authority.pem", stranger)
    finally:
        server.stop()


@pytest.fixture
def said() -> Console:
    return Console(file=io.StringIO(), width=400, highlight=False)


def _text(said: Console) -> str:
    assert isinstance(said.file, io.StringIO)
    return said.file.getvalue()


def test_the_product_works_over_tls(remote: Remote, tmp_path: Path) -> None:
    settings = remote.settings(tmp_path)
    prepare(settings, settings.database_url)
    ensure_first_company(settings, settings.database_url)
    with psycopg.connect(application_url(settings.database_url)) as connection:
        assert connection.pgconn.ssl_in_use
        assert connection.execute("SELECT session_user").fetchone() == ("lingting_app",)
    found = {one.check: one.outcome for one in database(Situation(settings))}
    assert found == {"database": "good", "migrations": "good", "row_security": "good"}


def test_a_backup_over_tls_asks_for_a_program_that_knows_tls(
    remote: Remote, tmp_path: Path, said: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = remote.settings(tmp_path)
    prepare(settings, settings.database_url)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert backup(settings, tmp_path / "out", None, said) == 1
    assert "postgresql-client" in _text(said)
    assert not list((tmp_path / "out").iterdir())


def test_a_backup_over_tls_holds_the_rows_of_every_company(
    remote: Remote, tmp_path: Path, said: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = remote.settings(tmp_path)
    prepare(settings, settings.database_url)
    ensure_first_company(settings, settings.database_url)
    _put_first_in_path("pg_dump", tmp_path / "bin", monkeypatch)

    assert backup(settings, tmp_path / "out", None, said) == 0, _text(said)

    (archive,) = (tmp_path / "out").iterdir()
    with tarfile.open(archive) as tar:
        (dump,) = (one for one in tar.getnames() if one.endswith(".dump"))
        tar.extract(dump, tmp_path, filter="data")
    read = [postgres_program("pg_restore"), "--data-only", "--table=users", "--file=-"]
    rows = subprocess.run([*read, tmp_path / dump], capture_output=True, text=True, check=True)
    assert "\tadmin\t" in rows.stdout
    assert "s3cret" not in _text(said)


def _put_first_in_path(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the machine's own program of this name knew TLS and were new enough."""
    folder.mkdir()
    script = folder / name
    script.write_text(f'#!/bin/sh\nexec {shlex.join(tool(name).command)} "$@"\n', "utf-8")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.mark.parametrize(("wrong", "reason"), REFUSED.items())
def test_a_server_with_a_wrong_paper_is_refused_in_clear_words(
    wrong: str, reason: str, remote: Remote, tmp_path: Path, said: Console
) -> None:
    named: dict[str, Any] = {
        "another authority": {"trusts": remote.stranger},
        "another name": {"host": "db.example.com"},
    }[wrong]
    settings = remote.settings(tmp_path, **named)
    (finding,) = database(Situation(settings))
    assert (finding.check, finding.outcome) == ("database", "unreachable")
    assert reason in finding.values["reason"]
    with pytest.raises(OperationalError, match=reason):
        prepare(settings, settings.database_url)
    assert backup(settings, tmp_path / "out", None, said) == 1
    assert reason in _text(said)
    assert "s3cret" not in _text(said)
    assert not list((tmp_path / "out").iterdir())
