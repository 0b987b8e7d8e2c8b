"""Talk by tenure, from the same sums as all talk: no row lies in two days of the company."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.reporting.domain.tenure import NEWCOMER, VETERAN, Tenures, veteran_from
from lingting.reporting.foreign import users


async def tenures_of(conn: AsyncConnection, zone: ZoneInfo) -> dict[UUID, datetime]:
    """From when on each person with a start date is a veteran, those who left as well."""
    query = sa.select(users.c.id, users.c.started_on).where(users.c.started_on.is_not(None))
    return {row.id: veteran_from(row.started_on, zone) for row in await conn.execute(query)}


def measures(
    table: sa.Table, tenures: Tenures, since: datetime, until: datetime
) -> dict[str, sa.ColumnElement[Any]]:
    """Talks and their time, of veterans and of newcomers, between two instants."""
    if not tenures:
        return {}
    found: dict[str, sa.ColumnElement[Any]] = {}
    for stage, fits in _stages(table, tenures, since, until).items():
        talks = sa.func.sum(table.c.talks_in + table.c.talks_out)
        talk_ms = sa.func.sum(table.c.talking_ms + table.c.holding_ms)
        found[f"{stage}_talks"] = talks.filter(fits)
        found[f"{stage}_talk_ms"] = talk_ms.filter(fits)
    return found


def _stages(
    table: sa.Table, tenures: Tenures, since: datetime, until: datetime
) -> dict[str, sa.ColumnElement[bool]]:
    """Few have their anniversary in between; of all others it is enough to know who they are."""
    agent, start = table.c.agent, table.c.start
    between = {one: at for one, at in tenures.items() if since < at < until}
    veterans = [one for one, at in tenures.items() if at <= since]
    newcomers = [one for one, at in tenures.items() if at >= until]
    old = [sa.and_(agent == one, start >= at) for one, at in between.items()]
    new = [sa.and_(agent == one, start < at) for one, at in between.items()]
    return {
        VETERAN: sa.or_(agent.in_(veterans), *old),
        NEWCOMER: sa.or_(agent.in_(newcomers), *new),
    }
