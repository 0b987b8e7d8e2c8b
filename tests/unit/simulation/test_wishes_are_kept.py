"""What is wanted of the world, and how it is, are files that survive either side."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lingting.main.demo.recordings import keep_newest
from lingting.simulation.carrier import pattern_of, surges_of
from lingting.simulation.control import Control, Status, Wanted, Where

pytestmark = pytest.mark.unit


@pytest.fixture
def control(tmp_path: Path) -> Control:
    return Control(tmp_path / "demo")


def test_without_wishes_the_world_is_off(control: Control) -> None:
    assert control.wanted() == Wanted()
    assert not control.wanted().on
    assert control.status().state == "off"


def test_wishes_status_and_place_are_read_as_they_were_written(control: Control) -> None:
    wanted = Wanted(on=True, speed=3, seed=5)
    status = Status(state="on", calls=3, answered=2)
    where = Where(
        company="demo",
        url="http://127.0.0.1:8000",
        sip_port=5060,
        carrier_host="127.0.0.5",
        carrier_port=15060,
    )
    control.want(wanted)
    control.tell(status)
    control.place(where)
    assert (control.wanted(), control.status(), control.where()) == (wanted, status, where)


def test_a_file_of_an_older_version_or_of_nothing_gives_defaults(control: Control) -> None:
    control.want(Wanted(speed=3))
    (control.folder / "wanted.json").write_text('{"speed": 4, "unknown": 1}', "utf-8")
    assert control.wanted() == Wanted(speed=4)
    (control.folder / "wanted.json").write_text("{", "utf-8")
    assert control.wanted() == Wanted()


def test_passwords_are_for_their_owner_alone(control: Control) -> None:
    assert control.passwords() == {}
    control.keep_passwords({"agent1": "secret"})
    assert control.passwords() == {"agent1": "secret"}
    assert control.accounts.stat().st_mode & 0o077 == 0


def test_twice_the_speed_brings_twice_the_calls() -> None:
    at = datetime(2026, 3, 2, 2, tzinfo=UTC)
    slow, fast = pattern_of(Wanted(speed=1)), pattern_of(Wanted(speed=2))
    assert fast.per_hour(at) == pytest.approx(2 * slow.per_hour(at))


def test_a_surge_lasts_as_long_as_it_was_wished_for() -> None:
    begins = datetime(2026, 3, 2, 2, tzinfo=UTC)
    ends = begins + timedelta(minutes=5)
    wanted = Wanted(surge_factor=4, surge_begins=begins.isoformat(), surge_ends=ends.isoformat())
    (surge,) = surges_of(wanted)
    assert (surge.begins, surge.ends, surge.factor) == (begins, ends, 4)
    assert surges_of(Wanted()) == ()


def test_only_the_newest_recordings_are_kept(tmp_path: Path) -> None:
    for age in range(5):
        sound = tmp_path / "20260101" / f"{age}.wav"
        sound.parent.mkdir(exist_ok=True)
        sound.write_bytes(b"x" * 100)
        os.utime(sound, (1000 - age, 1000 - age))
    assert keep_newest(tmp_path, most_bytes=250) == 3
    assert sorted(path.name for path in tmp_path.rglob("*.wav")) == ["0.wav", "1.wav"]
    assert keep_newest(tmp_path / "missing") == 0
