"""What the database holds of one company now: everything an invariant asks for in one round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

from stories.reference import tables_of

Row = Mapping[str, Any]

QUERIES = {
    "agents": "SELECT * FROM agents WHERE tenant_id = %s",
    "items": "SELECT * FROM work_items WHERE tenant_id = %s AND ended_at IS NULL",
    "offers": "SELECT * FROM offers WHERE tenant_id = %s AND closed_at IS NULL",
    "calls": "SELECT * FROM calls WHERE tenant_id = %s",
    "legs": "SELECT * FROM legs WHERE tenant_id = %s",
    "listenings": "SELECT * FROM listenings WHERE tenant_id = %s AND ended_at IS NULL",
    "hands": "SELECT * FROM hands WHERE tenant_id = %s AND lowered_at IS NULL",
    "timers": "SELECT * FROM timers WHERE tenant_id = %s",
    "sessions": "SELECT * FROM flow_sessions WHERE tenant_id = %s AND ended_at IS NULL",
    "stretches": "SELECT * FROM agent_states WHERE tenant_id = %s AND ended_at IS NULL",
    "log": "SELECT name, call_id, count(*) FROM event_log WHERE tenant_id = %s"
    " AND name IN ('call.arrived', 'call.dialled', 'call.refused', 'call.ended') GROUP BY 1, 2",
    "gap": "SELECT max(seq) - count(*) AS gap, max(seq) AS last FROM event_log"
    " WHERE tenant_id = %s",
    "tapes": "SELECT told.data ->> 'recording' AS id, told.name, kept.state, EXISTS ("
    " SELECT FROM event_log AS over WHERE over.tenant_id = told.tenant_id"
    " AND over.name = 'recording.ended' AND over.data -> 'recording' = told.data -> 'recording')"
    " AS ended"
    " FROM event_log AS told LEFT JOIN recordings AS kept"
    " ON kept.id = CAST(told.data ->> 'recording' AS uuid) WHERE told.tenant_id = %s"
    " AND told.name IN ('recording.started', 'message.left')",
    "seq": "SELECT last FROM event_seq WHERE tenant_id = %s",
}


@dataclass
class Rows:
    """Rows by the names of QUERIES."""

    found: dict[str, list[Row]]

    def __getitem__(self, name: str) -> list[Row]:
        return self.found[name]

    def facts(self, *names: str) -> dict[UUID, int]:
        """How often each call has one of these facts."""
        counted: dict[UUID, int] = {}
        for row in self["log"]:
            if row["name"] in names:
                counted[row["call_id"]] = counted.get(row["call_id"], 0) + row["count"]
        return counted


def read(
    server: psycopg.Connection[Any], tenant: UUID, kept: dict[str, list[Row]], wrote: set[str]
) -> None:
    """One round to the server for what is not `kept` or may be another since these were written."""
    cursors = {}
    with server.pipeline():
        for name, query in QUERIES.items():
            if name not in kept or tables_of(query) & wrote:
                cursors[name] = server.cursor(row_factory=dict_row)
                cursors[name].execute(query, (tenant,), prepare=True)
    kept |= {name: cursor.fetchall() for name, cursor in cursors.items()}
