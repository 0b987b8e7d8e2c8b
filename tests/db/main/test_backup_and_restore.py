"""A backup that is restored somewhere else is the same installation."""

from __future__ import annotations

import hashlib
import os
import shlex
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from rich.console import Console

from lingting.adapters.postgres.dump import DumpForbidden, superuser_url
from lingting.adapters.postgres.embedded import EmbeddedPostgres
from lingting.main.backup import restoring
from lingting.main.backup.archive import BrokenArchive
from lingting.main.backup.commands import backup
from lingting.main.backup.restoring import SomethingThere, restore
from lingting.main.backup.saving import Watch, save
from lingting.main.founded import Founding
from lingting.main.founding import ensure_first_company
from lingting.main.home import AlreadyRunning, Claim, Home
from lingting.main.last_backup import last_backup
from lingting.main.migrate import prepare
from lingting.main.passwd import passwd
from lingting.platform.settings import Settings

pytestmark = pytest.mark.db

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
VOICE = b"RIFF" + bytes(range(256)) * 64


@dataclass(frozen=True)
class Installation:
    """A home with a company, a recording and a certificate, that does not run."""

    settings: Settings
    home: Home
    founding: Founding
    rows: dict[str, int]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    home = Home(settings.home)
    home.create()
    server = EmbeddedPostgres(home.postgres)
    url = server.start()
    try:
        prepare(settings, url)
        founding = ensure_first_company(settings, url)
        _record(url, home.recordings / "company" / "voice.wav")
        rows = _rows(url)
    finally:
        server.stop()
    home.tls.mkdir()
    (home.tls / "authority.pem").write_text("a certificate")
    return Installation(settings, home, founding, rows)


