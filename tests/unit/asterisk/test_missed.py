"""What the dialplan notes of callers who left before an engine had taken them."""

from __future__ import annotations

import os
import stat
from asyncio import run
from collections.abc import Set
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from lingting.adapters.asterisk.ids import leg_of
from lingting.adapters.asterisk.missed import NOTES, MissedCallers
from lingting.calls.ports import CallerMissed, HungUpBy
from lingting.kernel.ids import LegId
from lingting.platform.shelf import Shelf

pytestmark = pytest.mark.unit

LATER = datetime.fromtimestamp(1795960400, UTC)
LEFT_HIMSELF = "|1795960240.12 1795960240.534 95588 1795960243.541  13800138000 trunk-a\n"
SENT_AWAY = "|1795960241.13 1795960241.000 95588 1795960361.000 us anonymous anonymous\n"


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


NOBODY: frozenset[LegId] = frozenset()


def everybody(missed: MissedCallers, there: Set[LegId] = NOBODY) -> list[CallerMissed]:
    """Whoever is told of at a connection, much later, with these on a line."""
    return run(missed.all(there, LATER))


def test_each_note_is_a_caller_who_left(tmp_path: Path) -> None:
    he, other = everybody(_noted(tmp_path, SENT_AWAY, LEFT_HIMSELF))
    assert he == HE
    assert (other.calling, other.by) == ("", HungUpBy.US)


def test_he_is_told_of_at_each_connection_until_he_is_forgotten(tmp_path: Path) -> None:
    missed = _noted(tmp_path, LEFT_HIMSELF)
    assert everybody(missed) == [HE]
    _noted(tmp_path, SENT_AWAY)
    assert [one.by for one in run(missed.news())] == [HungUpBy.US]
    assert len(everybody(missed)) == 2
    missed.forget(HE.leg)
    assert [one.by for one in everybody(missed)] == [HungUpBy.US]
    assert run(missed.news()) == []


def test_another_process_is_told_of_whoever_is_not_forgotten(tmp_path: Path) -> None:
    everybody(_noted(tmp_path, LEFT_HIMSELF))
    assert len(everybody(_noted(tmp_path, SENT_AWAY))) == 2


def test_notes_are_thrown_away_when_all_of_them_are_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missed = _noted(tmp_path, LEFT_HIMSELF)
    everybody(missed)
    (noted,) = tmp_path.iterdir()
    assert noted.name != NOTES, "what Asterisk may add to is never thrown away"
    missed.forget(HE.leg)
    _noted(tmp_path, SENT_AWAY)
    with noted.open("a") as file:
        file.write(LEFT_HIMSELF.replace("0.12", "0.14"))
    assert len(run(missed.news())) == 2, "it had it open when it was put aside"
    for one in everybody(missed):
        missed.forget(one.leg)
    monkeypatch.setattr("lingting.adapters.asterisk.missed.QUIET_SECONDS", 0.0)
    for _ in range(2):
        assert run(missed.news()) == []
    assert not list(tmp_path.iterdir())


def test_forgetting_one_of_many_writes_nothing(tmp_path: Path) -> None:
    missed = _noted(tmp_path, LEFT_HIMSELF, SENT_AWAY)
    everybody(missed)
    (noted,) = tmp_path.iterdir()
    before = noted.stat()
    missed.forget(HE.leg)
    assert noted.stat() == before


def test_notes_that_are_put_aside_are_their_owners_alone(tmp_path: Path) -> None:
    everybody(_noted(tmp_path, LEFT_HIMSELF))
    (aside,) = tmp_path.iterdir()
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600


def test_half_a_line_waits_for_its_other_half(tmp_path: Path) -> None:
    missed = _noted(tmp_path, SENT_AWAY, LEFT_HIMSELF[:30])
    assert len(everybody(missed)) == 1
    with next(tmp_path.iterdir()).open("a") as file:
        file.write(LEFT_HIMSELF[30:])
    assert run(missed.news()) == [HE]


def test_notes_that_cannot_be_read_keep_no_engine_from_its_work(tmp_path: Path) -> None:
    (tmp_path / NOTES).mkdir()
    assert everybody(MissedCallers(lambda: tmp_path)) == []


def test_a_disk_that_hangs_keeps_no_engine_from_its_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lingting.adapters.asterisk.missed.Shelf", partial(Shelf, 0.1))
    os.mkfifo(tmp_path / NOTES)  # whoever opens it waits for somebody who writes
    missed = MissedCallers(lambda: tmp_path)
    assert everybody(missed) == []
    (tmp_path / NOTES).write_text("")


