"""The rows of listenings."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from lingting.calls.domain.listening import Listening, ListeningState
from lingting.calls.ports import ListenMode
from lingting.calls.tables import listenings
from lingting.platform.db import Transaction

_FIELDS = [one.name for one in fields(Listening) if one.name != "tenant"]


async def save(tx: Transaction, listening: Listening) -> None:
    """Writes a listening as it is now."""
    row: dict[str, Any] = {name: getattr(listening, name) for name in _FIELDS}
    row |= {"state": listening.state.value, "mode": listening.mode.value}
    row["seconds"] = dict(listening.seconds)
    changed = {name: value for name, value in row.items() if name != "id"}
    statement = insert(listenings).values(tenant_id=tx.tenant, **row)
    await tx.conn.execute(
        statement.on_conflict_do_update(index_elements=[listenings.c.id], set_=changed)
    )


async def load_living(tx: Transaction) -> list[Listening]:
    """The company's listenings that go on."""
    rows = await tx.conn.execute(listenings.select().where(listenings.c.ended_at.is_(None)))
    return [_listening(tx, dict(row)) for row in rows.mappings()]


def _listening(tx: Transaction, row: Mapping[str, Any]) -> Listening:
    values = {name: row[name] for name in _FIELDS}
    values |= {"state": ListeningState(row["state"]), "mode": ListenMode(row["mode"])}
    return Listening(tenant=tx.tenant, **values)
