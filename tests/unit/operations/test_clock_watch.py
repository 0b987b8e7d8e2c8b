"""Whoever is served keeps his time; the operator hears that the machine's clock was set."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lingting.operations import catalogue
from lingting.operations.clock_watch import ClockWatch
from lingting.operations.domain import Verdict
from lingting.platform.clock import SteadyClock, SystemClock
from lingting.platform.supervisor import TaskSupervisor

pytestmark = [pytest.mark.unit, pytest.mark.req("EMG-02")]

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Centre:
    """A machine, a centre that may be busy, and the watch between them."""

    def __init__(self) -> None:
        self.shows, self.passed, self.serves = NOON, 0.0, True
        self.timers_looked = 0
        self.clock = SteadyClock(lambda: self.shows, lambda: self.passed)
        self.watch = ClockWatch(self.clock, TaskSupervisor(), lambda: self.serves)
        self.watch.on_set(self.looked)

    def looked(self) -> None:
        self.timers_looked += 1

    def lives(self, seconds: int) -> None:
        for _ in range(seconds):
            self.passed += 1
            self.shows += timedelta(seconds=1)
            self.watch.look()


@pytest.mark.parametrize(("jump", "words"), [(3600, "behind"), (-3600, "ahead")])
def test_a_busy_centre_is_told_and_a_quiet_one_gets_the_machines_time(
    jump: int, words: str
) -> None:
    centre = Centre()
    centre.shows += timedelta(seconds=jump)
    centre.lives(10)
    (alarm,) = centre.watch.alarms
    assert (alarm.finding.check, alarm.finding.outcome) == ("clock_set", words)
    assert catalogue.verdict(alarm.finding) is Verdict.WARN
    assert "0:59:59" in catalogue.found(alarm.finding)["zh-CN"]
    assert centre.timers_looked == 0
    centre.serves = False
    centre.lives(1)
    assert centre.clock.now() == centre.shows
    assert centre.watch.alarms == []
    assert centre.timers_looked == 1


def test_what_a_time_server_puts_right_is_no_news() -> None:
    centre = Centre()
    centre.shows += timedelta(seconds=1.5)
    centre.lives(1)
    assert centre.watch.alarms == []
    centre.lives(20)
    assert centre.clock.now() == centre.shows
    assert centre.timers_looked == 0


def test_a_clock_that_is_the_machines_own_needs_no_watch() -> None:
    watch = ClockWatch(SystemClock(), TaskSupervisor(), lambda: True)
    watch.start()
    watch.look()
    assert watch.alarms == []
