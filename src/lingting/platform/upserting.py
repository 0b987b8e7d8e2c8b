"""Statements that write a row whether it is known or new, each built once."""

from functools import cache

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import Insert, insert


@cache
def upsert(table: sa.Table, keys: tuple[str, ...], names: tuple[str, ...]) -> Insert:
    """Inserts rows with the columns `names`, or replaces those with the same `keys`.

    Execute it with the rows as parameters. Building such a statement for a wide table takes longer
    than the server takes to carry it out, so that it must not be done for each row.
    """
    statement = insert(table)
    changed = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=list(keys), set_=changed)
