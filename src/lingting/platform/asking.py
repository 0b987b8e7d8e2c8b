"""Questions that are asked so often that they go to the server without SQLAlchemy.

Their form never changes, and what waits to be written in a transaction cannot change the answer.
"""

import re
from typing import Any

import sqlalchemy as sa
from psycopg.pq.abc import PGresult
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.platform.pending import AS_STORED
from lingting.platform.sending import Form, Said

Answer = list[tuple[str | None, ...]]
"""Rows as text."""


class Question:
    """SQL with `:names`; made once, beside the other SQL of its tables."""

    def __init__(self, sql: str) -> None:
        self._form = Form.of(sql, _NAME)
        self._text = sa.text(sql)

    def said(self, **values: Any) -> Said:
        """As a message of its own."""
        return self._form.filled(values)

    async def asked(self, conn: AsyncConnection, **values: Any) -> Answer:
        """Within a transaction that began already."""
        rows = await conn.execute(self._text, values, execution_options=AS_STORED)
        return [tuple(None if one is None else str(one) for one in row) for row in rows]


def rows_of(answer: PGresult) -> Answer:
    """What the server answered."""
    return [
        tuple(_text(answer.get_value(row, column)) for column in range(answer.nfields))
        for row in range(answer.ntuples)
    ]


def _text(value: Any) -> str | None:
    return None if value is None else bytes(value).decode()


_NAME = re.compile(r":(\w+)")
