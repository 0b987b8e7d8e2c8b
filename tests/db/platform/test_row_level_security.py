"""No company ever sees or touches another's rows, and without a company there are none."""

from uuid import UUID

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.exc import ProgrammingError

from lingting.identity.tables import users
from lingting.main.tables import all_tables
from lingting.platform.login import APP_ROLE, application_url
from support.centre import Centre

pytestmark = [pytest.mark.db, pytest.mark.req("SEC-03")]

OF_TENANT = [table for table in all_tables().sorted_tables if "tenant_id" in table.c]
DIRECTORIES = {"access_number_directory"}
"""Tables that lead to a company before it is known; they hold nothing but that."""


def test_every_table_with_a_company_is_secured(database_url: str) -> None:
    query = """
        SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
               (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid)
        FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    """
    with psycopg.connect(database_url) as connection:
        found = {name: (secured, policies) for name, secured, policies in connection.execute(query)}
    open_tables = {
        table.name for table in OF_TENANT if not found[table.name][0] or found[table.name][1] == 0
    }
    assert open_tables == DIRECTORIES


def test_the_application_owns_nothing_and_bypasses_nothing(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        role = connection.execute(
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = %s",
            [APP_ROLE],
        ).fetchone()
        owned = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relowner = %s::regrole", [APP_ROLE]
        ).fetchone()
    assert role == (False,)
    assert owned == (0,)


async def test_without_a_company_every_table_is_empty(centre: Centre) -> None:
    await centre.found()
    async with centre.kit.db.without_tenant() as conn:
        for table in OF_TENANT:
            if table.name not in DIRECTORIES:
                count = await conn.execute(sa.select(sa.func.count()).select_from(table))
                assert count.scalar_one() == 0, table.name


async def test_a_company_sees_its_own_rows_only(centre: Centre) -> None:
    await centre.found("one")
    await centre.found("two")
    seen: dict[str, set[UUID]] = {}
    for company in ("one", "two"):
        async with centre.transaction(company) as tx:
            seen[company] = set((await tx.conn.execute(sa.select(users.c.tenant_id))).scalars())
    assert seen == {name: {centre.founded[name].tenant} for name in ("one", "two")}


async def test_a_row_cannot_be_slipped_into_another_company(centre: Centre) -> None:
    await centre.found("one")
    other = await centre.found("two")
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with centre.transaction("one") as tx:
            await tx.conn.execute(users.update().values(tenant_id=other.tenant))


async def test_changes_and_removals_do_not_reach_another_company(centre: Centre) -> None:
    await centre.found("one")
    await centre.found("two")
    async with centre.transaction("one") as tx:
        await tx.conn.execute(users.update().values(name="changed"))
    async with centre.transaction("two") as tx:
        names = (await tx.conn.execute(sa.select(users.c.name))).scalars().all()
    assert "changed" not in names


async def test_a_connection_forgets_its_company_when_the_transaction_ends(centre: Centre) -> None:
    await centre.found()
    setting = sa.text("SELECT current_setting('lingting.tenant_id', true)")
    for _ in range(20):
        async with centre.kit.db.without_tenant() as conn:
            assert not (await conn.execute(setting)).scalar_one()
        async with centre.transaction() as tx:
            assert (await tx.conn.execute(setting)).scalar_one()


def test_the_trail_can_only_grow(database_url: str) -> None:
    trails = [table.name for table in OF_TENANT if table.info.get("append_only")]
    assert "audit_log" in trails
    with psycopg.connect(application_url(database_url)) as connection:
        for name in trails:
            for words in ("DELETE FROM {}", "UPDATE {} SET id = id", "TRUNCATE {}"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                    connection.execute(sql.SQL(words).format(sql.Identifier(name)))
