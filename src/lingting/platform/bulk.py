"""Many rows at once: COPY into a table of the transaction, then one INSERT under row security."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from psycopg import AsyncConnection, sql
from psycopg.types.json import Jsonb
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert

from lingting.kernel.events import Event
from lingting.platform.db import Transaction
from lingting.platform.tables import event_log, event_seq

Row = Mapping[str, Any]


async def insert_many(tx: Transaction, table: sa.Table, rows: Iterable[Row]) -> int:
    """Adds rows of the company; each has the same columns as the first. Answers how many.

    PostgreSQL copies into no table with row-level security, hence the table between.
    """
    rows = list(rows)
    if not rows:
        return 0
    columns = list(rows[0])
    json = [n for n, name in enumerate(columns) if isinstance(table.c[name].type, JSONB)]
    names = sql.SQL(", ").join(map(sql.Identifier, ["tenant_id", *columns]))
    target, between = sql.Identifier(table.name), sql.Identifier(f"new_{table.name}")
    types = [_type_of(table, name) for name in ("tenant_id", *columns)]
    connection = await _driver(tx)
    async with connection.cursor() as cursor:
        await cursor.execute(
            sql.SQL(
                "CREATE TEMP TABLE IF NOT EXISTS {} ON COMMIT DROP AS "
                "SELECT {} FROM {} WITH NO DATA"
            ).format(between, names, target)
        )
        copy_in = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(between, names)
        async with cursor.copy(copy_in) as copy:
            copy.set_types(types)
            for row in rows:
                values = [row[name] for name in columns]
                for place in json:
                    if values[place] is not None:
                        values[place] = Jsonb(values[place], dumps=msgspec.json.encode)
                await copy.write_row((tx.tenant, *values))
        await cursor.execute(
            sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(target, names, names, between)
        )
        await cursor.execute(sql.SQL("TRUNCATE {}").format(between))
    return len(rows)


async def append_past(tx: Transaction, events: Sequence[Event]) -> int:
    """Writes facts that are taken to have happened; nobody is told, since they are no news.

    Their numbers follow those of the log without a gap. Answers the last number.
    """
    advance = upsert(event_seq).values(tenant_id=tx.tenant, last=len(events))
    advance = advance.on_conflict_do_update(
        index_elements=["tenant_id"], set_={"last": event_seq.c.last + len(events)}
    ).returning(event_seq.c.last)
    last: int = (await tx.conn.execute(advance)).scalar_one()
    first = last - len(events) + 1
    await insert_many(tx, event_log, [_fact(first + n, one) for n, one in enumerate(events)])
    return last


def _fact(seq: int, event: Event) -> Row:
    call = getattr(event, "call", None)
    return {"seq": seq, "at": event.at, "name": event.name, "call_id": call, "data": event}


def _type_of(table: sa.Table, name: str) -> str:
    """What the driver is to write: the column's type in PostgreSQL's words."""
    kind = table.c[name].type
    known = {
        sa.Uuid: "uuid",
        sa.Text: "text",
        sa.BigInteger: "int8",
        sa.SmallInteger: "int2",
        sa.Integer: "int4",
        sa.Float: "float8",
        sa.Boolean: "bool",
        sa.TIMESTAMP: "timestamptz",
        JSONB: "jsonb",
    }
    return next(word for type_, word in known.items() if isinstance(kind, type_))


async def _driver(tx: Transaction) -> AsyncConnection[Any]:
    await tx.conn.run_sync(tx.pending.before_statement)
    raw = await tx.conn.get_raw_connection()
    driver = raw.driver_connection
    assert isinstance(driver, AsyncConnection)
    return driver
