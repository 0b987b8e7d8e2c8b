"""The names of agents, queues, skill groups, customers and flows, by the ids in facts."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.reporting.foreign import busy_reasons, customers, flows, queues, skill_groups, users

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAMED = (users, queues, skill_groups, customers)


async def names_of(conn: AsyncConnection, found_in: Any, language: str) -> dict[str, str]:
    """The name of everything whose id stands anywhere in `found_in`.

    Busy reasons are there as `busy:<code>` and flows as `flow:<key>` too, for facts name them so.
    What was deleted without a trace has no name.
    """
    ids = {UUID(text) for text in _texts(found_in) if _ID.fullmatch(text)}
    names: dict[str, str] = {}
    for table in _NAMED:
        query = sa.select(table.c.id, table.c.name).where(table.c.id.in_(ids))
        names |= {str(row.id): row.name for row in await conn.execute(query)}
    english = language == "en"
    return names | await _reasons(conn, english=english) | await _flows(conn, english=english)


async def all_named(conn: AsyncConnection, table: sa.TableClause) -> list[dict[str, Any]]:
    """Ids and names of all that are there, in the order of their names."""
    names = [column for column in table.columns if column.name.startswith("name")]
    query = sa.select(table.c.id, *names).order_by(*names)
    if "removed_at" in table.columns:
        query = query.where(table.c.removed_at.is_(None))
    return [dict(row) for row in (await conn.execute(query)).mappings()]


async def _reasons(conn: AsyncConnection, *, english: bool) -> dict[str, str]:
    name = busy_reasons.c.en if english else busy_reasons.c.zh
    rows = await conn.execute(sa.select(busy_reasons.c.code, name.label("name")))
    return {f"busy:{row.code}": row.name for row in rows}


async def _flows(conn: AsyncConnection, *, english: bool) -> dict[str, str]:
    name = flows.c.name_en if english else flows.c.name_zh
    rows = await conn.execute(sa.select(flows.c.id, flows.c.key, name.label("name")))
    found: dict[str, str] = {}
    for row in rows:
        found |= {str(row.id): row.name, f"flow:{row.key}": row.name}
    return found


def _texts(value: Any) -> Iterable[str]:
    """Every text in nested data, keys of mappings as well."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, UUID):
        yield str(value)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(key)
            yield from _texts(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _texts(inner)
