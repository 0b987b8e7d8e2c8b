"""Where a waiting item stands: its queue's line, and a lane's line or one agent's reserve."""

from datetime import datetime, timedelta

from lingting.acd.domain.dues import Due
from lingting.acd.domain.floor import Agent, Floor, Item, Queue
from lingting.acd.domain.lanes import drop_lane, lane_of
from lingting.acd.domain.order import item_key
from lingting.acd.domain.queues import step_at


def waited_seconds(item: Item, now: datetime) -> float:
    """How long the customer has waited, credit of an earlier stay included."""
    return max((now - item.enqueued_at).total_seconds(), 0.0)


def place(floor: Floor, item: Item, now: datetime) -> None:
    """Puts a waiting item where it belongs at `now` and notes its deadlines."""
    config = item.queue.config
    item.key = item_key(item.priority, item.enqueued_at, config.seconds_per_point, item.arrival)
    item.step = step_at(config.relaxations, waited_seconds(item, now))
    item.relaxes_at = _next_relaxation(item)
    item.queue.line.add((*item.key, item))
    if item.reserved_for is None:
        item.lane.waiting[item.step].add((*item.key, item))
        floor.open_items.append(item)
    else:
        item.reserved_for.reserved.append(item)
        floor.open_items.append(item)
    _note_dues(floor, item)
    floor.touched_items.add(item)


def unplace(floor: Floor, item: Item) -> None:
    """Takes a waiting item out of its lines."""
    key = (*item.key, item)
    item.queue.line.remove(key)
    if item.reserved_for is None:
        item.lane.waiting[item.step].remove(key)
    else:
        item.reserved_for.reserved.remove(item)
    floor.touched_items.add(item)


def relax(floor: Floor, item: Item, now: datetime) -> None:
    """The next relaxation is in force for this waiting item: more agents may serve it."""
    if item.reserved_for is None:
        item.lane.waiting[item.step].remove((*item.key, item))
    item.step += 1
    item.relaxes_at = _next_relaxation(item)
    if item.reserved_for is None:
        item.lane.waiting[item.step].add((*item.key, item))
        floor.open_items.append(item)
    if item.relaxes_at is not None:
        floor.dues.add(item.relaxes_at, Due.ITEM_RELAXES, item)
    floor.touched_items.add(item)


def give_up_preference(floor: Floor, item: Item, outcome: str) -> None:
    """The item waits for its preferred agent no longer: anybody of the lane may have it."""
    item.preferred_outcome = outcome
    item.preferred_until = None
    agent = item.reserved_for
    if agent is None:
        return
    agent.reserved.remove(item)
    item.reserved_for = None
    item.lane.waiting[item.step].add((*item.key, item))
    floor.open_items.append(item)
    floor.causes[item.id] = "preference_over"
    floor.touched_items.add(item)


def release_reserved(floor: Floor, agent: Agent, outcome: str) -> None:
    """Everything that waits for this agent alone goes back to all."""
    for item in list(agent.reserved):
        give_up_preference(floor, item, outcome)


def rebuild(floor: Floor, queue: Queue, now: datetime) -> None:
    """Makes the queue's lanes anew from its present settings; every waiting item keeps its turn."""
    items = [key[-1] for key in queue.line]
    for item in items:
        unplace(floor, item)
    for lane in queue.lanes.values():
        drop_lane(lane)
    queue.lanes.clear()
    lane_of(floor, queue, None)
    for item in floor.items.values():
        if item.queue is queue:
            item.lane = lane_of(floor, queue, item.skills)
            item.lane.items += 1
            if item.given_priority is None:
                item.priority = queue.config.priority
    for item in items:
        reserved_for = item.reserved_for
        if reserved_for and not item.directed and reserved_for not in item.lane.members:
            item.reserved_for = None
            item.preferred_outcome = "not_a_member"
        if queue.config.max_wait_seconds is None:
            item.waits_until = None
        else:
            item.waits_until = item.joined_at + timedelta(seconds=queue.config.max_wait_seconds)
        floor.causes[item.id] = "queue_changed"
        place(floor, item, now)


def _next_relaxation(item: Item) -> datetime | None:
    relaxations = item.queue.config.relaxations
    if item.step >= len(relaxations):
        return None
    return item.enqueued_at + timedelta(seconds=relaxations[item.step].after_seconds)


def _note_dues(floor: Floor, item: Item) -> None:
    for due, kind in (
        (item.relaxes_at, Due.ITEM_RELAXES),
        (item.preferred_until, Due.PREFERENCE_ENDS),
        (item.waits_until, Due.MAX_WAIT),
    ):
        if due is not None:
            floor.dues.add(due, kind, item)
