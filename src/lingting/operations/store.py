"""The SQL of the operator's view: the database about itself, and the job library's tables."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.operations.domain import DatabaseFacts, FailedJob, JobFacts

MOST_FAILED = 50

_DATABASE = sa.text(
    "SELECT current_setting('server_version'), pg_postmaster_start_time(),"
    " pg_database_size(current_database()),"
    " (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),"
    " current_setting('max_connections')::int"
)
_JOBS = sa.text(
    "SELECT count(*) FILTER (WHERE status = 'todo'), count(*) FILTER (WHERE status = 'doing'),"
    " count(*) FILTER (WHERE status = 'failed') FROM procrastinate_jobs"
    " WHERE status IN ('todo', 'doing', 'failed')"
)
_OLDEST = sa.text(
    "SELECT least((SELECT min(coalesce(j.scheduled_at, e.at)) FROM procrastinate_jobs j"
    " LEFT JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'"
    " WHERE j.status = 'todo' AND coalesce(j.scheduled_at, e.at) <= now()),"
    " (SELECT max(last_heartbeat) FROM procrastinate_workers"
    " HAVING max(last_heartbeat) < now() - interval '1 minute'))"
)
"""Recordings wait for the worker outside the job library: a worker that is silent is told too."""
_FAILED = sa.text(
    "SELECT j.id, j.task_name, j.attempts,"
    " (SELECT max(e.at) FROM procrastinate_events e WHERE e.job_id = j.id AND e.type = 'failed')"
    " FROM procrastinate_jobs j WHERE j.status = 'failed' ORDER BY j.id DESC LIMIT :most"
)
_RETRY = sa.text(
    "SELECT procrastinate_retry_job_v2(j.id, now(), NULL, NULL, NULL), j.id"
    " FROM procrastinate_jobs j WHERE j.status = 'failed' AND (CAST(:job AS bigint) IS NULL"
    " OR j.id = :job)"
)


async def database(conn: AsyncConnection) -> DatabaseFacts:
    """What the server says of itself; needs no more rights than the application has."""
    row = (await conn.execute(_DATABASE)).one()
    version, started_at, size, sessions, most = row
    return DatabaseFacts(version.split()[0], started_at, size, sessions, most)


async def jobs(conn: AsyncConnection) -> JobFacts:
    """How many jobs wait, run and have failed."""
    waiting, running, failed = (await conn.execute(_JOBS)).one()
    oldest: datetime | None = (await conn.execute(_OLDEST)).scalar_one()
    return JobFacts(waiting, running, failed, oldest)


async def failed_jobs(conn: AsyncConnection) -> list[FailedJob]:
    """The newest that gave up; their arguments stay where they are, they may name people."""
    rows = await conn.execute(_FAILED, {"most": MOST_FAILED})
    return [FailedJob(*row) for row in rows]


async def retry(conn: AsyncConnection, job: int | None) -> int:
    """Lets a failed job, or all of them, run again; how many there were."""
    return len((await conn.execute(_RETRY, {"job": job})).all())
