"""Work items come and go: enqueue, withdraw, finish."""

from datetime import datetime, timedelta

from lingting.acd.domain.busy_reasons import AFTER_CALL
from lingting.acd.domain.errors import (
    QueueDisabled,
    QueueFull,
    QueueNotFound,
    WorkItemKnown,
    WorkItemNotFound,
)
from lingting.acd.domain.explaining import explain
from lingting.acd.domain.floor import Agent, Floor, Item, Queue, Status
from lingting.acd.domain.items import NewItem
from lingting.acd.domain.lanes import drop_lane, lane_of
from lingting.acd.domain.matching import settle
from lingting.acd.domain.offering import cancel
from lingting.acd.domain.placing import place, unplace, waited_seconds
from lingting.acd.domain.states import ITEM, ItemBy, ItemState, Presence, SignIn
from lingting.acd.events import (
    WorkItemAbandoned,
    WorkItemDone,
    WorkItemOverflowed,
    WorkItemQueued,
    WorkItemRelaxed,
)
from lingting.kernel.ids import QueueId, WorkItemId

ABANDONED = "abandoned"


def queue_of(floor: Floor, queue_id: QueueId) -> Queue:
    """The living queue; raises QueueNotFound."""
    queue = floor.queues.get(queue_id)
    if queue is None:
        raise QueueNotFound(queue=queue_id)
    return queue


def item_of(floor: Floor, item_id: WorkItemId) -> Item:
    """The living item; raises WorkItemNotFound when it is over or never was."""
    item = floor.items.get(item_id)
    if item is None:
        raise WorkItemNotFound(item=item_id)
    return item


def enqueue(floor: Floor, new: NewItem, now: datetime) -> Item:
    """Takes a customer in and offers him at once when somebody fitting is ready.

    Raises QueueNotFound, QueueDisabled, QueueFull, WorkItemKnown.
    """
    queue = queue_of(floor, new.queue)
    if new.id in floor.items:
        raise WorkItemKnown(item=new.id)
    if not queue.config.enabled:
        raise QueueDisabled(queue=new.queue)
    limit = queue.config.max_length
    if limit is not None and len(queue.line) + queue.offered >= limit:
        raise QueueFull(queue=new.queue, limit=limit)
    item = new_item(floor, queue, new, now)
    _prefer(floor, item, new, now)
    floor.causes[item.id] = "arrived"
    place(floor, item, now)
    told_from = len(floor.told)
    settle(floor, now)
    floor.told.insert(told_from, _queued(floor, item, now))
    return item


def new_item(floor: Floor, queue: Queue, new: NewItem, now: datetime) -> Item:
    """The living item of what a channel handed over, not yet placed."""
    config = queue.config
    floor.arrivals += 1
    item = Item(
        id=new.id,
        queue=queue,
        lane=lane_of(floor, queue, new.skills),
        ref=new.ref,
        channel=new.channel,
        given_priority=new.priority,
        priority=config.priority if new.priority is None else new.priority,
        enqueued_at=min(new.enqueued_at or now, now),
        joined_at=now,
        arrival=floor.arrivals,
        skills=new.skills,
        data=dict(new.data),
        preferred=new.preferred_agent,
        directed=new.directed,
    )
    if config.max_wait_seconds is not None:
        item.waits_until = now + timedelta(seconds=config.max_wait_seconds)
    item.lane.items += 1
    floor.items[item.id] = item
    floor.touched_items.add(item)
    return item


def withdraw(floor: Floor, item_id: WorkItemId, why: str, now: datetime) -> None:
    """The customer left (`abandoned`) or goes elsewhere (anything → overflowed)."""
    end_unserved(floor, item_of(floor, item_id), why, now)
    settle(floor, now)


