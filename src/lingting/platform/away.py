"""What it looks like when the database cannot be used now."""

import psycopg
from sqlalchemy.exc import DBAPIError

from lingting.kernel.errors import Unavailable

AWAY_STATES = ("08", "57P", "53")
"""Connection lost, server stopping or starting, server without room: later it may go well."""


class DatabaseAway(Unavailable):
    """The database cannot be used now; nothing was changed."""


def is_away(error: DBAPIError) -> bool:
    """Whether the database could not be reached or ended the connection."""
    if error.connection_invalidated:
        return True
    state = getattr(error.orig, "sqlstate", "") if error.orig else ""
    lost = isinstance(error.orig, psycopg.OperationalError)
    return lost and (not state or state.startswith(AWAY_STATES))
