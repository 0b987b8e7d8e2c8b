"""The SQL of schedules, due times and recipients."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import distinct_on, insert

from lingting.kernel.ids import UserId
from lingting.platform.db import Transaction
from lingting.reporting.domain.mailing import (
    LetterState,
    MailingState,
    Plan,
    Reported,
    Rhythm,
    ScheduleState,
    StopReason,
)
from lingting.reporting.mailing.records import Letter, Mailing, Schedule, Wanted
from lingting.reporting.tables import report_letters, report_mailings, report_schedules

KEPT = 200
"""As many due times of a report stay in its history."""


async def schedules(tx: Transaction, reports: Collection[UUID]) -> dict[UUID, Schedule]:
    """Those of these reports, by report."""
    query = sa.select(report_schedules).where(report_schedules.c.report.in_(reports))
    found = [_schedule(row) for row in (await tx.conn.execute(query)).mappings()]
    return {one.report: one for one in found}


async def schedule(tx: Transaction, report: UUID, *, lock: bool = False) -> Schedule | None:
    """The schedule of a report."""
    query = sa.select(report_schedules).where(report_schedules.c.report == report)
    query = query.with_for_update() if lock else query
    row = (await tx.conn.execute(query)).mappings().first()
    return _schedule(row) if row else None


async def keep(tx: Transaction, one: Schedule) -> None:
    """Stores a schedule in place of what was there."""
    wanted, plan = one.wanted, one.wanted.plan
    values = {
        "owner": one.owner,
        "rhythm": plan.rhythm.value,
        "hour": plan.hour,
        "weekday": plan.weekday,
        "day": plan.day,
        "reported": wanted.reported.value,
        "people": [str(user) for user in wanted.people],
        "addresses": list(wanted.addresses),
        "attach": wanted.attach,
        "language": wanted.language,
        "state": one.state.value,
        "stop_reason": one.stop_reason.value if one.stop_reason else None,
        "next_due_at": one.next_due_at,
    }
    row = insert(report_schedules).values(tenant_id=tx.tenant, report=one.report, **values)
    await tx.conn.execute(
        row.on_conflict_do_update(index_elements=["tenant_id", "report"], set_=values)
    )


async def remove(tx: Transaction, report: UUID) -> None:
    """Takes a schedule and its history away."""
    await tx.conn.execute(report_schedules.delete().where(report_schedules.c.report == report))


async def active(tx: Transaction) -> list[Schedule]:
    """What is mailed by plan."""
    going = report_schedules.c.state == ScheduleState.ACTIVE.value
    query = sa.select(report_schedules).where(going).with_for_update()
    return [_schedule(row) for row in (await tx.conn.execute(query)).mappings()]


async def owned(tx: Transaction, owners: Sequence[UserId]) -> list[Schedule]:
    """The schedules of these people's reports."""
    of_them = report_schedules.c.owner.in_(owners)
    query = sa.select(report_schedules).where(of_them)
    return [_schedule(row) for row in (await tx.conn.execute(query)).mappings()]


async def begin(tx: Transaction, one: Mailing) -> bool:
    """Stores a due time; False when it was begun before."""
    row = insert(report_mailings).values(
        tenant_id=tx.tenant,
        id=one.id,
        report=one.report,
        due_at=one.due_at,
        by=one.by,
        first=one.first,
        last=one.last,
        state=one.state.value,
        attempts=0,
        next_try_at=one.next_try_at,
    )
    made = row.on_conflict_do_nothing(constraint="uq_report_mailings_due")
    if (await tx.conn.execute(made.returning(report_mailings.c.id))).first() is None:
        return False
    newest = sa.select(report_mailings.c.id).where(report_mailings.c.report == one.report)
    newest = newest.order_by(report_mailings.c.due_at.desc()).limit(KEPT)
    old = report_mailings.delete().where(
        report_mailings.c.report == one.report, report_mailings.c.id.not_in(newest)
    )
    await tx.conn.execute(old)
    return True


async def take(tx: Transaction, mailing: UUID, attempt: int, again: datetime) -> Mailing | None:
    """The due time for its try number `attempt`; None when that try was made, or all is over."""
    query = (
        report_mailings.update()
        .where(
            report_mailings.c.id == mailing,
            report_mailings.c.state == MailingState.SENDING.value,
            report_mailings.c.attempts == attempt - 1,
        )
        .values(attempts=attempt, next_try_at=again)
        .returning(*report_mailings.c)
    )
    row = (await tx.conn.execute(query)).mappings().first()
    return _mailing(row) if row else None


