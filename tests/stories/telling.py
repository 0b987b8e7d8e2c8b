"""Tells one story from its first step to its end, and looks at the world after each."""

from __future__ import annotations

import asyncio
import logging
import random
import traceback
from collections.abc import MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import structlog

from lingting.calls.ports import SwitchUnavailable
from lingting.kernel.errors import LingtingError
from lingting.platform.db import DatabaseAway
from lingting.testing.fake_leg import LegState
from stories import invariants
from stories.broken import Broken
from stories.company import Company
from stories.engine import ids_from
from stories.faults import EngineDied
from stories.mornings import begin
from stories.steps import Step, perform
from stories.world import World

CLOSELY = 0.2
"""The share of steps after which dear comparisons are made; after a fault or a start always."""
RESTART_STEPS = 3
"""So many steps at most an engine stays away."""
END_SECONDS = 900
A_SECOND = timedelta(seconds=1)
COUNTED, REBUILT = 0.3, 0.1
"""The shares of stories whose reports are counted after, and are built anew, at the end; those of
the latter follow all the time."""


@dataclass
class Told:
    """How a story went."""

    seed: int
    steps: Sequence[Step]
    broken: str | None = None
    at: int | None = None
    trace: str = ""
    looks: int = 0
    strikes: int = 0
    contacts: int = 0
    reports: float = 1.0
    """Below `COUNTED` or `REBUILT`: what is asked of its reports."""
    errors: list[str] = field(default_factory=list[str])

    @property
    def kind(self) -> str:
        """What broke, without the ids and figures of this run."""
        return (self.broken or "").split(":")[0]

    def script(self) -> str:
        """The story as a test's text."""
        lines = "\n".join(f"        {step!r}," for step in self.steps)
        return f"    # seed {self.seed}\n    [\n{lines}\n    ],"


async def tell(
    company: Company, seed: int, steps: Sequence[Step], *, closely: bool = False
) -> Told:
    """Never raises what the story broke; it is in the answer. `closely`: memory, pages and rows
    are compared after every step, not after some."""
    told = Told(seed, steps, reports=random.Random(f"reports of {seed}").random())
    if closely:
        told.reports = 0
    world = begin(company, seed, steps[0] if steps else None)
    with ids_from(seed), _heard_errors(told, world):
        try:
            with company.tap.reference.first_start():
                await world.starts()
            await _steps(world, told, closely)
            await _end(world)
            await invariants.all_is_settled(world)
            if told.reports < COUNTED:
                await invariants.figures_are_what_happened(world)
            if told.reports < REBUILT:
                await invariants.projections_equal_a_rebuild(world)
        except Exception as error:
            told.broken = _said(error)
            told.trace = traceback.format_exc()
        finally:
            told.strikes = world.struck
            world.dies()
            await asyncio.sleep(0)
    return told


async def _steps(world: World, told: Told, closely: bool) -> None:
    chance = random.Random(f"looks of {told.seed}")
    away, before, ticked = 0, None, world.clock.now()
    for number, step in enumerate(told.steps):
        told.at = number
        await perform(world, step)
        away = away + 1 if world.engine is None else 0
        if away:  # nobody can let a caller hear anything; the time begins anew
            world.silent_since.clear()
        if away > RESTART_STEPS:
            await world.starts()
        lives = world.lives()
        close = chance.random() < CLOSELY or lives != before or closely
        if close or world.clock.now() - ticked >= A_SECOND:
            await world.a_second_passes(floor_too=close)
            ticked = world.clock.now()
        await _look(world, told, close=close)
        before = lives
    told.at = None


async def _look(world: World, told: Told, *, close: bool) -> None:
    told.looks += close
    if world.engine is not None:
        world.engine.fuse.pause()
        try:
            await invariants.look(world, close=close)
            if close and told.reports < REBUILT and not world.engine.is_held:
                await world.engine.product.reporting.projection.catch_up(world.tenant)
        finally:
            world.engine.fuse.go_on()
    if told.errors:
        raise Broken(f"an error was logged: {told.errors[0]}")


async def _end(world: World) -> None:
    """The troubles end, then everybody goes home; after a while nothing may be left."""
    if world.engine is not None:
        world.engine.fuse.disarm()
    await world.starts()
    await world.has_database()
    await world.lets_through()
    if world.switch.is_away:
        world.switch.restore_connection()
    await world.wait(5)
    await world.a_second_passes()
    await invariants.look(world)
    for leg in list(world.switch.legs.values()):
        if leg.state in (LegState.UP, LegState.ARRIVING):
            world.switch.hangs_up(leg.id)
            await world.settle()
    await world.wait(END_SECONDS)
    await world.a_second_passes()
    await invariants.look(world)


@contextmanager
def _heard_errors(told: Told, world: World) -> Any:
    """The product may log an error only while a fault was struck or the switch is away."""

    def hear(_: Any, level: str, event: MutableMapping[str, Any]) -> Any:
        error = event.get("exc_info")
        excused = isinstance(error, SwitchUnavailable | EngineDied | DatabaseAway) or (
            world.struck and not isinstance(error, LingtingError | AssertionError)
        )
        if level == "error" and not excused:
            told.errors.append(f"{event['event']} {error!r}: {_where(error)}")
        raise structlog.DropEvent

    logging.getLogger("psycopg").setLevel(logging.CRITICAL)
    structlog.configure(processors=[hear], cache_logger_on_first_use=False)
    try:
        yield
    finally:
        structlog.reset_defaults()


def _where(error: object) -> str:
    """The last lines of its traceback."""
    lines = traceback.format_exception(error) if isinstance(error, BaseException) else []
    return "".join(lines[-6:])


def _said(error: Exception) -> str:
    return str(error) if isinstance(error, Broken) else f"{type(error).__name__}: {error}"
