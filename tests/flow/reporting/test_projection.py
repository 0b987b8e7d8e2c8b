"""Reports that are read as facts come equal those that are built anew from the log."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lingting.platform.db import Transaction
from lingting.reporting import tables
from lingting.reporting.counting_store import Written
from lingting.reporting.figures import QueueFigures
from lingting.reporting.forgetting import hold_counting
from lingting.reporting.projection import Projection
from support.numbers import Numbers
from support.statements import heard
from support.stories import STORIES, gives_up, sent_off, talk_with_hold, transfer
from support.voice import Voice

pytestmark = pytest.mark.flow


@pytest.mark.req("RPT-02")
async def test_a_day_read_as_it_comes_equals_the_day_read_anew(voice: Voice) -> None:
    numbers = Numbers(voice)
    for story in STORIES:
        await story(voice)
        await numbers.follow()
    live = await numbers.rows()
    assert live[tables.visits.name]
    for name, rows in (await numbers.anew()).items():
        assert rows == live[name], name
    for name, rows in (await numbers.anew(batch=1)).items():
        assert rows == live[name], name


@pytest.mark.req("RPT-21")
async def test_every_passage_ends_in_one_way(voice: Voice) -> None:
    numbers = Numbers(voice, batch=500)
    for story in STORIES:
        await story(voice)
    await numbers.follow()
    sums = await numbers.total(tables.queue_sums, queue=voice.queue)
    # hold, gives up, gives up while it rings, second agent, transfer (2), away (2), sent off
    assert sums["offered"] == 9
    assert sums["answered"] == 6
    assert sums["abandoned"] == 2
    assert sums["overflowed"] == 1
    assert sums["in_progress"] == 0
    assert sums["from_transfer"] == 1
    assert sums["from_return"] == 1
    assert sums["abandoned_ringing"] == 1


async def test_a_talk_with_a_hold_in_numbers(voice: Voice) -> None:
    numbers = Numbers(voice)
    await talk_with_hold(voice)
    await numbers.follow()
    visit = await numbers.one(tables.visits)
    # 12 s nobody there, 3 s ringing; 20 s talk, 15 s hold, 25 s talk; wrap-up ends after 30 s
    assert (visit["wait_ms"], visit["ring_ms"]) == (15_000, 3_000)
    assert (visit["talk_ms"], visit["hold_ms"], visit["wrap_ms"]) == (60_000, 15_000, 30_000)
    sums = await numbers.total(tables.agent_sums, agent=voice.agents[0])
    assert sums["ringing_ms"] == 3_000
    assert sums["talking_ms"] == 45_000
    assert sums["holding_ms"] == 15_000
    assert sums["wrapping_ms"] == 30_000
    assert sums["talks_in"] == sums["accepted"] == sums["offers"] == sums["one_stop"] == 1


async def test_a_transfer_is_a_second_passage(voice: Voice) -> None:
    numbers = Numbers(voice)
    await transfer(voice)
    await numbers.follow()
    rows = await numbers.rows()
    first, second = sorted(rows["report_visits"], key=lambda row: row["position"])
    assert (first["wait_ms"], first["talk_ms"], first["transferred_to"]) == (4_000, 30_000, "agent")
    assert (second["origin"], second["wait_ms"], second["talk_ms"]) == ("transfer", 5_000, 40_000)
    (contact,) = rows["report_contacts"]
    assert (contact["visits"], contact["transfers"], contact["talk_ms"]) == (2, 1, 70_000)


@pytest.mark.req("KPI-02")
async def test_who_hangs_up_in_a_queue_abandoned_it(voice: Voice) -> None:
    caller = await voice.call_in()
    call = voice.call().id
    await voice.run(33)
    await voice.hang_up(caller)
    story = await voice.story(call)
    assert "work_item.abandoned" in story
    assert "work_item.overflowed" not in story


async def test_a_call_that_lives_is_in_progress(voice: Voice) -> None:
    numbers = Numbers(voice)
    await voice.call_in()
    await voice.run(10)
    await numbers.follow()
    sums = await numbers.total(tables.queue_sums, queue=voice.queue)
    assert (sums["offered"], sums["in_progress"], sums["longest_wait_ms"]) == (1, 1, 0)


async def test_what_was_committed_before_a_crash_is_read_at_the_next_start(voice: Voice) -> None:
    numbers = Numbers(voice)
    await gives_up(voice)
    await numbers.follow()
    await talk_with_hold(voice)
    started_again = Numbers(voice)
    await started_again.follow()
    live = await started_again.rows()
    assert len(live["report_contacts"]) == 2
    assert await started_again.anew() == live


@pytest.mark.req("RTM-21", "KPI-01", "KPI-03")
async def test_counts_of_a_queue_for_others(voice: Voice) -> None:
    projection = Projection(voice.centre.kit, voice.centre.tenancy)
    figures = QueueFigures(voice.centre.kit, projection, voice.centre.tenancy)
    began = voice.centre.clock.now()
    for story in (talk_with_hold, gives_up, transfer, sent_off):
        await story(voice)
    await voice.call_in()
    await projection.catch_up(voice.tenant)
    now = voice.centre.clock.now()
    (counts,) = await figures.queue_counts(voice.tenant, began, now + timedelta(seconds=1))
    # Waits: 15 s answered, 33 s gave up, 4 s and 5 s answered, 18 s sent off, one still waits.
    ends = (counts.answered, counts.abandoned, counts.overflowed, counts.in_progress)
    assert counts.offered == 6
    assert ends == (3, 1, 1, 1)
    assert (counts.answered_within, counts.abandoned_within) == (3, 0)
    assert counts.service_level == 3 / 4
    assert counts.answer_rate == 3 / 5
    assert counts.average_answer_seconds == 8
    assert counts.longest_wait_seconds == 33
    # Ends that are no quarters are counted passage by passage: without the first and the last.
    second = timedelta(seconds=1)
    (later,) = await figures.queue_counts(voice.tenant, began + second, now - second)
    assert later.offered == 4


@pytest.mark.req("RPT-02")
async def test_two_who_take_turns_count_what_one_counts(voice: Voice) -> None:
    """What one remembers no longer holds when the other has counted."""
    one, other = turns = [Numbers(voice, batch=500), Numbers(voice, batch=500)]
    agent = voice.agents[0]
    caller = await voice.call_in()
    await one.follow()
    await voice.ready(agent)
    await other.follow()
    await voice.answer(agent)
    await one.follow()
    await voice.run(20)
    await other.follow()
    await voice.hang_up(caller)
    await one.follow()
    for place, story in enumerate(STORIES):
        await story(voice)
        await turns[place % 2].follow()
    live = await turns[0].rows()
    for name, rows in (await turns[1].anew()).items():
        assert rows == live[name], name


@pytest.mark.req("RPT-02")
async def test_a_reading_that_was_not_committed_was_not_made(
    voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = Numbers(voice, batch=500)
    caller = await voice.call_in()
    await numbers.follow()
    await voice.run(5)
    await voice.hang_up(caller)
    write = Written.write

    async def fails(written: Written, tx: Transaction, seq: int) -> str:
        await write(written, tx, seq)
        raise ConnectionError

    monkeypatch.setattr(Written, "write", fails)
    with pytest.raises(ConnectionError):
        await numbers.follow()
    monkeypatch.setattr(Written, "write", write)
    await talk_with_hold(voice)
    await numbers.follow()
    live = await numbers.rows()
    assert len(live["report_contacts"]) == 2
    assert await numbers.anew() == live


async def test_what_is_known_of_a_call_is_not_asked_again(voice: Voice) -> None:
    numbers = Numbers(voice, batch=500)
    await voice.ready(voice.agents[0])
    await voice.call_in()
    await numbers.follow()
    await voice.answer(voice.agents[0])
    with heard(numbers.kit.db) as asked:
        await numbers.follow()
    begun = [" ".join(one.split()[:4]) for one in asked if not one.startswith("BEGIN")]
    # the place, the facts, the waiting times of the quarter and of the day, everything at once
    assert len(begun) == 5, begun
    assert (await numbers.one(tables.visits))["outcome"] == "answered"


@pytest.mark.req("RPT-02", "SEC-09")
async def test_who_was_forgotten_between_two_readings_is_not_remembered(voice: Voice) -> None:
    numbers = Numbers(voice, batch=500)
    await voice.ready(voice.agents[0])
    caller = await voice.call_in()
    await voice.answer(voice.agents[0])
    await numbers.follow()
    async with numbers.kit.db.transaction(voice.tenant) as tx:
        await hold_counting(tx)
        blank = "jsonb_set(data, '{caller}', '\"\"')"
        await tx.conn.exec_driver_sql(
            f"UPDATE event_log SET data = {blank} WHERE name = 'call.arrived'"
        )
        await tx.conn.execute(tables.contacts.update().values(number_key=""))
    await voice.hang_up(caller)
    await numbers.follow()
    contact = await numbers.one(tables.contacts)
    assert (contact["outcome"], contact["number_key"]) == ("answered", "")
