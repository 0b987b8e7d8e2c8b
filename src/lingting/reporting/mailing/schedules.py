"""Use cases of schedules: set, pause, resume, remove, send now; and the stored timer of each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from lingting.identity.api import Identity
from lingting.kernel.errors import Forbidden
from lingting.kernel.ids import TenantId, UserId, new_id
from lingting.mail.api import Mail
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.kit import Kit
from lingting.platform.timers import Timer
from lingting.platform.trail import Trail
from lingting.reporting.domain.mailing import (
    TRANSITIONS,
    MailingState,
    ScheduleState,
    StopReason,
    Wish,
    days_of,
    next_due,
)
from lingting.reporting.domain.settings import MAIL_OUTSIDE
from lingting.reporting.errors import (
    MailingUnderWay,
    OutsideNotAllowed,
    RecipientsNeeded,
    RecipientUnknown,
    SavedReportNotYours,
    SavedReportUnknown,
    ScheduleUnknown,
)
from lingting.reporting.mailing import store
from lingting.reporting.mailing.records import Mailing, Schedule, Wanted
from lingting.reporting.mailing.schemas import (
    MailingOut,
    RecipientOut,
    RecipientsOut,
    ScheduleOut,
    SchedulingOut,
)
from lingting.reporting.reader import CHIEF
from lingting.reporting.saved_store import SavedReport
from lingting.reporting.saved_store import one as saved_report
from lingting.tenancy.api import Tenancy

DUE = "reporting.mail"
JOB = "reporting.mail"
SHOWN = 50
EXPORT = "reports.export"


class Schedules:
    """Keeps when reports are mailed; the worker sends them."""

    def __init__(
        self, kit: Kit, trail: Trail, companies: Tenancy, people: Identity, mail: Mail
    ) -> None:
        self._kit = kit
        self._trail = trail
        self._companies = companies
        self._people = people
        self._mail = mail
        kit.timers.on(DUE, self._due)

    async def recipients(self, who: Principal) -> RecipientsOut:
        """Whom reports may be mailed to."""
        company = await self._companies.by_id(who.tenant)
        async with self._kit.db.transaction(who.tenant) as tx:
            users = [user for user in await self._people.users(tx) if user.active]
            outside = await self._companies.get(tx, MAIL_OUTSIDE)
            mail = await self._mail.is_set(tx)
        return RecipientsOut(
            people=[RecipientOut(id=one.id, name=one.name, email=one.email) for one in users],
            outside=outside,
            mail=mail,
            time_zone=company.time_zone,
        )

    async def read(self, who: Principal, report: UUID) -> SchedulingOut:
        """The schedule and what became of it. Raises SavedReportUnknown, SavedReportNotYours."""
        company = await self._companies.by_id(who.tenant)
        async with self._kit.db.transaction(who.tenant) as tx:
            await _report(tx, who, report, chief=True)
            found = await store.schedule(tx, report)
            past = await store.mailings(tx, report, SHOWN)
            letters = await store.letters(tx, [one.id for one in past])
            names = await self._people.names(tx)
        return SchedulingOut(
            schedule=ScheduleOut.of(found, company.time_zone) if found else None,
            mailings=[
                MailingOut.of(one, letters.get(one.id, []), names.get(one.by) if one.by else None)
                for one in past
            ],
        )

    async def set(self, who: Principal, report: UUID, wanted: Wanted) -> SchedulingOut:
        """Only the owner: mails show what he may see, and he answers for whom they go to.

        Raises SavedReportNotYours, RecipientsNeeded, RecipientUnknown or OutsideNotAllowed.
        """
        async with self._kit.db.transaction(who.tenant) as tx:
            saved = await _report(tx, who, report)
            await self._fit(tx, wanted)
            before = await store.schedule(tx, report, lock=True)
            state = before.state if before else ScheduleState.ACTIVE
            made = Schedule(
                report=report,
                owner=who.user,
                wanted=wanted,
                state=TRANSITIONS[state][Wish.SET],
                stop_reason=None,
                next_due_at=None,
            )
            await self._planned(tx, made)
            details = {"name": saved.name, "recipients": await self._addresses(tx, wanted)}
            await self._trail.record(tx, who, "report_schedule.set", _target(report), details)
        return await self.read(who, report)

    async def pause(self, who: Principal, report: UUID) -> SchedulingOut:
        """The owner, or who may change everything of the company."""
        return await self._wish(who, report, Wish.PAUSE, chief=True)

    async def resume(self, who: Principal, report: UUID) -> SchedulingOut:
        """Goes on with the next due time; what was missed meanwhile is not sent."""
        return await self._wish(who, report, Wish.RESUME)

    async def remove(self, who: Principal, report: UUID) -> None:
        """Takes the schedule and its history away."""
        async with self._kit.db.transaction(who.tenant) as tx:
            saved = await _report(tx, who, report, chief=True)
            await store.remove(tx, report)
            await tx.cancel_timer(DUE, report)
            details = {"name": saved.name}
            await self._trail.record(tx, who, "report_schedule.remove", _target(report), details)

    async def send_now(self, who: Principal, report: UUID) -> SchedulingOut:
        """Sends it once, beside its due times. Raises MailingUnderWay."""
        async with self._kit.db.transaction(who.tenant) as tx:
            saved = await _report(tx, who, report)
            schedule = await self._locked(tx, report)
            if await store.mailings(tx, report, 1, MailingState.SENDING):
                raise MailingUnderWay()
            await self._begin(tx, schedule, tx.now, by=who.user)
            details = {"name": saved.name}
            await self._trail.record(tx, who, "report_schedule.send", _target(report), details)
        return await self.read(who, report)

    async def stop(self, tx: Transaction, schedule: Schedule, reason: StopReason) -> None:
        """The product stops it; the owner, or his successor, sees why."""
        state = TRANSITIONS[schedule.state][Wish.STOP]
        await store.keep(tx, replace(schedule, state=state, stop_reason=reason, next_due_at=None))
        await tx.cancel_timer(DUE, schedule.report)
        details = {"reason": reason.value}
        target = _target(schedule.report)
        await self._trail.record(tx, None, "report_schedule.stop", target, details)

    async def watch(self, tenant: TenantId) -> None:
        """A clock that was ahead set due times that are too far away; one that was missed stays,
        and is made up for."""
        async with self._kit.db.transaction(tenant) as tx:
            zone = await self._zone(tx)
            for one in await store.active(tx):
                due = next_due(one.wanted.plan, tx.now, zone)
                if one.next_due_at is not None and one.next_due_at > due:
                    await self._planned(tx, one)

    async def leave(self, tx: Transaction, owners: Sequence[UserId]) -> None:
        """What removed people shared stays, and is mailed no more."""
        for one in await store.owned(tx, owners):
            await self.stop(tx, one, StopReason.OWNER_GONE)

    async def _wish(
        self, who: Principal, report: UUID, wish: Wish, *, chief: bool = False
    ) -> SchedulingOut:
        async with self._kit.db.transaction(who.tenant) as tx:
            saved = await _report(tx, who, report, chief=chief)
            schedule = await self._locked(tx, report)
            state = TRANSITIONS[schedule.state][wish]
            if state is ScheduleState.ACTIVE:
                await self._fit(tx, schedule.wanted)
            reason = schedule.stop_reason if state is ScheduleState.STOPPED else None
            await self._planned(tx, replace(schedule, state=state, stop_reason=reason))
            action = f"report_schedule.{wish.value}"
            await self._trail.record(tx, who, action, _target(report), {"name": saved.name})
        return await self.read(who, report)

    async def _planned(self, tx: Transaction, one: Schedule) -> None:
        """Stores a schedule with its next due time and timer."""
        if one.state is not ScheduleState.ACTIVE:
            await store.keep(tx, replace(one, next_due_at=None))
            await tx.cancel_timer(DUE, one.report)
            return
        due = next_due(one.wanted.plan, tx.now, await self._zone(tx))
        await store.keep(tx, replace(one, next_due_at=due))
        await tx.set_timer(DUE, one.report, due)

    async def _due(self, tx: Transaction, timer: Timer) -> None:
        schedule = await store.schedule(tx, UUID(timer.key), lock=True)
        if schedule is None or schedule.state is not ScheduleState.ACTIVE:
            return
        await self._begin(tx, schedule, timer.due, by=None)
        await self._planned(tx, schedule)

    async def _begin(
        self, tx: Transaction, schedule: Schedule, due: datetime, by: UserId | None
    ) -> None:
        today = due.astimezone(await self._zone(tx)).date()
        first, last = days_of(schedule.wanted.reported, today)
        made = Mailing(
            id=new_id(tx.now),
            report=schedule.report,
            due_at=due,
            by=by,
            first=first,
            last=last,
            state=MailingState.SENDING,
            attempts=0,
            next_try_at=tx.now,
            reason=None,
            told=None,
            ended_at=None,
        )
        if await store.begin(tx, made):
            tx.defer(JOB, mailing=str(made.id), attempt=1)

    async def _fit(self, tx: Transaction, wanted: Wanted) -> None:
        if not wanted.people and not wanted.addresses:
            raise RecipientsNeeded(field="people")
        reachable = {one.id for one in await self._people.users(tx) if one.active and one.email}
        if not reachable.issuperset(wanted.people):
            raise RecipientUnknown(field="people")
        if wanted.addresses and not await self._companies.get(tx, MAIL_OUTSIDE):
            raise OutsideNotAllowed(field="addresses")

    async def _addresses(self, tx: Transaction, wanted: Wanted) -> list[str]:
        known = {one.id: one.email for one in await self._people.users(tx)}
        return [*(known[user] for user in wanted.people), *wanted.addresses]

    async def _locked(self, tx: Transaction, report: UUID) -> Schedule:
        found = await store.schedule(tx, report, lock=True)
        if found is None:
            raise ScheduleUnknown()
        return found

    async def _zone(self, tx: Transaction) -> ZoneInfo:
        return ZoneInfo((await self._companies.by_id(tx.tenant)).time_zone)


async def _report(
    tx: Transaction, who: Principal, report: UUID, *, chief: bool = False
) -> SavedReport:
    """The report, which must be one's own, or anybody's that a chief may see."""
    found = await saved_report(tx, who.user, report)
    if found is None:
        raise SavedReportUnknown()
    if found.owner != who.user and not (chief and who.may(CHIEF)):
        raise SavedReportNotYours()
    if not who.may(EXPORT):
        raise Forbidden()
    return found


def _target(report: UUID) -> str:
    return f"saved_report:{report}"