def end_unserved(floor: Floor, item: Item, why: str, now: datetime) -> None:
    """Ends an item that nobody took; an offer of it is withdrawn."""
    offer = item.offer
    by = ItemBy.ABANDON if why == ABANDONED else ItemBy.OVERFLOW
    ended = ITEM.next(item.state, by)
    if offer is not None:
        cancel(floor, offer, "abandoned" if by is ItemBy.ABANDON else "overflowed", now)
    else:
        unplace(floor, item)
    item.state = ended
    waited = waited_seconds(item, now)
    queue = item.queue.config.id
    if by is ItemBy.ABANDON:
        floor.told.append(
            WorkItemAbandoned(
                at=now,
                item=item.id,
                queue=queue,
                ref=item.ref,
                waited_seconds=waited,
                agent=offer.agent.id if offer else None,
            )
        )
    else:
        floor.told.append(
            WorkItemOverflowed(
                at=now,
                item=item.id,
                queue=queue,
                ref=item.ref,
                why=why,
                waited_seconds=waited,
                enqueued_at=item.enqueued_at,
            )
        )
    forget(floor, item)


def end_served(floor: Floor, item: Item, now: datetime) -> None:
    """The agent's part of the item is over."""
    agent = item.agent
    assert agent is not None
    assert item.assigned_at is not None
    item.state = ITEM.next(item.state, ItemBy.FINISH)
    handled = (now - item.assigned_at).total_seconds()
    floor.told.append(
        WorkItemDone(
            at=now,
            item=item.id,
            queue=item.queue.config.id,
            ref=item.ref,
            agent=agent.id,
            handled_seconds=handled,
        )
    )
    forget(floor, item)


def forget(floor: Floor, item: Item) -> None:
    """Takes an item that is over out of memory; its rows stay."""
    del floor.items[item.id]
    floor.touched_items.add(item)
    lane = item.lane
    lane.items -= 1
    if lane.items == 0 and lane.requirements != item.queue.config.requirements:
        drop_lane(lane)
        item.queue.lanes.pop(lane.requirements, None)


def tell_still_waiting(floor: Floor, item: Item, cause: str, now: datetime) -> None:
    """Notes that a relaxation came into force and brought nobody yet."""
    if item.state is not ItemState.WAITING:
        return
    floor.told.append(
        WorkItemRelaxed(
            at=now,
            item=item.id,
            queue=item.queue.config.id,
            ref=item.ref,
            reason=explain(floor, item, now, rule="nobody", cause=cause),
        )
    )


def _prefer(floor: Floor, item: Item, new: NewItem, now: datetime) -> None:
    """Last agent first: at once when he is ready, a while when he works, not when he is away."""
    if item.preferred is None:
        return
    agent = floor.agents.get(item.preferred)
    seconds = (
        item.queue.config.preferred_seconds if new.preferred_for is None else new.preferred_for
    )
    if agent is None or agent.sign_in is not SignIn.SIGNED_IN:
        item.preferred_outcome = "not_signed_in"
    elif agent not in item.lane.members and not item.directed:
        item.preferred_outcome = "not_a_member"
    elif not _comes_back_soon(agent):
        item.preferred_outcome = "away"
    else:
        item.preferred_outcome = "waiting"
        item.preferred_until = now + timedelta(seconds=seconds)
        item.reserved_for = agent


def _comes_back_soon(agent: Agent) -> bool:
    """Ready, at work, or just after it; not at lunch, listening in, or without his phone."""
    if agent.status is Status.BUSY:
        return agent.presence is Presence.BUSY and agent.reason == AFTER_CALL
    return agent.status not in (Status.UNREACHABLE, Status.ASIDE)


def _queued(floor: Floor, item: Item, now: datetime) -> WorkItemQueued:
    waits = item.state is ItemState.WAITING
    reason = explain(floor, item, now, rule="nobody", cause="arrived") if waits else None
    return WorkItemQueued(
        at=now,
        item=item.id,
        queue=item.queue.config.id,
        ref=item.ref,
        channel=item.channel,
        priority=item.priority,
        enqueued_at=item.enqueued_at,
        preferred_agent=item.preferred,
        reason=reason,
    )
