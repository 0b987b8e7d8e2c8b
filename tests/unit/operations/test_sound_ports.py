"""Ports for sound run out: an alarm, and nobody more is let in before the last one is taken."""

from __future__ import annotations

from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry

from lingting.operations import catalogue
from lingting.operations.domain import SoundPorts, judge_ports
from lingting.operations.sound_ports import PortsWatch
from lingting.platform.supervisor import TaskSupervisor
from lingting.testing.manual_clock import ManualClock

pytestmark = pytest.mark.unit


class Range:
    """Ports as the test wants them."""

    now: SoundPorts | None = None

    def sound_ports(self) -> SoundPorts | None:
        return self.now


@pytest.mark.parametrize(
    ("used", "outcome"), [(0, None), (7999, None), (8000, "scarce"), (9000, "full")]
)
def test_ports_are_judged_by_what_is_left(used: int, outcome: str | None) -> None:
    finding = judge_ports(SoundPorts(used, 10_000))
    assert (finding.outcome if finding else None) == outcome
    if finding is not None:
        assert all(f"{used:,}" in words for words in catalogue.found(finding).values())


async def test_whoever_asterisk_turned_away_is_told_of_for_an_hour() -> None:
    clock, ports, told = ManualClock(), Range(), list[SoundPorts]()
    watch = PortsWatch(clock, TaskSupervisor(), ports, told.append, CollectorRegistry())
    await watch.look()
    assert (watch.alarms, watch.usable, told) == ([], True, [])
    ports.now = SoundPorts(9_990, 10_000, {"no_port": 2})
    began = clock.now()
    await watch.look()
    clock.advance(60)
    ports.now = SoundPorts(10, 10_000, {"no_port": 1, "limit": 4})
    await watch.look()
    assert [one.used for one in told] == [9_990, 10]
    assert watch.usable
    by_why = {one.finding.outcome: one for one in watch.alarms}
    assert by_why.keys() == {"no_port", "limit"}
    assert by_why["no_port"].since == began
    assert by_why["no_port"].finding.values == {"count": "3"}
    for language in ("zh-CN", "en"):
        assert "3" in catalogue.found(by_why["no_port"].finding)[language]
        assert catalogue.advice(by_why["limit"].finding)
    clock.advance(3600 - 60)
    assert {one.finding.values["count"] for one in watch.alarms} == {"1", "4"}
    clock.advance(60)
    assert watch.alarms == []


async def test_an_alarm_says_since_when_ports_are_scarce() -> None:
    clock, ports = ManualClock(), Range()
    watch = PortsWatch(clock, TaskSupervisor(), ports, lambda _: None, CollectorRegistry())
    ports.now = SoundPorts(85, 100)
    began = clock.now()
    await watch.look()
    clock.advance(timedelta(seconds=30).total_seconds())
    ports.now = SoundPorts(95, 100)
    await watch.look()
    (alarm,) = watch.alarms
    assert (alarm.since, alarm.finding.outcome, watch.usable) == (began, "full", False)
