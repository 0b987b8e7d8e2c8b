"""Saved reports on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from lingting.reporting.reports.asks import Compare
from lingting.reporting.reports.schemas import DimensionName, GrainName

PeriodName = Literal["today", "yesterday", "week", "lastWeek", "month", "lastMonth"]
ScheduleStateName = Literal["active", "paused", "stopped"]
MailingStateName = Literal["sending", "sent", "partly", "failed"]
ChartName = Literal["line", "bar", "stacked", "none"]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Ids = Annotated[list[UUID], Field(max_length=100)]


class DefinitionModel(BaseModel):
    """What is asked of which report. Days are named (`period`), or fixed (`first` and `last`)."""

    model_config = ConfigDict(extra="forbid")

    report: str = Field(max_length=60)
    period: PeriodName | None = None
    first: date | None = None
    last: date | None = None
    grain: GrainName | None = None
    by: list[DimensionName] = Field(default=[], max_length=6)
    queue: Ids = []
    agent: Ids = []
    flow: Ids = []
    metrics: list[str] = Field(default=[], max_length=60)
    compare: Compare | None = None
    chart: ChartName | None = None

    @model_validator(mode="after")
    def _one_way_of_days(self) -> Self:
        fixed = self.first is not None and self.last is not None
        if fixed is (self.period is not None) or (self.first is None) is not (self.last is None):
            raise ValueError("either a named period or a first and a last day")
        return self


class SavedReportIn(BaseModel):
    """A report to keep."""

    name: Name
    shared: bool = False
    definition: DefinitionModel


class SavedReportChange(BaseModel):
    """What is to change; what is left out stays."""

    name: Name | None = None
    shared: bool | None = None
    definition: DefinitionModel | None = None


class MailedOut(BaseModel):
    """When a report goes out by mail, and what became of the newest one."""

    state: ScheduleStateName
    next_due_at: datetime | None
    last: MailingStateName | None


class SavedReportOut(BaseModel):
    """A saved report; `mine` may be changed by its reader, `own` is his."""

    id: UUID
    name: str
    shared: bool
    owner: str | None
    """Missing when its owner is no longer there."""
    mine: bool
    own: bool
    mailed: MailedOut | None = None
    """Who may change it sees whether it is mailed."""
    definition: DefinitionModel
    changed_at: datetime


class SavedReportsOut(BaseModel):
    """All that a person may see."""

    items: list[SavedReportOut]
