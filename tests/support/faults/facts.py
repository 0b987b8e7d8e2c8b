"""What the database has of the story."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

from support.faults.plant import Plant, until


def waiting(plant: Plant) -> list[dict[str, Any]]:
    """Callers in the queue, the longest waiting first."""
    return plant.rows(
        "SELECT caller_raw, enqueued_at FROM calls WHERE state = 'queued' ORDER BY enqueued_at"
    )


async def all_are_over(plant: Plant, seconds: float = 30.0) -> None:
    """Waits until no call is there any more."""
    await until(
        lambda: not plant.rows("SELECT 1 FROM calls WHERE ended_at IS NULL"),
        seconds,
        instead=lambda: how_calls_stand(plant),
    )


def log_of_calls(plant: Plant) -> dict[UUID, Counter[str]]:
    """How often each fact stands in the log of each call; who was refused calls again."""
    found: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
    query = (
        "SELECT call_id, name FROM event_log e WHERE call_id IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM calls c WHERE c.id = e.call_id AND c.outcome = 'refused')"
    )
    for row in plant.rows(query):
        found[row["call_id"]][row["name"]] += 1
    return found


def offered_first(plant: Plant) -> list[str]:
    """The callers in the order in which they were first offered to an agent."""
    rows = plant.rows(
        "SELECT c.caller_raw FROM event_log e JOIN calls c ON c.id = e.call_id"
        " WHERE e.name = 'offer.made' GROUP BY c.id ORDER BY min(e.seq)"
    )
    return [row["caller_raw"] for row in rows]


def how_calls_stand(plant: Plant) -> str:
    """How many calls are in which state, or ended how: what a wait in vain tells."""
    rows = plant.rows(
        "SELECT coalesce(outcome, state) AS how, count(*)::int AS n FROM calls GROUP BY 1"
    )
    return "calls: " + (", ".join(f"{row['n']} {row['how']}" for row in rows) or "none")
