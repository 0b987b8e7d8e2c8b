"""Random stories break no invariant and repeat exactly; looks see what is wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from lingting.main.tables import all_tables
from stories.broken import Broken
from stories.company import Company
from stories.drawing import draw
from stories.invariants import look
from stories.planted import hunt
from stories.shrinking import shrink
from stories.steps import Step, perform
from stories.telling import tell
from stories.world import World

pytestmark = pytest.mark.flow
in_one_loop = pytest.mark.asyncio(loop_scope="module")

STORIES = os.environ.get("LINGTING_STORIES", "3000")
MINUTES = os.environ.get("LINGTING_STORIES_MINUTES", "2")
"""As many of the stories are told as this time holds: about all on two idle cores."""
BUSY: list[Step] = [
    ("logs_in", 3),
    ("comes", 0),
    ("comes", 1),
    ("dials", 0),
    ("dials", 1),
    ("dials", 2),
    ("wait", 4),
    ("wait", 4),
    ("picks_up", 0),
    ("wait", 5),
]


def test_random_stories_break_nothing() -> None:
    command = [sys.executable, "-m", "stories.run", "--seeds", STORIES]
    command += ["--minutes", MINUTES]
    where = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(command, env=where, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


@in_one_loop
async def test_a_story_repeats_exactly(company: Company) -> None:
    first = await _log_of(company, seed=11)
    assert first
    assert await _log_of(company, seed=11) == first


async def _log_of(company: Company, seed: int) -> list[Any]:
    await tell(company, seed, draw(seed))
    query = "SELECT seq, at, name, call_id, data FROM event_log ORDER BY seq"
    return company.server.execute(query).fetchall()


@in_one_loop
async def test_what_was_written_is_asked_again_after_many_rows_went_past(company: Company) -> None:
    company.begin_anew()
    company.tap._writes(all_tables().tables.keys())
    story: list[Step] = [("comes", 0), ("dials", 0), ("wait", 5), ("dies",)]
    told = await tell(company, 1, story, closely=True)
    assert told.broken is None


@in_one_loop
async def test_what_breaks_is_shrunk_to_what_matters() -> None:
    async def fails(steps: object) -> bool:
        return isinstance(steps, list) and ("dies",) in steps and ("dials", 1) in steps

    story: list[Step] = [*BUSY, ("dies",), *BUSY]
    assert await shrink(story, fails) in ([("dials", 1), ("dies",)], [("dies",), ("dials", 1)])


@pytest.mark.parametrize(
    "fault",
    [
        "the end of a line is taken twice",
        "a phone rings on when its caller has gone",
        "the end of a recording is not stored",
    ],
)
@in_one_loop
async def test_stories_find_a_fault_that_is_planted(company: Company, fault: str) -> None:
    assert (await hunt(company, fault, range(1, 60))).by is not None


async def a_call_is_lost(world: World) -> None:
    live = world.alive.product.calls.live
    live._forget(live.all()[0].id)


async def an_agent_is_free_in_memory_alone(world: World) -> None:
    core = world.alive.product.acd._floors.core(world.tenant)
    core.floor.agents[world.agent(2)].calls += 1


async def a_contact_ends_twice(world: World) -> None:
    world.company.server.execute("INSERT INTO event_log SELECT tenant_id, 9999, at, name, call_id,"
        " data FROM event_log WHERE name = 'call.arrived' LIMIT 1")  # fmt: skip


async def a_timer_is_forgotten(world: World) -> None:
    world.alive.kit.timers._heap.clear()


async def a_line_has_no_call(world: World) -> None:
    world.switch.call_in("13900000000", "8001")
    world.switch.take_events()


async def a_page_misses_a_frame(world: World) -> None:
    page = world.pages[0]
    page.read()
    assert page.state is not None
    page.state = {**page.state, "queues": []}


async def a_board_misses_a_frame(world: World) -> None:
    page = world.pages[3]
    page.read()
    assert page.board is not None
    page.board = {**page.board, "calls": {}}


async def a_recording_has_no_row(world: World) -> None:
    world.company.server.execute("DELETE FROM recordings")


async def somebody_is_passed_over(world: World) -> None:
    floor = world.alive.product.acd._floors.core(world.tenant).floor
    item = next(iter(floor.items.values()))
    world.places[item.id] = "another place"


async def a_telephone_is_gone_unseen(world: World) -> None:
    world.switch.registered.clear()


@pytest.mark.parametrize(
    ("wrong", "seen"),
    [
        (a_call_is_lost, "calls: memory and database have others"),
        (an_agent_is_free_in_memory_alone, "agents: calls is"),
        (a_contact_ends_twice, "a contact began not once"),
        (a_timer_is_forgotten, "a stored timer will not fire"),
        (a_line_has_no_call, "a line at the switch has no call"),
        (a_page_misses_a_frame, "page 0 shows another"),
        (a_board_misses_a_frame, "the board of the floor shows another"),
        (a_recording_has_no_row, "a recording has no row"),
        (somebody_is_passed_over, "somebody lost his place"),
        (a_telephone_is_gone_unseen, "an agent without a telephone is offered calls"),
    ],
)
@in_one_loop
async def test_a_look_sees_what_is_wrong(company: Company, wrong: Any, seen: str) -> None:
    company.begin_anew()
    world = World(company, 1)
    await world.starts()
    steps = BUSY if wrong is not a_telephone_is_gone_unseen else BUSY[:2]
    for step in steps:
        await perform(world, step)
        await world.a_second_passes()
    await look(world)
    await wrong(world)
    world.look_anew()
    with pytest.raises(Broken, match=seen):
        await look(world)
    world.dies()
