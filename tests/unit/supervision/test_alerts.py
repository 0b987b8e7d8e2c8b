"""What is beyond its limits becomes an alert, since the instant at which it passed them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.calls.domain.refusing import Why
from lingting.supervision.domain.alerts import Alert, Judged, Key, Reading, judge
from lingting.supervision.domain.measures import (
    COMPANY,
    MEASURES,
    Level,
    Limits,
    Scope,
    Thresholds,
    ThresholdUnfit,
    known_measure,
)

pytestmark = [pytest.mark.unit, pytest.mark.req("RTM-01", "RTM-02", "RTM-21")]

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
QUEUE, AGENT = UUID(int=1), UUID(int=2)
SHIPPED = Thresholds({})


def waiting(count: int) -> Reading:
    return Reading(MEASURES["waiting"], QUEUE, count)


def talking(since: datetime) -> Reading:
    return Reading(MEASURES["talking"], AGENT, began_at=since)


def longest(since: datetime) -> Reading:
    return Reading(MEASURES["longest_wait"], QUEUE, began_at=since)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def judged(reading: Reading, before: Judged | None = None, now: datetime = NOW) -> Judged:
    return judge([reading], SHIPPED, before.open if before else {}, now)


def only(found: Judged) -> Alert:
    (alert,) = found.open.values()
    return alert


@pytest.mark.parametrize("why", list(Why))
def test_one_refused_caller_is_an_alarm_of_the_company_until_a_minute_passed(why: Why) -> None:
    measure = MEASURES[f"refused_{why.value}"]
    first = judged(Reading(measure, COMPANY, 1))
    assert only(first).level is Level.ALARM
    later = judged(Reading(measure, COMPANY, 40), first, after(30))
    assert (only(later).since, only(later).value) == (NOW, 40)
    over = judge([], SHIPPED, later.open, after(91))
    assert (over.open, over.over) == ({}, [only(later)])
    with pytest.raises(ThresholdUnfit):
        known_measure(measure.key, QUEUE)


def test_a_queue_with_fewer_waiting_than_the_limit_is_no_alert() -> None:
    assert judged(waiting(4)).open == {}


@pytest.mark.parametrize(("count", "level"), [(5, Level.WARNING), (10, Level.ALARM)])
def test_the_limit_itself_counts_as_beyond(count: int, level: Level) -> None:
    assert only(judged(waiting(count))).level is level


def test_a_low_rate_is_beyond_below_its_target_and_not_at_it() -> None:
    rate = MEASURES["answer_rate_today"]
    assert rate.level(90, rate.shipped) is None
    assert rate.level(89, rate.shipped) is Level.WARNING
    assert rate.level(79, rate.shipped) is Level.ALARM


def test_an_alert_keeps_its_beginning_while_it_grows_worse_and_better() -> None:
    first = judged(waiting(5))
    worse = judged(waiting(12), first, after(30))
    better = judged(waiting(6), worse, after(60))
    assert only(worse).level is Level.ALARM
    assert only(better).level is Level.WARNING
    assert only(better).since == NOW
    assert [alert.level for alert in worse.changed] == [Level.ALARM]
    assert not worse.raised


def test_an_alert_is_over_when_the_value_is_back() -> None:
    first = judged(waiting(5))
    over = judged(waiting(4), first, after(10))
    assert over.open == {}
    assert [alert.key for alert in over.over] == [("waiting", QUEUE)]


def test_a_long_talk_is_an_alert_since_the_instant_it_passed_the_limit() -> None:
    found = judged(talking(NOW), now=after(700))
    assert only(found).since == after(600)
    assert only(found).level is Level.WARNING


def test_the_next_instant_to_look_is_the_next_limit_that_time_will_pass() -> None:
    assert judged(talking(NOW), now=after(1)).next_at == after(600)
    assert judged(talking(NOW), now=after(600)).next_at == after(1_200)
    assert judged(talking(NOW), now=after(1_200)).next_at is None


def test_the_next_long_talk_of_the_same_agent_is_another_alert() -> None:
    first = judged(talking(NOW), now=after(700))
    second = judged(talking(after(750)), first, after(1_400))
    assert [alert.since for alert in second.over] == [after(600)]
    assert [alert.since for alert in second.raised] == [after(1_350)]


def test_a_queue_stays_one_alert_whoever_waits_longest() -> None:
    first = judged(longest(NOW), now=after(100))
    second = judged(longest(after(20)), first, after(101))
    assert not second.raised
    assert not second.over
    assert only(second).since == after(60)
    assert only(second).began_at == after(20)


def test_a_queues_own_limits_come_before_the_companys_and_those_before_the_shipped() -> None:
    waiting_measure = MEASURES["waiting"]
    own, company = Limits(50, 60), Limits(1, 2)
    both = Thresholds({("waiting", QUEUE): own, ("waiting", None): company})
    assert both.of(waiting_measure, QUEUE) is own
    assert both.of(waiting_measure, UUID(int=7)) is company
    assert SHIPPED.of(waiting_measure, QUEUE) is waiting_measure.shipped


def test_a_measure_without_limits_is_never_an_alert() -> None:
    ready = Reading(MEASURES["ready"], QUEUE, 0)
    assert judged(ready).open == {}
    silent = Thresholds({("talking", None): Limits(None, None)})
    found = judge([talking(NOW)], silent, {}, after(100_000))
    assert (found.open, found.next_at) == ({}, None)


@pytest.mark.parametrize(
    ("key", "limits"),
    [
        ("waiting", Limits(10, 5)),
        ("answer_rate_hour", Limits(80, 90)),
        ("answer_rate_hour", Limits(101, 80)),
        ("talking", Limits(-1, 5)),
    ],
)
def test_limits_that_make_no_sense_are_refused(key: str, limits: Limits) -> None:
    with pytest.raises(ThresholdUnfit):
        MEASURES[key].fit(limits)


def test_a_measure_of_agents_has_no_limits_of_a_queue() -> None:
    assert known_measure("waiting", QUEUE).scope is Scope.QUEUE
    for key, queue in (("talking", QUEUE), ("weather", None)):
        with pytest.raises(ThresholdUnfit):
            known_measure(key, queue)


@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 900)), max_size=40))
def test_what_was_told_one_after_another_adds_up_to_what_is_open(
    steps: list[tuple[int, int]],
) -> None:
    known: dict[Key, Alert] = {}
    before = Judged({})
    for at, (count, talked) in enumerate(steps):
        now = after(at * 10)
        readings = [waiting(count), talking(now - timedelta(seconds=talked))]
        found = judge(readings, SHIPPED, before.open, now)
        for alert in found.over:
            del known[alert.key]
        for alert in found.raised:
            assert alert.key not in known
            known[alert.key] = alert
        for alert in found.changed:
            known[alert.key] = alert
        assert {k: (a.level, a.since) for k, a in known.items()} == {
            k: (a.level, a.since) for k, a in found.open.items()
        }
        assert all(alert.since <= now for alert in found.open.values())
        before = found
