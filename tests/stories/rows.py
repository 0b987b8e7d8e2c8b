"""What the database holds of one company now: everything an invariant asks for in one round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
from psycopg.adapt import Transformer
from psycopg.pq import ExecStatus

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


class Reader:
    """Asks the server from outside the product."""

    def __init__(self, server: psycopg.Connection[Any]) -> None:
        self._pgconn, self._values = server.pgconn, Transformer(server)
        self._columns: dict[str, list[str]] = {}
        for name, query in QUERIES.items():
            prepared = self._pgconn.prepare(name.encode(), query.replace("%s", "$1").encode())
            assert prepared.status == ExecStatus.COMMAND_OK, prepared.error_message

    def read(self, tenant: UUID, kept: dict[str, list[Row]], wrote: set[str]) -> None:
        """One round to the server for what is not `kept` or may be another since these were
        written."""
        asked = [n for n, query in QUERIES.items() if n not in kept or tables_of(query) & wrote]
        pgconn = self._pgconn
        pgconn.enter_pipeline_mode()
        for name in asked:
            pgconn.send_query_prepared(name.encode(), [tenant.hex.encode()])
        pgconn.pipeline_sync()
        found = [self._result() for _ in asked]
        self._result()
        pgconn.exit_pipeline_mode()
        kept |= {name: self._rows(name, one) for name, one in zip(asked, found, strict=True)}

    def _result(self) -> Any:
        """The next answer, after which nothing comes until the one after it."""
        while (result := self._pgconn.get_result()) is None:
            pass
        return result

    def _rows(self, name: str, result: Any) -> list[Row]:
        assert result.status == ExecStatus.TUPLES_OK, result.error_message
        self._values.set_pgresult(result)
        columns = self._columns.get(name)
        if columns is None:
            columns = [result.fname(one).decode() for one in range(result.nfields)]
            self._columns[name] = columns
        rows = self._values.load_rows(0, result.ntuples, tuple)
        return [dict(zip(columns, row, strict=True)) for row in rows]
