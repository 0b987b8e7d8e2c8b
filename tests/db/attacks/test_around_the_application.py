"""Row-level security tried around the application, with the role that the application has.

Everything is read from the database's catalogue, so that a new table takes part by itself.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from lingting.platform.login import APP_ROLE, application_url
from support.attacked import Attacked

pytestmark = [pytest.mark.db, pytest.mark.req("SEC-03")]

OF_NOBODY = {
    "access_number_directory": "which company a dialled number belongs to; nothing but that",
    "login_attempts": "hashes of accounts, addresses and times",
    "captchas": "hashes of image codes",
    "sip_strangers": "addresses that failed at SIP too often, and until when they are refused",
    "procrastinate_jobs": "ids of things that a job is about",
    "procrastinate_events": "when a job began and ended",
    "procrastinate_periodic_defers": "when a regular job was last deferred",
    "procrastinate_workers": "when a worker was last seen",
    "tenants": "names of the companies, so that one is found before it is known who asks",
    "alembic_version": "the newest migration, to be read",
}
"""Tables without row-level security, and what they hold."""
FILES: tuple[LiteralString, ...] = (
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT pg_ls_dir('.')",
    "SELECT lo_import('/etc/hostname')",
    "COPY users TO '/tmp/lingting-attack'",
    "COPY users TO PROGRAM 'cat'",
    "COPY captchas FROM '/etc/hostname'",
)
POWER: tuple[LiteralString, ...] = (
    "ALTER TABLE users DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE users NO FORCE ROW LEVEL SECURITY",
    "DROP POLICY of_tenant ON users",
    "CREATE POLICY open ON users USING (true)",
    "DROP TABLE users",
    "CREATE TABLE public.mine (id int)",
    "CREATE VIEW public.mine AS SELECT 1",
    "CREATE SCHEMA mine",
    "CREATE EXTENSION dblink",
    "CREATE ROLE mine",
    "ALTER ROLE lingting_app BYPASSRLS",
    "ALTER ROLE lingting_app SET lingting.tenant_id = '00000000-0000-0000-0000-000000000000'",
    "ALTER SYSTEM SET row_security = off",
    "SET SESSION AUTHORIZATION postgres",
    "SET ROLE postgres",
    "SET ROLE lingting_owner",
    "SET SESSION AUTHORIZATION lingting_owner",
    "GRANT lingting_owner TO lingting_app",
    "ALTER TABLE users OWNER TO lingting_app",
    "REASSIGN OWNED BY lingting_owner TO lingting_app",
    "SELECT * FROM pg_authid",
    "SELECT * FROM pg_statistic",
    "UPDATE alembic_version SET version_num = '0'",
)


@pytest.fixture
def closed(installation: Attacked, database_url: str) -> Iterator[psycopg.Connection]:
    """The application's own rights, as company one."""
    tenant = installation.companies["one"].tenant
    with psycopg.connect(application_url(database_url)) as connection:
        connection.execute("SELECT set_config('lingting.tenant_id', %s, false)", [str(tenant)])
        connection.commit()
        yield connection
        connection.rollback()


def tables(connection: psycopg.Connection) -> dict[str, bool]:
    """Every table and view outside the system's schemas, and whether it is of a company."""
    rows = connection.execute("""
        SELECT c.relname, EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid
                                  AND a.attname = 'tenant_id' AND NOT a.attisdropped)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
        AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    """)
    return dict(rows.fetchall())


BY_ID = {
    "fk_call_notes_call": "a note of a call",
    "fk_legs_call": "a line of a call",
    "listenings_call_fkey": "a listening to a call",
}
"""Foreign keys without a company: what they refer to has an id that nobody guesses."""


def of_companies(connection: psycopg.Connection) -> list[sql.Identifier]:
    found = tables(connection)
    return [sql.Identifier(name) for name in sorted(found) if name not in OF_NOBODY]


def refused(connection: psycopg.Connection, statement: LiteralString | sql.Composed) -> bool:
    """Whether the database says that this role may not."""
    try:
        with connection.transaction():
            connection.execute(statement)
    except psycopg.errors.InsufficientPrivilege:
        return True
    return False


