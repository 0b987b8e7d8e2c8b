"""Who may serve a lane and who of them is ready: indexes that follow each change of an agent."""

from bisect import bisect_left
from collections.abc import Callable, Mapping

from lingting.acd.domain.floor import Agent, Floor, Item, Lane, Queue, Seat, Status, status_of
from lingting.acd.domain.order import Key, Line
from lingting.acd.domain.queues import Requirements, SkillGroup, Strategy, levels_at
from lingting.kernel.ids import AgentId, SkillGroupId

_KEYS: dict[Strategy, Callable[[Agent, Seat], Key]] = {
    Strategy.LONGEST_IDLE: lambda agent, seat: (agent.idle_since, agent.rank, agent),
    Strategy.LEAST_TIME_USED: lambda agent, seat: (
        agent.handled_seconds,
        agent.idle_since,
        agent.rank,
        agent,
    ),
    Strategy.FEWEST_CALLS: lambda agent, seat: (
        agent.calls,
        agent.idle_since,
        agent.rank,
        agent,
    ),
    Strategy.PRIORITY_IN_GROUP: lambda agent, seat: (
        seat.priority,
        agent.idle_since,
        agent.rank,
        agent,
    ),
    Strategy.SEQUENTIAL: lambda agent, seat: (seat.position, agent.rank, agent),
    Strategy.ROUND_ROBIN: lambda agent, seat: (seat.position, agent.rank, agent),
    Strategy.RANDOM: lambda agent, seat: (seat.position, agent.rank, agent),
}


def agent_key(strategy: Strategy, agent: Agent, seat: Seat) -> Key:
    """What the strategy compares; the smaller key is chosen. It is constant while he is ready."""
    return _KEYS[strategy](agent, seat)


def build_lane(floor: Floor, queue: Queue, requirements: Requirements) -> Lane:
    """A lane with all of its members seated, and the ready ones in their lines."""
    steps = len(queue.config.relaxations) + 1
    lane = Lane(
        queue=queue,
        requirements=requirements,
        members={},
        ready=[Line() for _ in range(steps)],
        waiting=[Line() for _ in range(steps)],
    )
    for agent_id, step, priority, position in _qualified(floor.groups, queue, requirements):
        agent = floor.agents[agent_id]
        seat = Seat(lane, step, priority, position)
        lane.members[agent] = seat
        agent.seats.append(seat)
        lane.counts[agent.status] += 1
        if agent.status is Status.READY:
            _enter(agent, seat)
    return lane


def drop_lane(lane: Lane) -> None:
    """Forgets a lane: nobody sits in it any more."""
    lines = {id(line) for line in lane.ready}
    for agent in lane.members:
        agent.seats = [seat for seat in agent.seats if seat.lane is not lane]
        agent.entries = [entry for entry in agent.entries if id(entry[0]) not in lines]


def lane_of(floor: Floor, queue: Queue, requirements: Requirements | None) -> Lane:
    """The queue's lane for these requirements, made when an item needs it first."""
    wanted = queue.config.requirements if requirements is None else requirements
    lane = queue.lanes.get(wanted)
    if lane is None:
        lane = queue.lanes[wanted] = build_lane(floor, queue, wanted)
    return lane


def refresh(floor: Floor, agent: Agent) -> None:
    """Brings counts and ready lines up to the agent's present state."""
    floor.touched_agents.add(agent)
    old, new = agent.status, status_of(agent)
    if new is old:
        return
    agent.status = new
    for seat in agent.seats:
        counts = seat.lane.counts
        counts[old] -= 1
        counts[new] += 1
    if old is Status.READY:
        leave_lines(agent)
    elif new is Status.READY:
        enter_lines(agent)
        floor.free_agents.append(agent)


def enter_lines(agent: Agent) -> None:
    """A ready agent takes his places in the ready lines."""
    if agent.status is Status.READY:
        for seat in agent.seats:
            _enter(agent, seat)


def leave_lines(agent: Agent) -> None:
    """Takes the agent out of all ready lines."""
    for line, key in agent.entries:
        line.remove(key)
    agent.entries.clear()


def pick(floor: Floor, item: Item) -> tuple[Agent, Key] | None:
    """The ready agent whom the strategy chooses for the item; the best qualified step first."""
    lane = item.lane
    strategy = lane.queue.config.strategy
    for step in range(item.step + 1):
        keys = lane.ready[step].keys
        if item.refused_by:
            keys = [key for key in keys if key[-1].id not in item.refused_by]
        if not keys:
            continue
        at = 0
        if strategy is Strategy.RANDOM:
            at = floor.draw(len(keys))
        elif strategy is Strategy.ROUND_ROBIN:
            at = bisect_left(keys, lane.turn) % len(keys)
            lane.turn = (keys[at][0], keys[at][1] + 1)
        return keys[at][-1], keys[at]
    return None


def _enter(agent: Agent, seat: Seat) -> None:
    line = seat.lane.ready[seat.step]
    key = agent_key(seat.lane.queue.config.strategy, agent, seat)
    line.add(key)
    agent.entries.append((line, key))


def _qualified(
    groups: Mapping[SkillGroupId, SkillGroup], queue: Queue, requirements: Requirements
) -> list[tuple[AgentId, int, int, int]]:
    """`(agent, first step, priority, position)` of everybody who may ever serve these."""
    members = [
        {member.agent: member.level for member in groups[one.group].members}
        if one.group in groups
        else {}
        for one in requirements
    ]
    relaxations = queue.config.relaxations
    by_step = [levels_at(requirements, relaxations, n) for n in range(len(relaxations) + 1)]
    first = groups.get(requirements[0].group)
    found: list[tuple[AgentId, int, int, int]] = []
    for position, member in enumerate(first.members if first else ()):
        levels = [group.get(member.agent) for group in members]
        for step, wanted in enumerate(by_step):
            pairs = zip(levels, wanted, strict=True)
            if all(level is not None and level >= one.min_level for level, one in pairs):
                found.append((member.agent, step, member.priority, position))
                break
    return found
