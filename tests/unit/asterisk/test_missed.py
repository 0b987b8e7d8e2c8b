"""What the dialplan notes of callers who left before an engine was there."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lingting.adapters.asterisk.ids import leg_of
from lingting.adapters.asterisk.missed import NOTES, MissedCallers
from lingting.calls.ports import CallerMissed, HungUpBy

pytestmark = pytest.mark.unit

LEFT_HIMSELF = "1795960240.12 1795960240.534 1795960243.541  95588 13800138000 trunk-a\n"
SENT_AWAY = "1795960241.13 1795960241.000 1795960361.000 us 95588 anonymous anonymous\n"


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


HE = CallerMissed(
    at=_at(1795960243.541),
    leg=leg_of("1795960240.12"),
    calling="13800138000",
    called="95588",
    trunk="trunk-a",
    came_at=_at(1795960240.534),
    by=HungUpBy.FAR_END,
)


def _noted(folder: Path, *lines: str) -> MissedCallers:
    with (folder / NOTES).open("a") as file:
        file.writelines(lines)
    return MissedCallers(lambda: folder)


def test_each_note_is_a_caller_who_left(tmp_path: Path) -> None:
    he, other = _noted(tmp_path, SENT_AWAY, LEFT_HIMSELF).read()
    assert he == HE
    assert (other.calling, other.by) == ("", HungUpBy.US)


def test_he_is_told_of_again_until_he_is_forgotten(tmp_path: Path) -> None:
    _noted(tmp_path, LEFT_HIMSELF).read()
    missed = _noted(tmp_path, SENT_AWAY)
    assert len(missed.read()) == 2
    missed.forget(HE.leg)
    assert [one.by for one in missed.read()] == [HungUpBy.US]
    missed.forget(leg_of("1795960241.13"))
    assert missed.read() == []
    assert not list(tmp_path.iterdir())


def test_what_a_process_took_before_it_died_is_not_lost_and_not_doubled(tmp_path: Path) -> None:
    (tmp_path / f"{NOTES}.taken").write_text(LEFT_HIMSELF)
    (tmp_path / f"{NOTES}.kept").write_text(LEFT_HIMSELF)
    assert len(_noted(tmp_path, SENT_AWAY).read()) == 2


def test_the_notes_are_their_owners_alone(tmp_path: Path) -> None:
    _noted(tmp_path, LEFT_HIMSELF).read()
    (kept,) = tmp_path.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_a_note_that_is_not_understood_keeps_no_other_back(tmp_path: Path) -> None:
    assert _noted(tmp_path, "what is this\n", LEFT_HIMSELF[:30] + "\n", LEFT_HIMSELF).read() == [HE]


def test_what_callers_choose_cannot_make_a_note_of_its_own(tmp_path: Path) -> None:
    (one,) = _noted(tmp_path, LEFT_HIMSELF.replace("13800138000", "1%0A2%203")).read()
    assert one.calling == "1\n2 3"
