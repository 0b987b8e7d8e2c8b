"""Takes the demonstration company away: every row of every table, every file."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from lingting.main.errand import Watcher
from lingting.main.founded import DEMO
from lingting.main.tables import all_tables
from lingting.platform.db import async_url
from lingting.tenancy.domain.company import short_name_key

_JOBS = "SELECT id FROM procrastinate_jobs WHERE args->>'tenant_id' = :tenant"


def remove_demo(database_url: str, recordings: Path, watcher: Watcher) -> bool:
    """With the owner's rights, while no engine runs; False when there was no such company.

    Stopped half-way it can be said again: the company's own row goes last.
    """
    engine = sa.create_engine(async_url(database_url), poolclass=sa.NullPool)
    try:
        metadata = all_tables()
        tenants = metadata.tables["tenants"]
        with engine.begin() as connection:
            wanted = tenants.c.short_name_key == short_name_key(DEMO)
            tenant = connection.execute(sa.select(tenants.c.id).where(wanted)).scalar()
        if tenant is None:
            return False
        tables = [table for table in reversed(metadata.sorted_tables) if "tenant_id" in table.c]
        for place, table in enumerate(tables, 1):
            watcher.tell(f"{place}/{len(tables)} {table.name}")
            _empty(engine, table, tenant)
        with engine.begin() as connection:
            named = {"tenant": str(tenant)}
            connection.execute(
                sa.text(f"DELETE FROM procrastinate_events WHERE job_id IN ({_JOBS})"), named
            )
            connection.execute(
                sa.text("DELETE FROM procrastinate_jobs WHERE args->>'tenant_id' = :tenant"), named
            )
            connection.execute(tenants.delete().where(tenants.c.id == tenant))
    finally:
        engine.dispose()
    shutil.rmtree(recordings / tenant.hex, ignore_errors=True)
    return True


def _empty(engine: sa.Engine, table: sa.Table, tenant: UUID) -> None:
    """The owner puts row-level security aside for one statement: some tables let nobody delete."""
    forced = table.info.get("tenant")
    with engine.begin() as connection:
        if forced:
            connection.execute(sa.text(f"ALTER TABLE {table.name} NO FORCE ROW LEVEL SECURITY"))
        connection.execute(table.delete().where(table.c.tenant_id == tenant))
        if forced:
            connection.execute(sa.text(f"ALTER TABLE {table.name} FORCE ROW LEVEL SECURITY"))
