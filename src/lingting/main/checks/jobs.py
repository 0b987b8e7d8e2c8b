"""Checks of what happens in the background: jobs and backups."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime

from rich.filesize import decimal
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import create_async_engine

from lingting.main.checks.situation import Situation
from lingting.main.last_backup import Backup, last_backup
from lingting.operations import store
from lingting.operations.domain import Finding, JobFacts
from lingting.platform.db import async_url

STUCK_MINUTES = 5
OLD_DAYS = 7


def jobs(at: Situation) -> Iterator[Finding]:
    """Jobs that wait or gave up; the last backup."""
    yield _jobs(at)
    yield judge_backup(last_backup(at.home), at.now())


def judge_jobs(facts: JobFacts, now: datetime) -> Finding:
    """Whether the worker keeps up, and whether something gave up."""
    waited = (now - facts.oldest_due_at).total_seconds() / 60 if facts.oldest_due_at else 0
    values = {
        "waiting": str(facts.waiting),
        "running": str(facts.running),
        "failed": str(facts.failed),
        "minutes": f"{waited:.0f}",
    }
    if waited > STUCK_MINUTES:
        return Finding("jobs", "stuck", values)
    return Finding("jobs", "failed" if facts.failed else "good", values)


def judge_backup(backup: Backup | None, now: datetime) -> Finding:
    """How old the last backup is."""
    if backup is None:
        return Finding("backup", "never")
    days = (now - datetime.fromisoformat(backup.at)).days
    values = {"days": str(days), "size": decimal(backup.bytes), "file": backup.file}
    return Finding("backup", "old" if days > OLD_DAYS else "good", values)


def _jobs(at: Situation) -> Finding:
    if not at.database_url:
        return Finding("jobs", "not_running")

    async def ask() -> JobFacts:
        engine = create_async_engine(async_url(at.database_url))
        try:
            async with engine.connect() as conn:
                return await store.jobs(conn)
        finally:
            await engine.dispose()

    try:
        return judge_jobs(asyncio.run(ask()), at.now())
    except SQLAlchemyError:
        # Why the database does not answer is told by its own check.
        return Finding("jobs", "not_running")
