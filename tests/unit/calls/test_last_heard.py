"""The note of when the switch was last heard outlives its process, and says so when it is none."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lingting.calls.last_heard import NOBODY_STAYS, LastHeard, Unheard
from lingting.calls.ports import SwitchRestored
from lingting.testing.manual_clock import ManualClock

pytestmark = [pytest.mark.unit, pytest.mark.req("EMG-02")]

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


async def keep_a_moment(heard: LastHeard, hears: Callable[[], bool] = lambda: True) -> None:
    """As long as it takes to note the time once; then the process ends."""
    keeping = asyncio.create_task(heard.keep(hears))
    await asyncio.sleep(0.05)
    keeping.cancel()
    with suppress(asyncio.CancelledError):
        await keeping


async def test_the_next_process_reads_when_this_one_ended(tmp_path: Path) -> None:
    clock = ManualClock()
    note = tmp_path / "data" / "last-heard"
    assert LastHeard(note, clock).at is None
    await keep_a_moment(LastHeard(note, clock))
    clock.advance(3600)
    assert LastHeard(note, clock).at == clock.now() - timedelta(hours=1)


async def test_who_stands_by_reads_what_was_noted_since_he_began(tmp_path: Path) -> None:
    clock = ManualClock()
    stands_by = LastHeard(tmp_path / "last-heard", clock)
    clock.advance(3600)
    await keep_a_moment(LastHeard(tmp_path / "last-heard", clock))
    assert stands_by.at == clock.now()


async def test_a_switch_that_is_not_heard_is_not_noted(tmp_path: Path) -> None:
    await keep_a_moment(LastHeard(tmp_path / "last-heard", ManualClock()), lambda: False)
    assert not (tmp_path / "last-heard").exists()


@pytest.mark.parametrize("text", ["", "2026-03-02", "2026-03-02T12:00:00", "\x00" * 32, "soon"])
def test_what_is_no_time_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "last-heard").write_text(text, "ascii")
    assert LastHeard(tmp_path / "last-heard", ManualClock()).at is None


async def test_where_nothing_can_be_written_the_process_goes_on(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", "ascii")
    heard = LastHeard(tmp_path / "data" / "last-heard", ManualClock())
    await keep_a_moment(heard)
    assert heard.at is not None


def restored(at: datetime, *, restarted: bool = False) -> SwitchRestored:
    return SwitchRestored(at=at, legs=(), restarted=restarted)


ANEW = restored(NOON + 9 * SECOND, restarted=True)


@pytest.mark.parametrize(
    ("since", "newest", "told", "seen"),
    [
        (NOON, None, ANEW, NOON),
        (NOON, NOON + SECOND, ANEW, NOON + SECOND),
        (None, NOON + SECOND, ANEW, NOON + SECOND),
        (None, None, ANEW, ANEW.at),
        (NOON + 20 * SECOND, None, ANEW, ANEW.at),
        (NOON, NOON, restored(NOON + NOBODY_STAYS), None),
        (NOON, NOON, restored(NOON + NOBODY_STAYS + SECOND), NOON),
    ],
)
def test_what_is_gone_was_there_when_last_anything_is_known(
    since: datetime | None, newest: datetime | None, told: SwitchRestored, seen: datetime | None
) -> None:
    assert Unheard(since).last_seen(told, newest) == seen
