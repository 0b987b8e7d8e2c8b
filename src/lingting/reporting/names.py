"""The names of agents, queues, skill groups and flows, by the ids that facts carry."""

import re
from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.reporting.foreign import busy_reasons, queues, skill_groups, users

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_NAMED = (users, queues, skill_groups)


async def names_of(conn: AsyncConnection, found_in: Any, language: str) -> dict[str, str]:
    """The name of everything whose id stands anywhere in `found_in`; busy reasons as `busy:code`.

    What was deleted without a trace has no name.
    """
    ids = {UUID(text) for text in _texts(found_in) if _ID.fullmatch(text)}
    names: dict[str, str] = {}
    for table in _NAMED:
        query = sa.select(table.c.id, table.c.name).where(table.c.id.in_(ids))
        names |= {str(row.id): row.name for row in await conn.execute(query)}
    shown = busy_reasons.c.en if language == "en" else busy_reasons.c.zh
    reasons = await conn.execute(sa.select(busy_reasons.c.code, shown.label("name")))
    return names | {f"busy:{row.code}": row.name for row in reasons}


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
