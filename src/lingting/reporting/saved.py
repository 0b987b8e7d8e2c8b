"""Use cases of saved reports (自定义报表): one's own, or shared with the company."""

from typing import Any
from uuid import UUID

from lingting.identity.events import UserRemoved
from lingting.kernel.ids import TenantId, new_id
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.reporting import saved_store as store
from lingting.reporting.domain.asking import fit_by, fit_columns
from lingting.reporting.domain.catalogue import REPORTS
from lingting.reporting.errors import ReportUnknown, SavedReportNotYours, SavedReportUnknown
from lingting.reporting.mailing import store as mails
from lingting.reporting.mailing.schedules import Schedules
from lingting.reporting.reader import CHIEF
from lingting.reporting.saved_schemas import (
    DefinitionModel,
    MailedOut,
    SavedReportChange,
    SavedReportIn,
    SavedReportOut,
)


class SavedReports:
    """Keeps reports under names."""

    def __init__(self, kit: Kit, trail: Trail, schedules: Schedules) -> None:
        self._kit = kit
        self._trail = trail
        self._schedules = schedules
        kit.bus.subscribe_many(UserRemoved, self._forget)

    async def visible(self, who: Principal) -> list[SavedReportOut]:
        """One's own reports and those of the company."""
        async with self._kit.db.transaction(who.tenant) as tx:
            found = [_out(one, who) for one in await store.visible(tx, who.user)]
            return await _with_mails(tx, found)

    async def read(self, who: Principal, report: UUID) -> SavedReportOut:
        """Raises SavedReportUnknown."""
        async with self._kit.db.transaction(who.tenant) as tx:
            found = await store.one(tx, who.user, report)
            if found is None:
                raise SavedReportUnknown()
            return (await _with_mails(tx, [_out(found, who)]))[0]

    async def save(self, who: Principal, wanted: SavedReportIn) -> SavedReportOut:
        """Raises ReportUnknown or ReportAskUnfit."""
        definition = _fit(wanted.definition)
        async with self._kit.db.transaction(who.tenant) as tx:
            report = new_id(tx.now)
            await store.add(tx, report, who.user, wanted.name, definition, shared=wanted.shared)
            details = {"name": wanted.name, "shared": wanted.shared}
            await self._trail.record(tx, who, "saved_report.create", _target(report), details)
        return await self.read(who, report)

    async def change(
        self, who: Principal, report: UUID, wanted: SavedReportChange
    ) -> SavedReportOut:
        """Raises SavedReportUnknown, SavedReportNotYours, ReportUnknown or ReportAskUnfit."""
        values: dict[str, Any] = wanted.model_dump(
            include={"name", "shared"}, exclude_unset=True, exclude_none=True
        )
        details = dict(values)
        if wanted.definition is not None:
            values["definition"] = _fit(wanted.definition)
            details["report"] = wanted.definition.report
        await self._own(who, report)
        async with self._kit.db.transaction(who.tenant) as tx:
            await store.change(tx, report, values)
            await self._trail.record(tx, who, "saved_report.update", _target(report), details)
        return await self.read(who, report)

    async def remove(self, who: Principal, report: UUID) -> None:
        """Raises SavedReportUnknown or SavedReportNotYours."""
        found = await self._own(who, report)
        async with self._kit.db.transaction(who.tenant) as tx:
            await store.remove(tx, report)
            details = {"name": found.name}
            await self._trail.record(tx, who, "saved_report.delete", _target(report), details)

    async def _own(self, who: Principal, report: UUID) -> SavedReportOut:
        found = await self.read(who, report)
        if not found.mine:
            raise SavedReportNotYours()
        return found

    async def _forget(self, tenant: TenantId, events: list[UserRemoved]) -> None:
        gone = [one.user for one in events]
        async with self._kit.db.transaction(tenant) as tx:
            await store.forget_private(tx, gone)
            await self._schedules.leave(tx, gone)


def _fit(definition: DefinitionModel) -> dict[str, Any]:
    """What is kept of a question that the report can answer."""
    report = REPORTS.get(definition.report)
    if report is None:
        raise ReportUnknown()
    fit_by(report, definition.by)
    fit_columns(report, definition.metrics)
    return definition.model_dump(mode="json", exclude_defaults=True)


def _target(report: UUID) -> str:
    return f"saved_report:{report}"


async def _with_mails(tx: Transaction, found: list[SavedReportOut]) -> list[SavedReportOut]:
    """Who may change a report sees whether and when it is mailed."""
    mine = [one.id for one in found if one.mine]
    schedules, last = await mails.schedules(tx, mine), await mails.newest(tx, mine)
    for one in found:
        if (schedule := schedules.get(one.id)) is not None:
            state = last.get(one.id)
            one.mailed = MailedOut(
                state=schedule.state.value,
                next_due_at=schedule.next_due_at,
                last=state.value if state else None,
            )
    return found


def _out(found: store.SavedReport, who: Principal) -> SavedReportOut:
    return SavedReportOut(
        id=found.id,
        name=found.name,
        shared=found.shared,
        owner=found.owner_name,
        own=found.owner == who.user,
        mine=found.owner == who.user or (found.shared and who.may(CHIEF)),
        definition=DefinitionModel.model_validate(found.definition),
        changed_at=found.changed_at,
    )
