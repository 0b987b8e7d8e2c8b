"""Questions that are asked so often that they go to the server without SQLAlchemy.

Their form never changes, and what waits to be written in a transaction cannot change the answer.
"""

import re
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from psycopg.pq.abc import PGresult
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.platform.pending import AS_STORED
from lingting.platform.sending import Said

Answer = list[tuple[str | None, ...]]
"""Rows as text."""


class Question:
    """SQL with `:names`; made once, beside the other SQL of its tables."""

    def __init__(self, sql: str) -> None:
        self._sql = sql
        self._names = list(dict.fromkeys(_NAME.findall(sql)))

    def said(self, **values: Any) -> Said:
        """As a message of its own."""
        return Said(self._numbered, [str(values[name]).encode() for name in self._names])

    async def asked(self, conn: AsyncConnection, **values: Any) -> Answer:
        """Within a transaction that began already."""
        rows = await conn.execute(self._text, values, execution_options=AS_STORED)
        return [tuple(None if one is None else str(one) for one in row) for row in rows]

    @cached_property
    def _numbered(self) -> bytes:
        numbers = {name: f"${place}" for place, name in enumerate(self._names, 1)}
        return _NAME.sub(lambda found: numbers[found[1]], self._sql).encode()

    @cached_property
    def _text(self) -> sa.TextClause:
        return sa.text(self._sql)


def rows_of(answer: PGresult) -> Answer:
    """What the server answered."""
    return [
        tuple(_text(answer.get_value(row, column)) for column in range(answer.nfields))
        for row in range(answer.ntuples)
    ]


def _text(value: Any) -> str | None:
    return None if value is None else bytes(value).decode()


_NAME = re.compile(r":(\w+)")
