"""Wire models of the operator's view."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from lingting.operations import catalogue
from lingting.operations.domain import Alarm, CheckedGroup, CheckRun, Finding
from lingting.operations.service import Overview

VerdictWord = Literal["good", "warn", "bad", "skipped"]


class BilingualOut(BaseModel):
    """A text in both languages."""

    model_config = ConfigDict(populate_by_name=True)

    zh: str = Field(alias="zh-CN")
    en: str

    @classmethod
    def of(cls, words: catalogue.Words) -> "BilingualOut":
        return cls.model_validate(words)


class FindingOut(BaseModel):
    """What a check found, and what to do about it."""

    check: str
    verdict: VerdictWord
    title: BilingualOut
    found: BilingualOut
    advice: BilingualOut | None

    @classmethod
    def of(cls, one: Finding) -> "FindingOut":
        advice = catalogue.advice(one)
        return cls(
            check=one.check,
            verdict=catalogue.verdict(one).value,
            title=BilingualOut.of(catalogue.title(one)),
            found=BilingualOut.of(catalogue.found(one)),
            advice=None if advice is None else BilingualOut.of(advice),
        )


class CheckedGroupOut(BaseModel):
    """A group of checks that is done."""

    name: str
    title: BilingualOut
    findings: list[FindingOut]

    @classmethod
    def of(cls, group: CheckedGroup) -> "CheckedGroupOut":
        return cls(
            name=group.name,
            title=BilingualOut.of(catalogue.group_words(group.name)),
            findings=[FindingOut.of(one) for one in group.findings],
        )


class CheckRunOut(BaseModel):
    """A run of the checks; those that are done so far."""

    at: datetime
    seconds: float
    finished: bool
    planned: int
    groups: list[CheckedGroupOut]

    @classmethod
    def of(cls, run: CheckRun) -> "CheckRunOut":
        return cls(
            at=run.at,
            seconds=run.seconds,
            finished=run.finished,
            planned=run.planned,
            groups=[CheckedGroupOut.of(group) for group in run.groups],
        )


class LastChecksOut(BaseModel):
    """The run that is under way or the last one; null when there was never one."""

    run: CheckRunOut | None


class PartOut(BaseModel):
    """A process that `up` watches."""

    name: str
    state: Literal["running", "starting", "away", "silent", "unheard"]
    since: datetime
    restarts: int
    last_end: datetime | None


class LineOut(BaseModel):
    """A carrier's line; `reachable` null: Asterisk has not asked it yet."""

    name: str
    address: str
    reachable: bool | None
    round_trip_ms: float | None
    registration: str | None
    calls: int


class SwitchOut(BaseModel):
    """Asterisk as it is now."""

    version: str
    started_at: datetime
    channels: int
    phones: int
    lines: list[LineOut]


class DatabaseOut(BaseModel):
    """PostgreSQL as it is now."""

    version: str
    started_at: datetime
    size: int
    sessions: int
    most_sessions: int


class JobsOut(BaseModel):
    """The worker's queue."""

    waiting: int
    running: int
    failed: int
    oldest_due_at: datetime | None


class BackupOut(BaseModel):
    """The last backup."""

    at: datetime
    file: str
    size: int


class DiskOut(BaseModel):
    """The disk that has the least room for the installation."""

    place: str
    total: int
    free: int


class BuildsOut(BaseModel):
    """What runs here."""

    lingting: str
    python: str
    client_built_at: datetime | None


class AlarmOut(BaseModel):
    """Something that somebody must see to; it goes when its cause goes."""

    since: datetime
    finding: FindingOut

    @classmethod
    def of(cls, one: Alarm) -> "AlarmOut":
        return cls(since=one.since, finding=FindingOut.of(one.finding))


class OverviewOut(BaseModel):
    """All parts; null for one that does not answer."""

    model_config = ConfigDict(from_attributes=True)

    alarms: list[AlarmOut]
    versions: BuildsOut
    parts: list[PartOut]
    disk: DiskOut
    backup: BackupOut | None
    switch: SwitchOut | None
    switch_connected: bool
    database: DatabaseOut | None
    jobs: JobsOut | None

    @classmethod
    def of(cls, one: Overview) -> "OverviewOut":
        plain = {name: getattr(one, name) for name in cls.model_fields}
        alarms = [AlarmOut.of(alarm) for alarm in one.alarms]
        return cls.model_validate({**plain, "alarms": alarms}, from_attributes=True)


class FailedJobOut(BaseModel):
    """A job that gave up; what it was about stays in the database."""

    id: int
    name: str
    attempts: int
    at: datetime | None


class RetryIn(BaseModel):
    """Which job; null for all that failed."""

    job: int | None = None


class RetriedOut(BaseModel):
    """How many jobs run again."""

    count: int


class BanOut(BaseModel):
    """An address that is refused at SIP; its end is not shown."""

    id: UUID
    address: str
    until: datetime
    number: int
    wrong_secrets: int
    no_answers: int