def test_a_table_is_of_a_company_or_it_is_said_what_it_holds(closed: psycopg.Connection) -> None:
    found = tables(closed)
    outside = {name for name, of_company in found.items() if not of_company}
    assert outside <= OF_NOBODY.keys() <= found.keys()


def test_rows_of_another_company_are_neither_seen_nor_touched_nor_slipped_in(
    closed: psycopg.Connection, installation: Attacked
) -> None:
    other = installation.companies["two"].tenant
    wrong: list[str] = []
    filled = 0
    for table in of_companies(closed):
        name = table.as_string(closed)
        key = sql.SQL("tenant_id")
        count = sql.SQL("SELECT count(*), count(*) FILTER (WHERE {} = {}) FROM {}")
        row = closed.execute(count.format(key, other, table)).fetchone()
        assert row is not None
        filled += row[0] > 0
        if row[1]:
            wrong.append(f"{name}: seen")
        if not refused(
            closed, sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(table, key, other)
        ):
            wrong.append(f"{name}: slipped in")
        if not refused(closed, sql.SQL("TRUNCATE {} CASCADE").format(table)):
            wrong.append(f"{name}: truncated")
        for words in ("DELETE FROM {} WHERE {} = {}", "UPDATE {0} SET {1} = {1} WHERE {1} = {2}"):
            with closed.transaction(force_rollback=True):
                try:
                    done = closed.execute(sql.SQL(words).format(table, key, other))
                except psycopg.errors.InsufficientPrivilege:
                    continue
                if done.rowcount:
                    wrong.append(f"{name}: touched")
    assert not wrong, wrong
    assert filled > 25


def test_a_copy_and_an_explanation_show_the_own_company_only(
    closed: psycopg.Connection, installation: Attacked
) -> None:
    other = str(installation.companies["two"].tenant)
    for table in of_companies(closed):
        with closed.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(table)) as rows:
            assert all(other not in bytes(row).decode() for row in rows), table
    analysed = "EXPLAIN (ANALYZE, FORMAT TEXT) SELECT * FROM users WHERE tenant_id = %s"
    text = "\n".join(row[0] for row in closed.execute(analysed, [other]))
    assert "rows=0" in text or "One-Time Filter" in text, text


def test_the_planner_s_statistics_tell_nothing_about_companies(
    closed: psycopg.Connection, database_url: str
) -> None:
    with psycopg.connect(database_url, autocommit=True) as owner:
        owner.execute("ANALYZE")
    shown = {row[0] for row in closed.execute("SELECT tablename FROM pg_stats")}
    assert not shown & {name for name in tables(closed) if name not in OF_NOBODY}


def test_a_function_of_one_s_own_is_not_asked_about_rows_of_others(
    closed: psycopg.Connection, installation: Attacked
) -> None:
    """A cheap function in a condition would see rows first, were the policy no barrier."""
    heard: list[str] = []
    closed.add_notice_handler(lambda notice: heard.append(notice.message_primary or ""))
    closed.execute("""
        CREATE FUNCTION pg_temp.tell(text) RETURNS bool LANGUAGE plpgsql COST 0.0001
        AS $$ BEGIN RAISE NOTICE '%', $1; RETURN true; END $$
    """)
    closed.execute("SELECT * FROM users WHERE pg_temp.tell(tenant_id::text)")
    assert set(heard) == {str(installation.companies["one"].tenant)}


def test_the_role_has_no_files_and_no_power(closed: psycopg.Connection) -> None:
    not_here = (psycopg.errors.FeatureNotSupported, psycopg.errors.ActiveSqlTransaction)
    allowed: list[str] = []
    for statement in (*FILES, *POWER):
        try:
            if not refused(closed, statement):
                allowed.append(statement)
        except not_here:
            continue
    assert not allowed


