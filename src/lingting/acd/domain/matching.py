"""Matching: after each step, no ready agent and waiting item that fit are left beside each other.

Before a step that holds already, so only agents who became ready (`free_agents`) and items that
became matchable (`open_items`) can form a pair; their candidates are the heads of a few lines.
Items are taken in their total order: effective priority, then enqueue instant, then queue
priority, then the order of arrival. For each item the queue's strategy chooses the agent.
"""

import heapq
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lingting.acd.domain.explaining import explain
from lingting.acd.domain.floor import Agent, Floor, Item, Lane, Status
from lingting.acd.domain.lanes import pick
from lingting.acd.domain.offering import make_offer
from lingting.acd.domain.order import Key, effective_priority
from lingting.acd.domain.states import ItemState


@dataclass(slots=True, eq=False)
class _Cursor:
    """A place in a waiting line of a lane."""

    lane: Lane
    step: int
    index: int = 0

    def item(self) -> Item | None:
        keys = self.lane.waiting[self.step].keys
        return keys[self.index][-1] if self.index < len(keys) else None


def settle(floor: Floor, now: datetime) -> None:
    """Makes every offer that can be made; afterwards nothing that fits is left over."""
    if not floor.free_agents and not floor.open_items:
        return
    heap: list[tuple[Any, ...]] = []
    for item in floor.open_items:
        if item.state is ItemState.WAITING:
            _push(heap, item, None, now)
    for cursor in _cursors(floor, heap, now):
        head = cursor.item()
        if head is not None:
            _push(heap, head, cursor, now)
    while heap:
        *_, item, cursor = heapq.heappop(heap)
        _match(floor, item, now)
        if cursor is not None:
            _advance(heap, cursor, item, now)
    floor.free_agents.clear()
    floor.open_items.clear()
    floor.causes.clear()


def choose(floor: Floor, item: Item) -> tuple[Agent, Key, str] | None:
    """Who gets the item now: `(agent, key, rule)`; None when it has to wait."""
    waits_for = item.reserved_for
    if waits_for is not None:
        if waits_for.status is Status.READY and waits_for.id not in item.refused_by:
            return waits_for, (), "preferred_agent"
        return None
    picked = pick(floor, item)
    if picked is None:
        return None
    agent, key = picked
    return agent, key, item.queue.config.strategy.value


def _match(floor: Floor, item: Item, now: datetime) -> None:
    if item.state is not ItemState.WAITING:
        return
    chosen = choose(floor, item)
    if chosen is None:
        return
    agent, key, rule = chosen
    if rule == "preferred_agent":
        item.preferred_outcome = "chosen"
    cause = floor.causes.get(item.id, "agent_ready")
    reason = explain(floor, item, now, rule=rule, cause=cause, chosen=agent, key=key)
    make_offer(floor, item, agent, reason, now)


def _cursors(floor: Floor, heap: list[tuple[Any, ...]], now: datetime) -> list[_Cursor]:
    """The waiting lines that agents who became ready may serve, each once."""
    found: dict[tuple[int, int], _Cursor] = {}
    for agent in floor.free_agents:
        if agent.status is not Status.READY:
            continue
        for item in agent.reserved:
            _push(heap, item, None, now)
        for lane, first, _, _ in agent.seats:
            for step in range(first, len(lane.waiting)):
                if lane.waiting[step].keys and (id(lane), step) not in found:
                    found[id(lane), step] = _Cursor(lane, step)
    return list(found.values())


def _advance(heap: list[tuple[Any, ...]], cursor: _Cursor, item: Item, now: datetime) -> None:
    """Goes on in a line as long as somebody ready may serve it."""
    lane = cursor.lane
    if not any(lane.ready[step].keys for step in range(cursor.step + 1)):
        return
    if cursor.item() is item:
        cursor.index += 1
    head = cursor.item()
    if head is not None:
        _push(heap, head, cursor, now)


def _push(heap: list[tuple[Any, ...]], item: Item, cursor: _Cursor | None, now: datetime) -> None:
    config = item.queue.config
    points = effective_priority(item.priority, item.enqueued_at, config.seconds_per_point, now)
    order = (-points, item.enqueued_at, -config.priority, item.arrival, id(cursor))
    heapq.heappush(heap, (*order, item, cursor))
