"""Skill groups and queues change while callers wait; the living queue follows at once."""

from datetime import datetime

from lingting.acd.domain.errors import SkillGroupInUse, SkillGroupNotFound
from lingting.acd.domain.floor import Agent, Floor, Queue
from lingting.acd.domain.lanes import drop_lane, lane_of
from lingting.acd.domain.placing import rebuild
from lingting.acd.domain.queueing import end_unserved, queue_of
from lingting.acd.domain.queues import QueueConfig, SkillGroup
from lingting.acd.domain.states import ItemState
from lingting.kernel.ids import QueueId, SkillGroupId

QUEUE_CLOSED = "queue_closed"


def put_group(floor: Floor, group: SkillGroup, now: datetime) -> None:
    """Makes or changes a skill group."""
    for member in group.members:
        if member.agent not in floor.agents:
            agent = Agent(id=member.agent, since=now, idle_since=now)
            floor.agents[member.agent] = agent
            floor.touched_agents.add(agent)
    floor.groups[group.id] = group
    for queue in floor.queues.values():
        if _uses(queue, group.id):
            rebuild(floor, queue, now)


def remove_group(floor: Floor, group: SkillGroupId) -> None:
    """Forgets a skill group that no queue needs."""
    if group not in floor.groups:
        raise SkillGroupNotFound(group=group)
    users = [queue.config.name for queue in floor.queues.values() if _uses(queue, group)]
    if users:
        raise SkillGroupInUse(group=group, queues=", ".join(users))
    del floor.groups[group]


def put_queue(floor: Floor, config: QueueConfig, now: datetime) -> None:
    """Makes or changes a queue."""
    queue = floor.queues.get(config.id)
    if queue is None:
        queue = floor.queues[config.id] = Queue(config)
        lane_of(floor, queue, None)
    else:
        queue.config = config
        rebuild(floor, queue, now)


def remove_queue(floor: Floor, queue_id: QueueId, now: datetime) -> None:
    """Closes a queue: who waits in it overflows, who talks goes on talking."""
    queue = queue_of(floor, queue_id)
    for item in list(floor.items.values()):
        if item.queue is queue and item.state in (ItemState.WAITING, ItemState.OFFERED):
            end_unserved(floor, item, QUEUE_CLOSED, now)
    for lane in queue.lanes.values():
        drop_lane(lane)
    queue.lanes.clear()
    del floor.queues[queue_id]


def _uses(queue: Queue, group: SkillGroupId) -> bool:
    return any(one.group == group for lane in queue.lanes for one in lane)
