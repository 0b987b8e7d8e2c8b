"""Schedules of saved reports on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from lingting.kernel.ids import UserId
from lingting.mail.api import fit_address
from lingting.platform.http.messages import Language
from lingting.reporting.domain.mailing import Plan, Reported, Rhythm
from lingting.reporting.mailing.records import Letter, Mailing, Schedule, Wanted
from lingting.reporting.saved_schemas import MailingStateName, ScheduleStateName

RhythmName = Literal["daily", "weekly", "monthly"]
ReportedName = Literal["yesterday", "lastWeek", "lastMonth"]
AttachName = Literal["xlsx", "csv", "none"]
Address = Annotated[str, Field(max_length=320)]
MOST_RECIPIENTS = 50


class ScheduleIn(BaseModel):
    """When a report is mailed, for which days, to whom and how."""

    model_config = ConfigDict(extra="forbid")

    rhythm: RhythmName
    hour: int = Field(ge=0, le=23)
    """Of the company's clock."""
    weekday: int = Field(default=1, ge=1, le=7)
    """1 is Monday; of weekly ones."""
    day: int = Field(default=1, ge=1, le=31)
    """Of monthly ones; a shorter month takes its last day."""
    reported: ReportedName
    people: list[UUID] = Field(default=[], max_length=MOST_RECIPIENTS)
    addresses: list[Address] = Field(default=[], max_length=MOST_RECIPIENTS)
    attach: AttachName = "xlsx"
    language: Language = "zh-CN"

    def wanted(self) -> Wanted:
        """Raises AddressUnfit."""
        plan = Plan(rhythm=Rhythm(self.rhythm), hour=self.hour, weekday=self.weekday, day=self.day)
        written = [fit_address(one, "addresses") for one in self.addresses]
        return Wanted(
            plan=plan,
            reported=Reported(self.reported),
            people=tuple(UserId(one) for one in dict.fromkeys(self.people)),
            addresses=tuple({one.lower(): one for one in written}.values()),
            attach=self.attach,
            language=self.language,
        )


class ScheduleOut(BaseModel):
    """A schedule as it stands."""

    rhythm: RhythmName
    hour: int
    weekday: int
    day: int
    reported: ReportedName
    people: list[UUID]
    addresses: list[str]
    attach: AttachName
    language: Language
    state: ScheduleStateName
    stop_reason: Literal["owner_gone", "owner_inactive", "not_permitted", "report_unfit"] | None
    next_due_at: datetime | None
    time_zone: str

    @classmethod
    def of(cls, one: Schedule, zone: str) -> "ScheduleOut":
        wanted, plan = one.wanted, one.wanted.plan
        return cls.model_validate(
            {
                "rhythm": plan.rhythm.value,
                "hour": plan.hour,
                "weekday": plan.weekday,
                "day": plan.day,
                "reported": wanted.reported.value,
                "people": wanted.people,
                "addresses": wanted.addresses,
                "attach": wanted.attach,
                "language": wanted.language,
                "state": one.state.value,
                "stop_reason": one.stop_reason.value if one.stop_reason else None,
                "next_due_at": one.next_due_at,
                "time_zone": zone,
            }
        )


class LetterOut(BaseModel):
    """One recipient; `reason` is a `HindranceOut.why` or our own, `told` the server's answer."""

    model_config = ConfigDict(from_attributes=True)

    address: str
    name: str | None
    state: Literal["waiting", "sent", "failed"]
    reason: str | None
    told: str | None
    sent_at: datetime | None


class MailingOut(BaseModel):
    """One due time and what became of it; `by` names who sent it by hand."""

    id: UUID
    due_at: datetime
    by: str | None
    first: date
    last: date
    state: MailingStateName
    attempts: int
    next_try_at: datetime | None
    reason: str | None
    told: str | None
    ended_at: datetime | None
    letters: list[LetterOut]

    @classmethod
    def of(cls, one: Mailing, letters: list[Letter], by: str | None) -> "MailingOut":
        return cls.model_validate(
            {
                **{name: getattr(one, name) for name in Mailing.__slots__},
                "state": one.state.value,
                "by": by,
                "letters": [
                    {
                        **{name: getattr(letter, name) for name in Letter.__slots__},
                        "state": letter.state.value,
                    }
                    for letter in letters
                ],
            }
        )


class SchedulingOut(BaseModel):
    """Everything about a report's mails; `schedule` is missing until somebody sets one."""

    schedule: ScheduleOut | None
    mailings: list[MailingOut]


class RecipientOut(BaseModel):
    """A person that reports can be mailed to; without an address not yet."""

    id: UUID
    name: str
    email: str


class RecipientsOut(BaseModel):
    """Who may be chosen, and whether mail goes out at all."""

    people: list[RecipientOut]
    outside: bool
    """Whether other addresses may be typed."""
    mail: bool
    """Whether a mail server is set."""
    time_zone: str
