"""How a story begins: on the first morning nobody is there, on another one all are at work.

That all have come is played once and kept, for it costs as much as five steps.
"""

from __future__ import annotations

from pathlib import Path

from structlog.testing import capture_logs

from stories.company import AGENTS, AT_WORK, FIRST_MORNING, LEADER, Company, found, take_photo
from stories.engine import ids_from
from stories.steps import AT_WORK_ALREADY, WHO_RINGS, WHO_TALKS, Step, perform
from stories.world import World

A_DAY: list[Step] = [
    ("comes", LEADER), ("dials", 0), ("wait", 5), ("picks_up", WHO_RINGS), ("holds", WHO_TALKS),
    ("transfers_to_queue", WHO_TALKS, 1), ("dials_menu", 1), ("wait", 9), ("presses", 1, "1"),
    ("wait", 5), ("picks_up", WHO_RINGS), ("listens", LEADER, WHO_TALKS, "silent"), ("wait", 5),
    ("phone_hangs_up", WHO_TALKS), ("dials_out", 0), ("wait", 31),
]  # fmt: skip
"""Most of what the product asks about the company is asked in its course."""


async def open_up(url: str, server_url: str, home: Path) -> Company:
    """A company with its two mornings."""
    company = await found(url, server_url, home)
    with ids_from(0), capture_logs():
        world = World(company, 0)
        await world.starts()
        for agent in range(AGENTS):
            await perform(world, ("comes", agent))
    company.accounts = dict(world.switch.phones)
    world.dies()
    take_photo(company.server, AT_WORK)
    company.differing = set(company.tap.changed)
    with ids_from(0), capture_logs():
        world = begin(company, 0, AT_WORK_ALREADY)
        await world.starts()
        for step in A_DAY:
            await perform(world, step)
            await world.a_second_passes()
    world.dies()
    company.tap.reference.gathered()
    return company


def begin(company: Company, seed: int, first: Step | None) -> World:
    """The world of a story before its engine starts."""
    at_work = first == AT_WORK_ALREADY
    company.begin_anew(AT_WORK if at_work else FIRST_MORNING)
    world = World(company, seed)
    if at_work:
        world.switch.phones |= company.accounts
        for agent in range(AGENTS):
            world.opens_page(agent)
            world.switch.phone_registers(world.phone(agent))
        world.switch.take_events()
    return world
