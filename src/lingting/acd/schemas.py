"""Wire models of skill groups, queues and busy reasons."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from lingting.acd.domain.busy_reasons import BusyReason
from lingting.acd.domain.queues import (
    AfterRejection,
    Member,
    SkillGroup,
    Strategy,
)
from lingting.kernel.ids import AgentId, SkillGroupId


class MemberBody(BaseModel):
    """An agent in a skill group; the list's order is the order of the sequential strategy."""

    agent: UUID
    level: int = Field(5, ge=1, le=10, description="10 is best")
    priority: int = Field(1, ge=1, description="1 rings first")


class SkillGroupIn(BaseModel):
    """A skill group (技能组) as an administrator writes it."""

    name: str = Field(min_length=1, max_length=100)
    members: list[MemberBody] = []
    music: str | None = Field(None, description="Queue ringtone (排队铃声)")

    def group(self, group_id: SkillGroupId) -> SkillGroup:
        members = tuple(
            Member(agent=AgentId(one.agent), level=one.level, priority=one.priority)
            for one in self.members
        )
        return SkillGroup(
            id=group_id,
            name=self.name.strip(),
            members=members,
            music=self.music,
        )


class SkillGroupOut(BaseModel):
    """A skill group as it is."""

    id: UUID
    name: str
    members: list[MemberBody]
    music: str | None

    @classmethod
    def of(cls, group: SkillGroup) -> "SkillGroupOut":
        members = [
            MemberBody(agent=one.agent, level=one.level, priority=one.priority)
            for one in group.members
        ]
        return cls(
            id=group.id,
            name=group.name,
            members=members,
            music=group.music,
        )


MOST_RULES = 50
"""Each waiting caller takes them with him."""


class RequirementBody(BaseModel):
    """An agent must be in `group` with at least `min_level`."""

    group: UUID
    min_level: int = Field(1, ge=1, le=10)


class RelaxationBody(BaseModel):
    """After so much waiting a lower level suffices."""

    after_seconds: int = Field(ge=1)
    min_level: int = Field(ge=1, le=10)


class AnnouncementsBody(BaseModel):
    """What a waiting caller is told, and how often."""

    first_after_seconds: int = Field(15, ge=0)
    every_seconds: int = Field(30, ge=5)
    position: bool = True
    estimated_wait: bool = True

    @classmethod
    def usual(cls) -> "AnnouncementsBody":
        return cls.model_validate({})


class QueueIn(BaseModel):
    """A queue (队列) as an administrator writes it."""

    name: str = Field(min_length=1, max_length=100)
    requirements: list[RequirementBody] = Field(min_length=1, max_length=MOST_RULES)
    relaxations: list[RelaxationBody] = Field([], max_length=MOST_RULES)
    strategy: Strategy = Strategy.LONGEST_IDLE
    priority: int = Field(4, ge=0, le=9, description="9 is served first")
    seconds_per_point: int | None = Field(
        60, ge=1, le=86_400, description="Waiting worth one point of priority; null: none"
    )
    ring_seconds: int | None = Field(None, ge=1, le=600, description="null: the company's")
    wrap_up_seconds: int | None = Field(None, ge=0, le=3600, description="null: the company's")
    max_wait_seconds: int | None = Field(None, ge=1)
    max_length: int | None = Field(None, ge=0)
    preferred_seconds: int = Field(30, ge=0, le=3600)
    after_rejection: AfterRejection = AfterRejection.BUSY
    service_target_seconds: int = Field(20, ge=0)
    music: str | None = None
    announcements: AnnouncementsBody = Field(default_factory=AnnouncementsBody.usual)
    enabled: bool = True

    def settings(self) -> dict[str, Any]:
        return self.model_dump(mode="json", exclude={"name"})


class QueueOut(QueueIn):
    """A queue as it is."""

    id: UUID

    @classmethod
    def of_row(cls, queue: UUID, name: str, settings: Mapping[str, Any]) -> "QueueOut":
        return cls.model_validate({**settings, "id": queue, "name": name})


class BusyReasonIn(BaseModel):
    """A busy reason (置忙原因) as an administrator writes it."""

    zh: str = Field(min_length=1, max_length=40)
    en: str = Field(min_length=1, max_length=40)
    enabled: bool = True
    planned: bool = False


class BusyReasonOut(BusyReasonIn):
    """A busy reason as it is; agents cannot choose a `system` reason."""

    code: str
    system: bool

    @classmethod
    def of(cls, reason: BusyReason) -> "BusyReasonOut":
        return cls.model_validate(reason, from_attributes=True)
