"""A home that was moved, or recordings that were, are found again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lingting.adapters.postgres.dump import superuser_url
from lingting.adapters.postgres.embedded import EmbeddedPostgres
from lingting.main.errand import Watcher
from lingting.main.home import Home
from lingting.main.preparing import prepare_all
from lingting.platform.settings import Settings

pytestmark = pytest.mark.db


class Moving:
    """An installation with recordings, whose database runs while it is looked at."""

    def __init__(self, url: str, settings: Settings) -> None:
        self.url, self.settings = url, settings
        self.told: list[str] = []

    def starts(self, home: Path, recordings: Path | None = None) -> None:
        settings = self.settings.model_copy(update={"home": home, "recordings_dir": recordings})
        prepare_all(settings, self.url, None, Watcher(self.told.append))

    def record(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"RIFF")
        self.run(
            "INSERT INTO recordings (tenant_id, id, call, kind, state, path, began_at)"
            " SELECT id, gen_random_uuid(), gen_random_uuid(), 'call', 'stored', %s, now()"
            " FROM tenants",
            str(file),
        )

    def known(self) -> set[str]:
        with psycopg.connect(superuser_url(self.url)) as connection:
            return {path for (path,) in connection.execute("SELECT path FROM recordings")}

    def run(self, query: str, *values: str) -> None:
        with psycopg.connect(superuser_url(self.url)) as connection:
            connection.execute(query, values)  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedPostgres:
    return EmbeddedPostgres(tmp_path_factory.mktemp("database"))


@pytest.fixture
def moving(server: EmbeddedPostgres, tmp_path: Path) -> Moving:
    made = Moving(server.start(), Settings(home=tmp_path / "one"))
    made.starts(tmp_path / "one")
    made.run("DELETE FROM recordings")
    return made


@pytest.fixture(scope="module", autouse=True)
def stopped(server: EmbeddedPostgres) -> Iterator[None]:
    yield
    server.stop()


def test_recordings_follow_a_home_that_was_moved(moving: Moving, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    moving.record(Home(one).recordings / "company" / "a.wav")
    one.rename(two)
    moving.starts(two)
    there = Home(two).recordings / "company" / "a.wav"
    assert moving.known() == {str(there)}
    assert there.is_file()
    assert len(moving.told) == 1
    moving.starts(two)
    assert len(moving.told) == 1


def test_those_that_were_left_where_they_are_stay_known_there(
    moving: Moving, tmp_path: Path
) -> None:
    file = Home(tmp_path / "one").recordings / "company" / "a.wav"
    moving.record(file)
    moving.starts(tmp_path / "one", tmp_path / "disk")
    assert moving.known() == {str(file)}


def test_a_storage_that_is_away_is_not_taken_for_moved(moving: Moving, tmp_path: Path) -> None:
    home, disk = tmp_path / "one", tmp_path / "disk"
    file = Home(home).recordings / "company" / "a.wav"
    moving.record(file)
    away = Home(home).recordings.rename(tmp_path / "away")
    moving.starts(home, disk)
    assert moving.known() == {str(file)}
    away.rename(disk)
    moving.starts(home, disk)
    assert moving.known() == {str(disk / "company" / "a.wav")}