async def mailings(
    tx: Transaction, report: UUID, limit: int, state: MailingState | None = None
) -> list[Mailing]:
    """The newest due times of a report."""
    query = sa.select(report_mailings).where(report_mailings.c.report == report)
    query = query.where(report_mailings.c.state == state.value) if state else query
    query = query.order_by(report_mailings.c.due_at.desc()).limit(limit)
    return [_mailing(row) for row in (await tx.conn.execute(query)).mappings()]


async def newest(tx: Transaction, reports: Collection[UUID]) -> dict[UUID, MailingState]:
    """What became of the newest due time of each report."""
    query = (
        sa.select(report_mailings.c.report, report_mailings.c.state)
        .where(report_mailings.c.report.in_(reports))
        .ext(distinct_on(report_mailings.c.report))
        .order_by(report_mailings.c.report, report_mailings.c.due_at.desc())
    )
    rows = await tx.conn.execute(query)
    return {row.report: MailingState(row.state) for row in rows}


async def settle(tx: Transaction, mailing: UUID, values: Mapping[str, Any]) -> None:
    """Changes the named columns of a due time."""
    await tx.conn.execute(
        report_mailings.update().where(report_mailings.c.id == mailing).values(**values)
    )


async def address(tx: Transaction, mailing: UUID, letters: Sequence[Letter]) -> None:
    """Stores the recipients of a due time; those that are there stay as they are."""
    rows = [
        {
            "tenant_id": tx.tenant,
            "mailing": mailing,
            "address": one.address,
            "name": one.name,
            "state": one.state.value,
            "reason": one.reason,
        }
        for one in letters
    ]
    if rows:
        await tx.conn.execute(insert(report_letters).on_conflict_do_nothing(), rows)


async def letters(tx: Transaction, mailings: Collection[UUID]) -> dict[UUID, list[Letter]]:
    """The recipients of these due times, by address."""
    query = sa.select(report_letters).where(report_letters.c.mailing.in_(mailings))
    found: dict[UUID, list[Letter]] = {}
    for row in (await tx.conn.execute(query.order_by(report_letters.c.address))).mappings():
        found.setdefault(row["mailing"], []).append(_letter(row))
    return found


async def waiting(tx: Transaction, mailing: UUID, address: str) -> bool:
    """Takes a letter that still waits, until the transaction ends; False when another has it."""
    query = sa.select(report_letters.c.address).where(
        report_letters.c.mailing == mailing,
        report_letters.c.address == address,
        report_letters.c.state == LetterState.WAITING.value,
    )
    return (await tx.conn.execute(query.with_for_update(skip_locked=True))).first() is not None


async def mark(tx: Transaction, mailing: UUID, address: str, values: Mapping[str, Any]) -> None:
    """Says what became of a letter."""
    this = report_letters.c.mailing == mailing, report_letters.c.address == address
    await tx.conn.execute(report_letters.update().where(*this).values(**values))


def _schedule(row: Mapping[Any, Any]) -> Schedule:
    plan = Plan(
        rhythm=Rhythm(row["rhythm"]), hour=row["hour"], weekday=row["weekday"], day=row["day"]
    )
    wanted = Wanted(
        plan=plan,
        reported=Reported(row["reported"]),
        people=tuple(UserId(UUID(user)) for user in row["people"]),
        addresses=tuple(row["addresses"]),
        attach=row["attach"],
        language=row["language"],
    )
    return Schedule(
        report=row["report"],
        owner=UserId(row["owner"]),
        wanted=wanted,
        state=ScheduleState(row["state"]),
        stop_reason=StopReason(row["stop_reason"]) if row["stop_reason"] else None,
        next_due_at=row["next_due_at"],
    )


def _mailing(row: Mapping[Any, Any]) -> Mailing:
    values = {name: row[name] for name in Mailing.__slots__}
    return Mailing(**{**values, "state": MailingState(row["state"])})


def _letter(row: Mapping[Any, Any]) -> Letter:
    values = {name: row[name] for name in Letter.__slots__}
    return Letter(**{**values, "state": LetterState(row["state"])})
