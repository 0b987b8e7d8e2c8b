"""What the database has of the story."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

from support.faults.plant import Plant


def waiting(plant: Plant) -> list[dict[str, Any]]:
    """Callers in the queue, the longest waiting first."""
    return plant.rows(
        "SELECT caller_raw, enqueued_at FROM calls WHERE state = 'queued' ORDER BY enqueued_at"
    )


def log_of_calls(plant: Plant) -> dict[UUID, Counter[str]]:
    """How often each fact stands in the log of each call."""
    found: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
    for row in plant.rows("SELECT call_id, name FROM event_log WHERE call_id IS NOT NULL"):
        found[row["call_id"]][row["name"]] += 1
    return found
