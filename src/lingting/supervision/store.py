"""The SQL of limits, alerts and wallboards."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from lingting.kernel.ids import UserId, new_id
from lingting.platform.db import Transaction
from lingting.supervision.domain.alerts import Alert, Judged, Key
from lingting.supervision.domain.cards import Card, Wallboard
from lingting.supervision.domain.measures import MEASURES, Level, Limits, Thresholds
from lingting.supervision.tables import floor_alerts, floor_thresholds, wallboards

Row = Mapping[Any, Any]


async def thresholds(tx: Transaction) -> Thresholds:
    """What the company chose; measures that are no longer known are left out."""
    rows = (await tx.conn.execute(sa.select(floor_thresholds))).mappings()
    return Thresholds(
        {
            (row["measure"], row["queue"]): Limits(row["warning"], row["alarm"], row["sound"])
            for row in rows
            if row["measure"] in MEASURES
        }
    )


async def choose_thresholds(
    tx: Transaction, chosen: Mapping[tuple[str, UUID | None], Limits]
) -> None:
    """These limits, and no others."""
    await tx.conn.execute(floor_thresholds.delete())
    rows = [
        {
            "tenant_id": tx.tenant,
            "measure": measure,
            "queue": queue,
            "warning": limits.warning,
            "alarm": limits.alarm,
            "sound": limits.sound,
        }
        for (measure, queue), limits in chosen.items()
    ]
    if rows:
        await tx.conn.execute(floor_thresholds.insert(), rows)


async def open_alerts(tx: Transaction) -> dict[Key, Alert]:
    """What was beyond its limits when it was judged last."""
    query = sa.select(floor_alerts).where(floor_alerts.c.ended_at.is_(None))
    found = [_alert(row) for row in (await tx.conn.execute(query)).mappings()]
    return {alert.key: alert for alert in found if alert.measure in MEASURES}


async def keep(tx: Transaction, judged: Judged) -> None:
    """Writes what began, became worse or better, or is over."""
    for alert in judged.over:
        await tx.conn.execute(_open(alert).values(ended_at=tx.now))
    for alert in judged.changed:
        if alert.level is Level.ALARM:
            await tx.conn.execute(_open(alert).values(level=alert.level.value))
    rows = [_row(tx, alert) for alert in judged.raised]
    if rows:
        await tx.conn.execute(floor_alerts.insert(), rows)


async def alerts_since(tx: Transaction, since: datetime, limit: int) -> list[Row]:
    """The alerts that began since then, the latest first."""
    query = (
        sa.select(floor_alerts)
        .where(floor_alerts.c.since >= since)
        .order_by(floor_alerts.c.since.desc(), floor_alerts.c.id.desc())
        .limit(limit)
    )
    return list((await tx.conn.execute(query)).mappings())


async def wallboard(tx: Transaction, user: UserId) -> Wallboard | None:
    """What the person chose, if he did."""
    query = sa.select(wallboards).where(wallboards.c.user_id == user)
    row = (await tx.conn.execute(query)).mappings().first()
    if row is None:
        return None
    return Wallboard(tuple(Card(**card) for card in row["cards"]), row["sound"])


async def keep_wallboard(tx: Transaction, user: UserId, chosen: Wallboard) -> None:
    cards = [card.as_json() for card in chosen.cards]
    stored = insert(wallboards).values(
        tenant_id=tx.tenant, user_id=user, sound=chosen.sound, cards=cards
    )
    changed = {name: stored.excluded[name] for name in ("sound", "cards")}
    await tx.conn.execute(
        stored.on_conflict_do_update(index_elements=["tenant_id", "user_id"], set_=changed)
    )


async def forget_wallboards(tx: Transaction, users: Sequence[UserId]) -> None:
    of_them = wallboards.c.user_id.in_(users)
    await tx.conn.execute(wallboards.delete().where(of_them))


def _open(alert: Alert) -> sa.Update:
    return floor_alerts.update().where(
        floor_alerts.c.measure == alert.measure,
        floor_alerts.c.subject == alert.subject,
        floor_alerts.c.ended_at.is_(None),
    )


def _row(tx: Transaction, alert: Alert) -> dict[str, Any]:
    return {
        "tenant_id": tx.tenant,
        "id": new_id(tx.now),
        "measure": alert.measure,
        "subject": alert.subject,
        "level": alert.level.value,
        "since": alert.since,
        "began_at": alert.began_at,
        "value": alert.value,
        "ended_at": None,
    }


def _alert(row: Row) -> Alert:
    return Alert(
        measure=row["measure"],
        subject=row["subject"],
        level=Level(row["level"]),
        since=row["since"],
        value=row["value"],
        began_at=row["began_at"],
    )
