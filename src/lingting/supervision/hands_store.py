"""The SQL of raised hands and tips."""

from dataclasses import asdict, fields, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from lingting.platform.db import Transaction
from lingting.supervision.domain.hands import Hand, Tip, TipKind
from lingting.supervision.tables import hands, tips


async def save_hand(tx: Transaction, hand: Hand) -> None:
    """Writes a hand as it is now."""
    await _save(tx, hands, asdict(hand))


async def save_tip(tx: Transaction, tip: Tip) -> None:
    """Writes a tip as it is now."""
    await _save(tx, tips, asdict(tip) | {"kind": tip.kind.value})


async def hands_up(tx: Transaction) -> list[Hand]:
    """The company's hands that are up."""
    rows = await tx.conn.execute(sa.select(hands).where(hands.c.lowered_at.is_(None)))
    return [Hand(**_values(Hand, row)) for row in rows.mappings()]


async def unseen_tips(tx: Transaction) -> list[Tip]:
    """Tips that lie on desks."""
    rows = await tx.conn.execute(sa.select(tips).where(tips.c.seen_at.is_(None)))
    found = [_values(Tip, row) for row in rows.mappings()]
    return [replace(Tip(**values), kind=TipKind(values["kind"])) for values in found]


async def _save(tx: Transaction, table: sa.Table, row: dict[str, Any]) -> None:
    changed = {name: value for name, value in row.items() if name != "id"}
    statement = insert(table).values(tenant_id=tx.tenant, **row)
    await tx.conn.execute(
        statement.on_conflict_do_update(index_elements=[table.c.id], set_=changed)
    )


def _values(kind: type[Hand] | type[Tip], row: Any) -> dict[str, Any]:
    return {one.name: row[one.name] for one in fields(kind)}
