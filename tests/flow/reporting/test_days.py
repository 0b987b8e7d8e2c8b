"""Sums of days: live, made of quarters, and after a company moved to another time zone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lingting.reporting import tables
from lingting.reporting.domain.catalogue import Dimension
from lingting.reporting.domain.metrics import Source
from lingting.reporting.domain.periods import Grain, Period, midnight
from lingting.reporting.domain.service_level import Rules
from lingting.reporting.reports import store
from lingting.reporting.reports.store import Counting, Cut
from lingting.reporting.tables.sums import KINDS, STEPS
from support.numbers import Numbers
from support.stories import STORIES, gives_up, talk_with_hold
from support.voice import Voice

pytestmark = pytest.mark.flow

RULES = Rules(
    formula="of_offered",
    short_abandon_seconds=5,
    count_short_abandons=True,
    count_overflows=True,
    count_ringing=True,
)


async def moves(voice: Voice, zone: str) -> None:
    """The company has its days in another time zone from now on."""
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        await voice.centre.tenancy.change_company(tx, None, {"time_zone": zone})


@pytest.mark.req("RPT-21")
async def test_days_are_the_sums_of_their_quarters(voice: Voice) -> None:
    numbers = Numbers(voice)
    for story in STORIES:
        await story(voice)
    await numbers.follow()
    # Nothing goes through a flow here: see test_flow_numbers.
    for kind in (one for one in KINDS if one is not STEPS):
        quarters, days = await numbers.total(kind.quarters), await numbers.total(kind.days)
        assert quarters, kind
        for name in quarters:
            if not name.startswith("longest_"):
                assert days[name] == quarters[name], (kind.days.name, name)


async def test_another_time_zone_has_other_days(voice: Voice) -> None:
    numbers = Numbers(voice)
    await talk_with_hold(voice)
    await numbers.follow()
    in_shanghai = await numbers.one(tables.DAYS[0])
    assert in_shanghai["start"] == datetime(2026, 3, 1, 16, tzinfo=UTC)
    await moves(voice, "America/New_York")
    await gives_up(voice)
    # Read with days that are not made yet: what is added belongs to none that is there.
    while await numbers.projection.step(voice.tenant):
        pass
    assert (await numbers.rows())["report_queue_days"] == []
    await numbers.follow()
    in_new_york = await numbers.one(tables.DAYS[0])
    assert in_new_york["start"] == datetime(2026, 3, 1, 5, tzinfo=UTC)
    assert (in_new_york["offered"], in_new_york["answered"], in_new_york["abandoned"]) == (2, 1, 1)
    live = await numbers.rows()
    for name, rows in (await numbers.anew()).items():
        assert rows == live[name], name


async def test_days_made_of_quarters_equal_those_that_were_added_live(voice: Voice) -> None:
    numbers = Numbers(voice)
    for story in STORIES:
        await story(voice)
        await numbers.follow()
    live = await numbers.rows()
    await moves(voice, "Asia/Kathmandu")
    await numbers.follow()
    assert (await numbers.rows())["report_queue_days"] != live["report_queue_days"]
    await moves(voice, "Asia/Shanghai")
    await numbers.follow()
    for name, rows in (await numbers.rows()).items():
        assert rows == live[name], name


async def test_every_answer_is_the_same_from_days_and_from_quarters(voice: Voice) -> None:
    numbers = Numbers(voice)
    for story in STORIES:
        await story(voice)
    await numbers.follow()
    day = date(2026, 3, 2)
    period = Period(day - timedelta(days=1), day, ZoneInfo("Asia/Shanghai"))
    rules = Counting(rules=RULES, targets={voice.queue: 15}, satisfied_from=3)
    plain = Cut(since=period.since, until=period.until, zone="Asia/Shanghai", grain=Grain.WEEK)
    for days in ((period.since, period.until), (midnight(day, period.zone), period.until)):
        for by in ((), (Dimension.TIME,), (Dimension.WEEKDAY,), (Dimension.QUEUE,)):
            one = replace(plain, by=by)
            other = replace(one, days=days)
            async with voice.centre.kit.db.transaction(voice.tenant) as tx:
                for source in (Source.QUEUES, Source.AGENTS):
                    found = await store.sums(tx.conn, source, one, rules)
                    assert found
                    assert found == await store.sums(tx.conn, source, other, rules)
                bins = await store.wait_bins(tx.conn, one, (5, 15), rules.rules)
                assert bins == await store.wait_bins(tx.conn, other, (5, 15), rules.rules)
                assert bins["answered"][-1] > bins["answered"][1] > 0
