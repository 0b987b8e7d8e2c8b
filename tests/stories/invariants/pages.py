"""What open pages and the board of the floor show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lingting.calls.domain import CallState
from lingting.kernel.discretion import SEE_NUMBERS
from lingting.kernel.ids import UserId
from lingting.platform.patch import without_nulls
from stories.broken import require
from stories.company import LEADER
from stories.page import Page
from stories.world import World

DRAWN_TOO = 0.2
"""The share of pages drawn just now that are compared all the same."""
SEES = frozenset({SEE_NUMBERS})


async def pages_show_the_present(world: World) -> None:
    """Each page shows what a fresh snapshot would. One that was drawn just now is compared now
    and then: what it could not show is what nobody told it."""
    engine = world.alive
    struck = engine.fuse.struck
    for page in world.pages.values():
        drawn = page.read()
        if "state" not in drawn or world.eyes.random() < DRAWN_TOO:
            user = UserId(world.company.people[page.person])
            fresh = await engine.product.desktop.view.of(world.tenant, user)
            _shows(page, fresh)
        if page.person == LEADER:
            if "board" not in drawn or world.eyes.random() < DRAWN_TOO:
                board = await engine.product.supervision.board.of(world.tenant, SEES)
                _board_shows(page.board or {}, without_nulls(board))
            board_is_the_floor(world, page.board or {})
    require(engine.fuse.struck == struck, "a fault struck while looking")


def _shows(page: Page, fresh: Mapping[str, Any]) -> None:
    shown = page.state or {}
    differs = [k for k in {*fresh, *shown} if fresh.get(k) != shown.get(k)]
    about = [(k, shown.get(k), fresh.get(k)) for k in differs]
    require(not differs, f"page {page.person} shows another:", about)


def _board_shows(shown: Mapping[str, Any], fresh: Mapping[str, Any]) -> None:
    differs = [
        (part, one, shown.get(part, {}).get(one), fresh.get(part, {}).get(one))
        for part in {*fresh, *shown}
        for one in {*fresh.get(part, {}), *shown.get(part, {})}
        if fresh.get(part, {}).get(one) != shown.get(part, {}).get(one)
    ]
    require(not differs, "the board of the floor shows another:", differs)


def board_is_the_floor(world: World, board: Mapping[str, Any]) -> None:
    """What a board says of callers and agents is what the calls and the lines are."""
    living = [one for one in world.alive.product.calls.live.all() if one.ended_at is None]
    shown = {*board.get("calls", {}), *board.get("waiting", {})}
    require(shown == {str(one.id) for one in living}, "the board has other calls:", shown)
    waits = {str(one.id) for one in living if one.state is CallState.QUEUED}
    require(board.get("waiting", {}).keys() == waits, "the board has other callers waiting:", waits)
    queues = board.get("queues", {}).values()
    count = sum(one["waiting"] + one["ringing"] for one in queues)
    require(count == len(waits), "the queues of the board have", count, "waiting of", len(waits))
    talks = {str(one.agent): str(one.id) for one in living if one.agent is not None}
    told = {key: one["call"] for key, one in board.get("agents", {}).items() if one.get("call")}
    require(told == talks, "the board has other talks:", told, talks)