@pytest.fixture(scope="module")
def archive(installation: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("backups") / "made when it is missing"
    made = save(installation.settings, folder, Watch(), NOW)
    assert [str(one) for one in folder.iterdir()] == [made.file]
    assert last_backup(installation.home) == made
    return Path(made.file)


def _record(url: str, file: Path) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(VOICE)
    with psycopg.connect(superuser_url(url)) as connection:
        connection.execute(
            "INSERT INTO recordings (tenant_id, id, call, kind, state, path, began_at, sha256)"
            " SELECT id, gen_random_uuid(), gen_random_uuid(), 'call', 'stored', %s, now(), %s"
            " FROM tenants",
            [str(file), hashlib.sha256(VOICE).hexdigest()],
        )


def _rows(url: str) -> dict[str, int]:
    """How many rows each table has, seen by one who sees all."""
    with psycopg.connect(superuser_url(url)) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        counts = {}
        for (name,) in names.fetchall():
            query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
            found = connection.execute(query).fetchone()
            counts[name] = found[0] if found else 0
    return counts


@pytest.mark.req("SEC-02", "EMG-02")
def test_everything_is_there_again_in_another_home(
    installation: Installation, archive: Path, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path / "home")
    home = Home(settings.home)
    manifest, kept = restore(settings, archive, Watch(), NOW, replace=False)
    assert (manifest.at, kept) == ("2026-11-28T03:00:00+00:00", [])
    assert not (home.folder / "restore.part").exists()
    assert (home.tls / "authority.pem").read_text() == "a certificate"
    assert home.tls.stat().st_mode & 0o077 == 0
    server = EmbeddedPostgres(home.postgres)
    url = server.start()
    try:
        assert _rows(url) == installation.rows
        with psycopg.connect(superuser_url(url)) as connection:
            stored = connection.execute("SELECT path, sha256 FROM recordings").fetchone()
            unforced = connection.execute(
                "SELECT count(*) FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity"
            ).fetchone()
        assert stored is not None
        assert Path(stored[0]).is_relative_to(home.recordings)
        assert hashlib.sha256(Path(stored[0]).read_bytes()).hexdigest() == stored[1]
        assert unforced == (0,)
        assert ensure_first_company(settings, url).people == (), "the company is there"
        assert ensure_first_company(settings, url).numbers == installation.founding.numbers
    finally:
        server.stop()


def test_a_home_with_data_is_left_alone_unless_told(
    installation: Installation, archive: Path
) -> None:
    with pytest.raises(SomethingThere):
        restore(installation.settings, archive, Watch(), NOW, replace=False)


def test_what_is_replaced_is_kept_under_another_name(
    installation: Installation, archive: Path, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path / "home")
    restore(settings, archive, Watch(), NOW, replace=False)
    lost = next(Home(settings.home).recordings.rglob("*.wav"))
    lost.unlink()
    _, kept = restore(settings, archive, Watch(), NOW, replace=True)
    assert lost.read_bytes() == VOICE
    assert {folder.name.partition(".")[0] for folder in kept} >= {"postgres", "recordings", "tls"}
    assert all(folder.is_dir() for folder in kept)


def test_a_damaged_archive_changes_nothing(archive: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(archive.read_bytes().replace(VOICE, VOICE[::-1], 1))
    settings = Settings(home=tmp_path / "home")
    with pytest.raises(BrokenArchive):
        restore(settings, damaged, Watch(), NOW, replace=True)
    assert [one.name for one in settings.home.iterdir()] == ["up.lock"]


KILLED = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from lingting.main.backup import restoring
from lingting.main.backup.saving import Watch
from lingting.platform.settings import Settings

move, moves = restoring._move, 0

def killed(*given):
    global moves
    moves += 1
    if moves == int(sys.argv[3]):
        os._exit(137)
    move(*given)

restoring._move = killed
restoring.restore(
    Settings(home=Path(sys.argv[1])), Path(sys.argv[2]), Watch(), datetime.now(UTC), replace=True
)
"""


@pytest.mark.req("SEC-02")
@pytest.mark.parametrize("move", [2, 6])
def test_a_restore_that_is_killed_is_no_installation_until_it_is_done_again(
    installation: Installation, archive: Path, tmp_path: Path, move: int
) -> None:
    settings = Settings(home=tmp_path / "home")
    home = Home(settings.home)
    restore(settings, archive, Watch(), NOW, replace=False)
    here = [sys.executable, "-c", KILLED, str(home.folder), str(archive), str(move)]
    assert subprocess.run(here, check=False).returncode == 137
    before = {file for file in home.data.rglob("*") if file.is_file()}
    up = subprocess.run(
        [sys.executable, "-m", "lingting", "up"],
        env={**os.environ, "LINGTING_HOME": str(home.folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert up.returncode == 1
    assert shlex.quote(str(archive)) in up.stdout  # as it is typed, in one line
    assert {file for file in home.data.rglob("*") if file.is_file()} == before
    restore(settings, archive, Watch(), NOW, replace=True)
    assert not home.unfinished_restore.exists()
    server = EmbeddedPostgres(home.postgres)
    try:
        assert _rows(server.start()) == installation.rows
    finally:
        server.stop()


def test_a_restore_that_is_broken_off_leaves_everything_as_it_was(
    installation: Installation, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "home")
    home = Home(settings.home)
    restore(settings, archive, Watch(), NOW, replace=False)
    before = {file: file.read_bytes() for file in home.data.rglob("*") if file.is_file()}
    move, moves = restoring._move, iter(range(10))

    def interrupted(*given: Any) -> None:
        if next(moves) == 4:
            raise KeyboardInterrupt
        move(*given)

    monkeypatch.setattr(restoring, "_move", interrupted)
    with pytest.raises(KeyboardInterrupt):
        restore(settings, archive, Watch(), NOW, replace=True)
    assert {file: file.read_bytes() for file in home.data.rglob("*") if file.is_file()} == before
    assert not home.unfinished_restore.exists()


def test_a_running_installation_is_not_restored_over(archive: Path, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    claim = Claim(Home(tmp_path).claim)
    claim.take()
    try:
        with pytest.raises(AlreadyRunning):
            restore(settings, archive, Watch(), NOW, replace=True)
    finally:
        claim.release()


def test_a_backup_that_is_broken_off_leaves_nothing(
    installation: Installation, tmp_path: Path
) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save(installation.settings, tmp_path, Watch(done=stop), NOW)
    assert not list(tmp_path.iterdir())


def test_a_place_where_no_file_can_be_is_told_in_a_sentence(
    installation: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder is a file, one that takes none, or a name that no disk takes."""
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file" / "x.tar", Path("/proc/x.tar"), tmp_path / f"{'x' * 300}.tar"):
        assert backup(installation.settings, place, None, Console(width=1000)) == 1
        said = capsys.readouterr().out
        assert "cannot be read or written" in said or "无法读写" in said, said
    assert [one.name for one in tmp_path.iterdir()] == ["file"]


def test_a_role_that_row_security_binds_is_refused(database_url: str, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", database_url=database_url)
    settings.home.mkdir()
    with pytest.raises(DumpForbidden):
        save(settings, tmp_path / "out.tar", Watch(), NOW)
    seeing = Settings(
        home=settings.home, database_url=database_url, backup_url=superuser_url(database_url)
    )
    assert save(seeing, tmp_path / "out.tar", Watch(), NOW).bytes > 0


def test_a_database_by_address_is_filled_when_it_is_empty(
    installation: Installation, archive: Path, blank_database_url: str, tmp_path: Path
) -> None:
    settings = Settings(home=tmp_path / "home", database_url=blank_database_url)
    restore(settings, archive, Watch(), NOW, replace=False)
    assert _rows(blank_database_url) == installation.rows
    with pytest.raises(SomethingThere):
        restore(settings, archive, Watch(), NOW, replace=True)


def test_passwords_can_be_set_after_a_restore(archive: Path, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home")
    restore(settings, archive, Watch(), NOW, replace=False)
    assert passwd(settings, None, "admin", Console(quiet=True)) == 0
