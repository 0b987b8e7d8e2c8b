"""A clock that was years ahead leaves no night undone once it is right again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from lingting.acd.service.days import NEW_DAY
from lingting.main.retention import NIGHTLY
from lingting.platform.tables import timers
from lingting.reporting.proving import NIGHT
from support.whole import Whole
from support.whole import whole as whole

pytestmark = [pytest.mark.flow, pytest.mark.req("EMG-02")]

NIGHTS = {NEW_DAY, NIGHT, NIGHTLY}


async def due(whole: Whole) -> dict[str, datetime]:
    """When what is done each night is set for."""
    async with whole.product.kit.db.transaction(whole.voice.tenant) as tx:
        query = sa.select(timers.c.kind, timers.c.due_at).where(timers.c.kind.in_(NIGHTS))
        return {row.kind: row.due_at for row in await tx.conn.execute(query)}


async def test_what_is_done_each_night_is_set_for_the_coming_one(whole: Whole) -> None:
    product, clock = whole.product, whole.voice.centre.clock
    right = clock.now()
    await product.watch_nights(whole.voice.tenant)
    before = await due(whole)
    assert set(before) == NIGHTS
    clock.advance(timedelta(days=3 * 365).total_seconds())
    await product.kit.timers.run_due()
    assert min((await due(whole)).values()) > clock.now()
    clock._now = right
    product.clock_was_set()
    await product.kit.supervisor.settle()
    assert await due(whole) == before


async def test_a_report_is_mailed_on_the_coming_day_that_was_planned(whole: Whole) -> None:
    clock = whole.voice.centre.clock
    right = clock.now()
    admin = await whole.log_in()
    definition = {"report": "traffic", "period": "yesterday", "by": ["queue"]}
    body = {"name": "每日话务", "definition": definition}
    report = (await admin.post("/api/saved-reports", json=body)).json()["id"]
    plan = {"rhythm": "daily", "hour": 8, "reported": "yesterday", "addresses": []}
    me = str(whole.voice.centre.founded["lingting"].users["admin"])
    url = f"/api/saved-reports/{report}/schedule"

    async def planned() -> datetime:
        answer = await (await whole.log_in()).get(url)
        return datetime.fromisoformat(answer.json()["schedule"]["next_due_at"])

    await admin.patch(f"/api/users/{me}", json={"email": "admin@example.org"})
    answer = await admin.put(url, json={**plan, "people": [me]})
    assert answer.status_code == 200, answer.text
    before = await planned()
    assert before > right
    clock.advance(timedelta(days=3 * 365).total_seconds())
    await whole.product.kit.timers.run_due()
    assert await planned() > clock.now()
    clock._now = right
    whole.product.clock_was_set()
    await whole.product.kit.supervisor.settle()
    assert await planned() == before