@pytest.mark.parametrize(
    "way_back",
    ["RESET ROLE", "RESET SESSION AUTHORIZATION", "SET ROLE NONE", "DISCARD ALL",
     "ALTER ROLE lingting_app SET role = lingting_owner"],
)  # fmt: skip
def test_there_is_no_way_back_to_the_owner(
    closed: psycopg.Connection, installation: Attacked, way_back: LiteralString
) -> None:
    """These words are allowed to everybody; behind them is the application again."""
    closed.commit()
    closed.autocommit = True
    with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
        closed.execute(way_back)
    try:
        assert closed.execute("SELECT current_user, session_user").fetchone() == (APP_ROLE,) * 2
        assert refused(closed, "ALTER TABLE users DISABLE ROW LEVEL SECURITY")
        assert refused(closed, "SET ROLE lingting_owner")
        other = installation.companies["two"].tenant
        seen = closed.execute("SELECT count(*) FROM users WHERE tenant_id = %s", [other])
        assert seen.fetchone() == (0,)
    finally:
        closed.execute("ALTER ROLE lingting_app RESET ALL")


def test_no_foreign_key_leads_from_one_company_to_another(closed: psycopg.Connection) -> None:
    """A check of a foreign key passes row-level security: the company must be part of it."""
    rows = closed.execute("""
        SELECT k.conrelid::regclass::text, k.conname,
               ARRAY(SELECT attname FROM pg_attribute a
                     WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey))::text[],
               ARRAY(SELECT attname FROM pg_attribute a
                     WHERE a.attrelid = k.confrelid AND a.attnum = ANY (k.confkey))::text[]
        FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = 'public'::regnamespace
    """).fetchall()
    assert rows
    open_keys = [
        name
        for table, name, here, there in rows
        if table not in OF_NOBODY
        and name not in BY_ID
        and not ("tenant_id" in here and {"tenant_id"} & {*there, "id"})
    ]
    assert not open_keys


def test_a_unique_key_across_companies_is_of_ids_that_nobody_guesses(
    closed: psycopg.Connection,
) -> None:
    """`ON CONFLICT` tells whether a row is there, also one that is not seen."""
    rows = closed.execute("""
        SELECT i.indrelid::regclass::text, ARRAY(
                 SELECT a.attname || ':' || format_type(a.atttypid, NULL) FROM pg_attribute a
                 WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey))::text[]
        FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace
    """).fetchall()
    guessable = {
        table: columns
        for table, columns in rows
        if table not in OF_NOBODY
        and "tenant_id:uuid" not in columns
        and not any(column.endswith((":uuid", ":bytea")) for column in columns)
    }
    # a SIP account's name is made of its owner's id
    assert guessable.keys() <= {"sip_phones"}, guessable


def test_nothing_is_kept_where_no_policy_reaches(closed: psycopg.Connection) -> None:
    """No large objects, no views of the owner's."""
    counts = closed.execute("""
        SELECT (SELECT count(*) FROM pg_largeobject_metadata),
               (SELECT count(*) FROM pg_views WHERE schemaname = 'public')
    """).fetchone()
    assert counts == (0, 0)


def test_one_function_runs_with_the_owner_s_rights(closed: psycopg.Connection) -> None:
    """It finds its tables by no path of the caller's, and only the application may run it."""
    rows = closed.execute("""
        SELECT proname, proconfig, has_function_privilege('public', oid, 'EXECUTE') FROM pg_proc
        WHERE prosecdef AND pronamespace = 'public'::regnamespace
    """).fetchall()
    assert rows == [("forget_trail", ["search_path=pg_catalog, pg_temp"], False)]


def test_what_is_told_between_processes_names_companies_and_numbers_only(
    closed: psycopg.Connection, installation: Attacked, database_url: str
) -> None:
    """Any session may listen to any channel: nothing but ids and positions may be said there."""
    with psycopg.connect(database_url, autocommit=True) as listener:
        for channel in ("lingting_events", "lingting_configuration"):
            listener.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
        tenant = installation.companies["two"].tenant
        assert isinstance(tenant, UUID)
        said = [notice.payload for notice in listener.notifies(timeout=0.2)]
    assert all(set(one) <= set("0123456789abcdef-:") for one in said)


def test_whoever_runs_sql_of_his_own_may_name_another_company(
    closed: psycopg.Connection, installation: Attacked
) -> None:
    """What row-level security is not: docs/security.md says so, and this shows that it is so."""
    other = installation.companies["two"].tenant
    closed.execute("SELECT set_config('lingting.tenant_id', %s, true)", [str(other)])
    assert closed.execute("SELECT DISTINCT tenant_id FROM users").fetchall() == [(other,)]
