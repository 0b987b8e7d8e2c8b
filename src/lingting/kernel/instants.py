"""Instants as they travel; durations tick in the client."""

from datetime import datetime


def instant(at: datetime | None) -> str | None:
    """ISO 8601 in UTC."""
    return None if at is None else at.isoformat().replace("+00:00", "Z")
