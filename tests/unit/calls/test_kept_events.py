"""What cannot be applied now is kept in a file, for whoever comes after this process."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from lingting.calls.kept_events import KeptEvents
from lingting.calls.ports import (
    DigitPressed,
    GoneCause,
    HungUpBy,
    LegAnswered,
    LegArrived,
    LegGone,
    MessageRecorded,
    PhoneRegistered,
    PlayFinished,
    SwitchEvent,
    SwitchRestored,
)
from lingting.kernel.ids import LegId, PlayId, RecordingId
from lingting.platform.journal import Journal

pytestmark = pytest.mark.unit

AT = datetime(2026, 3, 2, 9, 30, 0, 250_000, tzinfo=UTC)
LEG = LegId(uuid4())
CALLED = {"calling": "13800138000", "called": "8001"}
EVENTS: list[SwitchEvent] = [
    LegArrived(at=AT, leg=LEG, trunk="t", caught=True, heard_at=AT, **CALLED),
    LegAnswered(at=AT, leg=LEG),
    DigitPressed(at=AT, leg=LEG, digit="#"),
    PlayFinished(at=AT, leg=LEG, play=PlayId(uuid4()), failed=True),
    MessageRecorded(at=AT, leg=LEG, recording=RecordingId(uuid4()), seconds=3.5),
    MessageRecorded(at=AT, leg=LEG, recording=RecordingId(uuid4()), seconds=0, failed=True),
    LegGone(at=AT, leg=LEG, cause=GoneCause.MEDIA_LOST, by=HungUpBy.NETWORK),
]


def kept_in(folder: Path) -> KeptEvents:
    """As a process has it that has just started."""
    return KeptEvents(Journal(folder / "data" / "kept"))


def test_every_kind_comes_back_as_it_was_and_in_order(tmp_path: Path) -> None:
    kept = kept_in(tmp_path)
    for event in EVENTS:
        kept.add(event)
    assert kept_in(tmp_path).left() == EVENTS


def test_what_was_applied_does_not_come_back(tmp_path: Path) -> None:
    first = kept_in(tmp_path)
    for event in EVENTS[:3]:
        first.add(event)
    first.done(EVENTS[0])
    second = kept_in(tmp_path)
    assert second.left() == EVENTS[1:3]
    second.add(EVENTS[3])
    second.done(EVENTS[1])
    assert kept_in(tmp_path).left() == EVENTS[2:4]


def test_how_phones_and_connections_stand_is_asked_again_and_not_kept(tmp_path: Path) -> None:
    kept = kept_in(tmp_path)
    for event in (
        PhoneRegistered(at=AT, phone="1001"),
        SwitchRestored(at=AT, legs=(), restarted=False),
    ):
        kept.add(event)
        kept.done(event)
    assert not list(tmp_path.rglob("kept"))


def test_the_file_is_its_owners_alone_and_gone_when_nothing_is_left(tmp_path: Path) -> None:
    kept = kept_in(tmp_path)
    kept.add(EVENTS[0])
    (file,) = tmp_path.rglob("kept")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    kept.clear()
    assert not file.exists()
    kept.clear()
    assert kept.left() == []


def test_a_line_that_was_cut_off_or_is_not_understood_is_left_out(tmp_path: Path) -> None:
    kept = kept_in(tmp_path)
    kept.add(EVENTS[1])
    (file,) = tmp_path.rglob("kept")
    whole = file.read_bytes()
    file.write_bytes(b'["Unheard", {}]\n' + whole + whole[:20])
    assert kept_in(tmp_path).left() == [EVENTS[1]]


def test_a_disk_without_room_keeps_nobody_from_going_on(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be", "utf-8")
    kept = kept_in(tmp_path)
    kept.add(EVENTS[0])
    assert kept.left() == []
