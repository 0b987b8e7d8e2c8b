"""The engine's clock while somebody sets the machine's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lingting.platform.clock import SteadyClock

pytestmark = [pytest.mark.unit, pytest.mark.req("EMG-02")]

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Machine:
    """A machine whose clock somebody sets."""

    def __init__(self) -> None:
        self.shows, self.passed = NOON, 0.0

    def lives(self, seconds: float) -> None:
        self.passed += seconds
        self.shows += timedelta(seconds=seconds)

    def is_set(self, seconds: float) -> None:
        self.shows += timedelta(seconds=seconds)


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def clock(machine: Machine) -> SteadyClock:
    return SteadyClock(lambda: machine.shows, lambda: machine.passed)


def test_it_shows_what_the_machine_shows(machine: Machine, clock: SteadyClock) -> None:
    for seconds in (0.0, 0.001, 20.0, 86_400.0):
        machine.lives(seconds)
        assert clock.now() == machine.shows
    assert clock.behind == timedelta()


@pytest.mark.parametrize("jump", [-86_400, -3600, 3600, 86_400])
def test_what_takes_twenty_seconds_takes_about_that_when_the_clock_jumps(
    machine: Machine, clock: SteadyClock, jump: int
) -> None:
    began = clock.now()
    machine.is_set(jump)
    assert clock.now() == began
    machine.lives(20)
    took = (clock.now() - began).total_seconds()
    assert took == pytest.approx(22 if jump > 0 else 18)
    assert clock.behind.total_seconds() == pytest.approx(jump - (2 if jump > 0 else -2))


@pytest.mark.parametrize("jump", [-3.0, 3.0])
def test_it_catches_up_and_never_goes_back(
    machine: Machine, clock: SteadyClock, jump: float
) -> None:
    machine.is_set(jump)
    before = clock.now()
    for _ in range(31):
        machine.lives(1)
        now = clock.now()
        assert now > before
        before = now
    assert clock.now() == machine.shows


def test_it_is_set_at_once_when_asked(machine: Machine, clock: SteadyClock) -> None:
    machine.is_set(-3600)
    clock.set()
    assert clock.now() == machine.shows
