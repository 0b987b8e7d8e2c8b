"""Skill groups and queues as a company configures them; values, checked when they are made."""

from collections.abc import Set
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import pairwise
from typing import TypeAlias

from lingting.acd.domain.errors import QueueUnfit, SkillGroupUnfit
from lingting.kernel.ids import AgentId, QueueId, SkillGroupId

LEVELS = range(1, 11)
PRIORITIES = range(0, 10)


class Strategy(Enum):
    """How one of several ready agents is chosen."""

    LONGEST_IDLE = "longest_idle"
    LEAST_TIME_USED = "least_time_used"
    FEWEST_CALLS = "fewest_calls"
    SEQUENTIAL = "sequential"
    ROUND_ROBIN = "round_robin"
    PRIORITY_IN_GROUP = "priority_in_group"
    RANDOM = "random"


class AfterRejection(Enum):
    """What becomes of an agent who rejects an offer."""

    BUSY = "busy"
    STAY = "stay"
    """He stays idle, but this item is not offered to him again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An agent in a skill group: how able (10 is best), how early in line (1 is first)."""

    agent: AgentId
    level: int = 5
    priority: int = 1

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            raise SkillGroupUnfit(field="members", level=self.level)
        if self.priority < 1:
            raise SkillGroupUnfit(field="members", priority=self.priority)


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillGroup:
    """Agents with a skill; the order of `members` is the order of the sequential strategy.

    `music` is the queue ringtone; what is played before it is a node of the flow.
    """

    id: SkillGroupId
    name: str
    members: tuple[Member, ...] = ()
    music: str | None = None

    def __post_init__(self) -> None:
        if len({member.agent for member in self.members}) != len(self.members):
            raise SkillGroupUnfit(field="members", twice=True)

    def without(self, gone: Set[AgentId]) -> tuple[Member, ...]:
        """The members but for these."""
        return tuple(one for one in self.members if one.agent not in gone)

    def with_member(self, agent: AgentId, level: int | None) -> tuple[Member, ...]:
        """The members with `agent` at this level, a new one last; None: without him."""
        if level is None:
            return self.without({agent})
        if any(one.agent == agent for one in self.members):
            return tuple(
                replace(one, level=level) if one.agent == agent else one for one in self.members
            )
        return (*self.members, Member(agent=agent, level=level))


@dataclass(frozen=True, slots=True)
class Requirement:
    """An agent must be in `group` with at least `min_level`."""

    group: SkillGroupId
    min_level: int = 1


Requirements: TypeAlias = tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Relaxation:
    """Once an item has waited `after_seconds`, `min_level` suffices in every required group."""

    after_seconds: int
    min_level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcements:
    """What a waiting caller is told, and how often."""

    first_after_seconds: int = 15
    every_seconds: int = 30
    position: bool = True
    estimated_wait: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueConfig:
    """A queue: who may serve it, in which order items and agents are taken, and its limits."""

    id: QueueId
    name: str
    requirements: Requirements
    relaxations: tuple[Relaxation, ...] = ()
    strategy: Strategy = Strategy.LONGEST_IDLE
    priority: int = 4
    seconds_per_point: int | None = 60
    """Waiting that weighs as much as one point of priority; None: priority is absolute."""
    ring_seconds: int = 20
    wrap_up_seconds: int = 30
    max_wait_seconds: int | None = None
    max_length: int | None = None
    preferred_seconds: int = 30
    """How long an item waits for the agent of last time, when he is busy."""
    after_rejection: AfterRejection = AfterRejection.BUSY
    service_target_seconds: int = 20
    music: str | None = None
    announcements: Announcements = field(default_factory=Announcements)
    enabled: bool = True

    def __post_init__(self) -> None:
        checks = {
            "name": bool(self.name.strip()),
            "requirements": bool(self.requirements)
            and len({one.group for one in self.requirements}) == len(self.requirements)
            and all(one.min_level in LEVELS for one in self.requirements),
            "relaxations": self._relaxations_fit(),
            "priority": self.priority in PRIORITIES,
            "seconds_per_point": self.seconds_per_point is None
            or 1 <= self.seconds_per_point <= 86_400,
            "ring_seconds": 1 <= self.ring_seconds <= 600,
            "wrap_up_seconds": 0 <= self.wrap_up_seconds <= 3_600,
            "max_wait_seconds": self.max_wait_seconds is None or self.max_wait_seconds >= 1,
            "max_length": self.max_length is None or self.max_length >= 0,
            "preferred_seconds": 0 <= self.preferred_seconds <= 3_600,
            "service_target_seconds": self.service_target_seconds >= 0,
        }
        for place, fits in checks.items():
            if not fits:
                raise QueueUnfit(field=place)

    def _relaxations_fit(self) -> bool:
        """They come later one after another and never ask for more than before."""
        afters = [one.after_seconds for one in self.relaxations]
        levels = [one.min_level for one in self.relaxations]
        return (
            all(after > 0 for after in afters)
            and all(a < b for a, b in pairwise(afters))
            and all(a >= b for a, b in pairwise(levels))
            and all(level in LEVELS for level in levels)
        )


def step_at(relaxations: tuple[Relaxation, ...], waited_seconds: float) -> int:
    """How many relaxations are in force after so much waiting."""
    return sum(waited_seconds >= one.after_seconds for one in relaxations)


def levels_at(
    requirements: Requirements, relaxations: tuple[Relaxation, ...], step: int
) -> Requirements:
    """The requirements once the first `step` relaxations are in force."""
    if step == 0:
        return requirements
    ceiling = relaxations[step - 1].min_level
    return tuple(Requirement(one.group, min(one.min_level, ceiling)) for one in requirements)
