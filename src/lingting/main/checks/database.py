"""Checks of the database: reachable, current, closed between companies; its clock and zones."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import psycopg
from rich.filesize import decimal

from lingting.adapters.postgres.embedded import APPLICATION, postgres_version
from lingting.main.checks.situation import Situation
from lingting.main.migrate import knows, newest, revision_of
from lingting.operations.domain import Finding

CONNECT_SECONDS = 4
MOST_DIFFERENCE_MS = 2000

_OPEN_TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
AND a.attname = 'tenant_id' AND a.attnum = 1 AND NOT a.attisdropped
AND NOT (c.relrowsecurity AND c.relforcerowsecurity
         AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid))
ORDER BY 1
"""
_CLOSED_TABLES = "SELECT count(*) FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"
_POWERFUL = """
SELECT a.rolsuper OR a.rolbypassrls
    OR EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = a.oid)
    OR EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = a.oid
               AND c.relnamespace = 'public'::regnamespace)
FROM pg_roles a WHERE a.rolname = %s
"""
_OFFSET = "SELECT extract(epoch FROM (%s::timestamptz AT TIME ZONE %s) - (%s AT TIME ZONE 'UTC'))"


def database(at: Situation) -> Iterator[Finding]:
    """Connection, tables and row-level security."""
    if not at.database_url:
        yield Finding("database", "not_running", {"version": postgres_version()})
        yield Finding("migrations", "not_running")
        yield Finding("row_security", "not_running")
        return
    try:
        connection = _connect(at.database_url)
    except psycopg.Error as error:
        yield Finding("database", "unreachable", {"reason": str(error).strip()})
        return
    with connection:
        version = connection.info.parameter_status("server_version") or ""
        size = _value(connection, "SELECT pg_database_size(current_database())")
        yield Finding(
            "database", "good", {"version": version.split()[0], "size": decimal(int(size))}
        )
        yield judge_revision(revision_of(at.database_url))
        yield row_security(connection)


def clock(at: Situation) -> Iterator[Finding]:
    """The clock and the time zones, here and in the database."""
    try:
        if not at.database_url:
            raise psycopg.OperationalError
        connection = _connect(at.database_url)
    except psycopg.Error:
        yield Finding("clock_difference", "not_running")
        yield Finding("time_zones", "not_running")
        return
    with connection:
        yield _difference(connection)
        yield time_zones(connection, at.now())


def judge_revision(revision: str) -> Finding:
    """Whether the tables are those of this version."""
    values = {"revision": revision or "–", "newest": newest()}
    if revision == newest():
        return Finding("migrations", "good", values)
    return Finding("migrations", "behind" if not revision or knows(revision) else "ahead", values)


def row_security(connection: psycopg.Connection) -> Finding:
    """Whether every table of a company is closed, and the application's role bound by it."""
    if connection.execute(_POWERFUL, [APPLICATION]).fetchone() != (False,):
        return Finding("row_security", "powerful")
    found = [name for (name,) in connection.execute(_OPEN_TABLES).fetchall()]
    unlisted = [name for name in found if name not in _global_tables()]
    if unlisted:
        return Finding("row_security", "open", {"tables": ", ".join(unlisted)})
    return Finding("row_security", "good", {"tables": str(_value(connection, _CLOSED_TABLES))})


def time_zones(connection: psycopg.Connection, now: datetime) -> Finding:
    """Whether program and database give the companies' zones the same offset, in each season."""
    zones = [name for (name,) in connection.execute("SELECT DISTINCT time_zone FROM tenants")]
    zones.sort()
    seasons = [now, datetime(now.year, 1, 15, tzinfo=UTC), datetime(now.year, 7, 15, tzinfo=UTC)]
    unknown, differ = [], []
    for zone in zones:
        try:
            agree = all(_offset(connection, zone, at) == _own_offset(zone, at) for at in seasons)
        except (psycopg.Error, OSError, ValueError, KeyError):
            connection.rollback()
            unknown.append(zone)
        else:
            differ += [] if agree else [zone]
    if unknown or differ:
        wrong = unknown or differ
        outcome = "unknown" if unknown else "differ"
        return Finding("time_zones", outcome, {"zones": ", ".join(wrong)})
    return Finding("time_zones", "good", {"zones": ", ".join(zones) or "UTC"})


def _global_tables() -> set[str]:
    """Tables that stand outside companies on purpose, though their rows name one."""
    from lingting.main.tables import all_tables

    return {table.name for table in all_tables().tables.values() if not table.info.get("tenant")}


def _difference(connection: psycopg.Connection) -> Finding:
    before = time.time()
    theirs = float(_value(connection, "SELECT extract(epoch FROM clock_timestamp())"))
    difference = round(abs(theirs - (before + time.time()) / 2) * 1000)
    outcome = "off" if difference > MOST_DIFFERENCE_MS else "good"
    return Finding("clock_difference", outcome, {"difference": f"{difference:,}"})


def _offset(connection: psycopg.Connection, zone: str, at: datetime) -> float:
    row = connection.execute(_OFFSET, [at, zone, at]).fetchone()
    return float(row[0]) if row else 0.0


def _own_offset(zone: str, at: datetime) -> float:
    offset = at.astimezone(ZoneInfo(zone)).utcoffset()
    return offset.total_seconds() if offset else 0.0


def _value(connection: psycopg.Connection, query: str) -> str:
    row = connection.execute(query.encode()).fetchone()
    return str(row[0]) if row else ""


def _connect(url: str) -> psycopg.Connection:
    return psycopg.connect(url, connect_timeout=CONNECT_SECONDS, options="-c timezone=UTC")
