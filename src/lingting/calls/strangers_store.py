"""The SQL of addresses that were refused: of the installation, no company's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.calls.domain.strangers import Stranger
from lingting.calls.ports import Claim
from lingting.calls.tables import sip_strangers


async def load(conn: AsyncConnection) -> dict[str, Stranger]:
    """Everybody who was refused and is not forgotten, by address."""
    return {row.address: _known(row) for row in await conn.execute(sip_strangers.select())}


async def keep(conn: AsyncConnection, known: Mapping[str, Stranger]) -> None:
    """Writes how they are now."""
    if not known:
        return
    rows = [
        {"address": address, **asdict(one), "claims": {c.value: n for c, n in one.claims.items()}}
        for address, one in known.items()
    ]
    query = insert(sip_strangers)
    changed = {name: query.excluded[name] for name in rows[0]}
    query = query.on_conflict_do_update(index_elements=["address"], set_=changed)
    await conn.execute(query, rows)


async def forget(conn: AsyncConnection, addresses: Collection[str]) -> None:
    if addresses:
        await conn.execute(sip_strangers.delete().where(sip_strangers.c.address.in_(addresses)))


def _known(row: sa.Row[tuple[object, ...]]) -> Stranger:
    fields = dict(row._mapping)
    claims = {Claim(name): count for name, count in fields.pop("claims").items()}
    del fields["address"]
    return Stranger(**fields, claims=claims)
