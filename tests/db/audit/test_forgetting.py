"""The trail's old end goes by the company's months, and nobody makes it go sooner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from lingting.audit.tables import audit_log
from lingting.kernel.ids import new_id
from lingting.main.retention import JOB
from lingting.platform.login import application_url
from lingting.tenancy.domain.defaults import KEEP_AUDIT_MONTHS
from support.past import Demo

pytestmark = [pytest.mark.db, pytest.mark.req("SEC-02")]

MONTH = timedelta(days=31)
TODAY = datetime.now(UTC)
"""The database's own clock judges, not the product's."""


async def has_lived(demo: Demo, *months: int) -> None:
    """Entries that are so many months old, and a little more."""
    async with demo.product.kit.db.transaction(demo.tenant) as tx:
        for age in months:
            at = TODAY - age * MONTH
            row: dict[str, Any] = {"id": new_id(at), "at": at, "action": "user.change"}
            row |= {"target": f"age:{age}", "details": {}, "tenant_id": tx.tenant}
            await tx.conn.execute(audit_log.insert().values(**row))


async def choose(demo: Demo, months: int) -> None:
    async with demo.product.kit.db.transaction(demo.tenant) as tx:
        await demo.product.tenancy.choose(tx, None, {KEEP_AUDIT_MONTHS.key: months})


async def ages(demo: Demo) -> list[int]:
    query = sa.select(audit_log.c.target).where(audit_log.c.target.startswith("age:"))
    return sorted(int(target.removeprefix("age:")) for (target,) in await demo.rows(query))


def ask(demo: Demo, database_url: str, before: str) -> None:
    """Calls the function as whoever has taken over the application's connection."""
    with psycopg.connect(application_url(database_url)) as connection:
        connection.execute("SELECT set_config('lingting.tenant_id', %s, true)", [str(demo.tenant)])
        connection.execute("SELECT forget_trail(%s)", [before])


async def night(demo: Demo) -> None:
    ahead = (TODAY - demo.product.kit.clock.now()).total_seconds()
    if ahead > 0:
        demo.product.kit.clock.advance(ahead)  # type: ignore[attr-defined]
    await demo.product.kit.jobs.run(JOB, demo.tenant)


async def test_by_night_what_is_older_than_the_company_s_months_goes(demo: Demo) -> None:
    await choose(demo, 12)
    await has_lived(demo, 1, 11, 14, 70)
    before = await demo.count(audit_log)
    await night(demo)
    assert await ages(demo) == [1, 11]
    gone = before + 1 - await demo.count(audit_log)
    await night(demo)
    told = sa.select(audit_log.c.details, audit_log.c.user_id)
    ((details, author),) = await demo.rows(told.where(audit_log.c.action == "audit.forget"))
    assert (details["entries"], author) == (gone, None)
    assert datetime.fromisoformat(details["before"]) < TODAY - 11 * MONTH


async def test_who_chooses_nothing_keeps_five_years(demo: Demo, database_url: str) -> None:
    kept = KEEP_AUDIT_MONTHS.default
    await has_lived(demo, kept - 2, kept + 2)
    ask(demo, database_url, "infinity")
    assert await ages(demo) == [kept - 2]


async def test_the_application_can_ask_for_nothing_younger_than_six_months(
    demo: Demo, database_url: str
) -> None:
    """Nor by months that no page accepts."""
    assert KEEP_AUDIT_MONTHS.minimum == 6
    await choose(demo, 6)
    async with demo.product.kit.db.transaction(demo.tenant) as tx:
        key = {"key": KEEP_AUDIT_MONTHS.key}
        shorter = "UPDATE tenant_settings SET value = '-100' WHERE key = :key"
        await tx.conn.execute(sa.text(shorter), key)
    await has_lived(demo, 1, 5, 7)
    ask(demo, database_url, "infinity")
    assert await ages(demo) == [1, 5]
    with psycopg.connect(application_url(database_url)) as connection:
        assert connection.execute("SELECT forget_trail('infinity')").fetchone() == (0,)


async def test_it_goes_no_further_than_it_was_asked(demo: Demo, database_url: str) -> None:
    await has_lived(demo, 70, 90)
    ask(demo, database_url, (TODAY - 80 * MONTH).isoformat())
    assert await ages(demo) == [70]