def test_a_note_that_is_not_understood_keeps_no_other_back(tmp_path: Path) -> None:
    missed = _noted(tmp_path, "what is this\n", LEFT_HIMSELF[:30] + "\n", LEFT_HIMSELF)
    assert everybody(missed) == [HE]


@pytest.mark.parametrize("cut", [1, 16, 30, 55, len(LEFT_HIMSELF) - 1])
def test_a_note_that_was_cut_short_does_not_spoil_the_next_one(tmp_path: Path, cut: int) -> None:
    first = LEFT_HIMSELF.replace("0.12", "0.11")
    missed = _noted(tmp_path, first[:cut], LEFT_HIMSELF)
    assert everybody(missed)[-1] == HE


def test_a_note_of_which_only_the_end_of_its_line_is_missing_is_read(tmp_path: Path) -> None:
    missed = _noted(tmp_path, LEFT_HIMSELF.strip(), SENT_AWAY)
    assert [one.by for one in everybody(missed)] == [HungUpBy.FAR_END, HungUpBy.US]


def test_notes_of_an_older_version_are_read(tmp_path: Path) -> None:
    assert everybody(_noted(tmp_path, LEFT_HIMSELF.removeprefix("|"))) == [HE]


def test_notes_that_were_put_aside_and_cannot_be_read_keep_no_newer_ones_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lingting.adapters.asterisk.missed.QUIET_SECONDS", 0.0)
    aside = tmp_path / f"{NOTES}.aside"
    aside.mkdir()
    missed = _noted(tmp_path, LEFT_HIMSELF)
    assert everybody(missed) == [HE]
    _noted(tmp_path, SENT_AWAY)
    assert [one.by for one in run(missed.news())] == [HungUpBy.US]
    aside.rmdir()
    aside.write_text(KEPT.replace("0.12", "0.11"))
    assert len(everybody(missed)) == 3, "it is read as soon as it can be"


def test_what_callers_choose_cannot_make_a_note_of_its_own(tmp_path: Path) -> None:
    (one,) = everybody(_noted(tmp_path, LEFT_HIMSELF.replace("13800138000", "1%0A2%203")))
    assert one.calling == "1\n2 3"


KEPT = "|1795960240.12 1795960240.534 95588 kept  13800138000 trunk-a\n"
LOST = replace(HE, at=LATER, by=HungUpBy.NETWORK)


def test_who_was_kept_and_is_on_no_line_was_lost(tmp_path: Path) -> None:
    missed = _noted(tmp_path, KEPT)
    assert run(missed.news()) == []
    assert everybody(missed, {HE.leg}) == []
    assert everybody(missed) == [LOST]
    assert everybody(missed) == [LOST], "again, until he is written down"
    missed.forget(HE.leg)
    assert everybody(missed) == []


def test_who_was_kept_and_left_is_told_of_as_one_who_left(tmp_path: Path) -> None:
    missed = _noted(tmp_path, KEPT)
    assert everybody(missed, {HE.leg}) == []
    _noted(tmp_path, LEFT_HIMSELF)
    assert run(missed.news()) == [HE]
    assert everybody(missed) == [HE]
    assert everybody(_noted(tmp_path)) == [HE], "another process reads the same"


def test_whom_an_engine_took_is_not_lost(tmp_path: Path) -> None:
    missed = _noted(tmp_path, KEPT)
    assert everybody(missed, {HE.leg}) == []
    missed.forget(HE.leg)
    assert everybody(missed) == []


def test_who_came_in_this_moment_is_not_lost(tmp_path: Path) -> None:
    missed = _noted(tmp_path, KEPT)
    assert run(missed.all(NOBODY, HE.came_at + timedelta(seconds=0.9))) == []
    assert everybody(missed) == [LOST]


def test_a_note_of_who_is_kept_is_thrown_away_only_when_his_end_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lingting.adapters.asterisk.missed.QUIET_SECONDS", 0.0)
    missed = _noted(tmp_path, KEPT)
    for _ in range(3):
        assert run(missed.news()) == []
    assert list(tmp_path.iterdir())
    missed.forget(HE.leg)
    for _ in range(2):
        assert run(missed.news()) == []
    assert not list(tmp_path.iterdir())
