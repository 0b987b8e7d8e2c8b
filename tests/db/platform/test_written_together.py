"""Rows wait until their transaction ends, and are seen by whoever reads in it before."""

from collections.abc import Awaitable, Callable
from uuid import UUID

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from lingting.acd import store as floor
from lingting.acd.tables import agent_states
from lingting.kernel.ids import AgentId, TenantId
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.platform.pending import AS_STORED
from lingting.platform.tables import timers
from lingting.platform.writing import Add, Amend, Put, Remove
from lingting.tenancy.events import CompanyFounded
from support.statements import hear

pytestmark = pytest.mark.db

TENANT, OTHER = TenantId(UUID(int=7)), TenantId(UUID(int=8))
AGENT = AgentId(UUID(int=9))
PUT = Put(timers)
ADD = Add(timers)
REMOVE = Remove(timers, ("kind", "key"))
NAMED = Amend(timers, ("kind", "key"), ("data",))
LONGER = Amend(timers, ("key",), ("data",), extend=("kind",), where="t.kind <> 'never'")


def put(tx: Transaction, key: str, word: str, kind: str = "bell") -> None:
    tx.write(PUT, key, {"kind": kind, "key": key, "due_at": tx.now, "data": {"word": word}})


async def words(tx: Transaction) -> dict[str, str]:
    rows = await tx.conn.execute(sa.select(timers.c.key, timers.c.data).order_by(timers.c.key))
    return {row.key: row.data["word"] for row in rows}


async def stored(kit: Kit, tenant: TenantId = TENANT) -> dict[str, str]:
    async with kit.db.transaction(tenant) as tx:
        return await words(tx)


async def test_all_rows_and_facts_of_a_transaction_are_one_statement(kit: Kit) -> None:
    asked = hear(kit.db)
    async with kit.db.transaction(TENANT) as tx:
        put(tx, "a", "old")
        put(tx, "b", "other")
        put(tx, "a", "new")
        tx.publish(CompanyFounded(at=tx.now, short_name="x"))
        await tx.set_timer("c", "c", tx.now, {"word": "timer"})
        tx.defer("some.job")
    assert len(asked) == 1
    assert await stored(kit) == {"a": "new", "b": "other", "c": "timer"}


async def test_a_transaction_without_news_asks_nothing(kit: Kit) -> None:
    asked = hear(kit.db)
    async with kit.db.transaction(TENANT) as tx:
        tx.on_rollback(lambda: None)
    assert asked == []


async def test_whoever_reads_sees_what_waits(kit: Kit) -> None:
    async with kit.db.transaction(TENANT) as tx:
        put(tx, "a", "one")
        assert await words(tx) == {"a": "one"}
        put(tx, "a", "two")
        assert await words(tx) == {"a": "two"}
    assert await stored(kit) == {"a": "two"}


async def test_a_question_that_what_waits_does_not_concern_lets_it_wait(kit: Kit) -> None:
    one = sa.text("SELECT 1")
    asked = hear(kit.db)
    async with kit.db.transaction(TENANT) as tx:
        put(tx, "a", "one")
        await tx.conn.execute(one, execution_options=AS_STORED)
        assert len(asked) == 1
        async with tx.attempt():  # what fails in there must leave all else as it was
            await tx.conn.execute(one, execution_options=AS_STORED)
        assert [text.split()[0] for text in asked[1:]] == ["SAVEPOINT", "WITH", "SELECT", "RELEASE"]
    assert await stored(kit) == {"a": "one"}


async def test_rows_belong_to_their_company(kit: Kit) -> None:
    async with kit.db.transaction(TENANT) as tx:
        put(tx, "a", "mine")
    async with kit.db.transaction(OTHER) as tx:
        put(tx, "a", "theirs")
    async with kit.db.transaction(OTHER) as tx:
        tx.write(REMOVE, "a", {"kind": "bell", "key": "a"})
    assert await stored(kit) == {"a": "mine"}
    assert await stored(kit, OTHER) == {}


async def test_columns_are_changed_where_the_row_is_there_and_as_it_should_be(kit: Kit) -> None:
    async with kit.db.transaction(TENANT) as tx:
        put(tx, "a", "old")
        put(tx, "b", "old", kind="never")
    async with kit.db.transaction(TENANT) as tx:
        for key in ("a", "b", "nobody"):
            tx.write(LONGER, key, {"key": key, "kind": "+", "data": {"word": "new"}})
    async with kit.db.transaction(TENANT) as tx:
        kinds = await tx.conn.execute(sa.select(timers.c.kind).order_by(timers.c.key))
        assert list(kinds.scalars()) == ["bell+", "never"]
    assert await stored(kit) == {"a": "new", "b": "old"}


async def test_a_row_that_is_added_twice_is_an_error(kit: Kit) -> None:
    async def add(word: str) -> None:
        async with kit.db.transaction(TENANT) as tx:
            row = {"kind": "bell", "key": "a", "due_at": tx.now, "data": {"word": word}}
            tx.write(ADD, "a", row)

    await add("old")
    with pytest.raises(DBAPIError):
        await add("new")
    assert await stored(kit) == {"a": "old"}


async def test_a_stretch_ends_before_the_next_begins(kit: Kit) -> None:
    part = {"sign_in": "in", "method": None, "presence": "idle", "reason": None, "ref": None}
    async with kit.db.transaction(TENANT) as tx:
        floor.turn(tx, AGENT, part | {"work": "one"})
    async with kit.db.transaction(TENANT) as tx:
        for work in ("two", "three"):
            floor.turn(tx, AGENT, part | {"work": work})
    async with kit.db.transaction(TENANT) as tx:
        floor.turn(tx, AGENT, None)
        floor.turn(tx, AGENT, part | {"work": "four"})
    table = agent_states.c
    query = sa.select(table.work, table.ended_at.is_not(None)).order_by(table.number)
    async with kit.db.transaction(TENANT) as tx:
        told = [tuple(row) for row in await tx.conn.execute(query)]
    assert told == [("one", True), ("two", True), ("three", True), ("four", False)]


async def fails(tx: Transaction, work: Callable[[], Awaitable[None] | None]) -> None:
    async def attempt() -> None:
        async with tx.attempt():
            if (asked := work()) is not None:
                await asked
            raise ValueError("as a test wants")

    with pytest.raises(ValueError, match="as a test wants"):
        await attempt()


async def test_a_part_that_fails_alone_takes_its_rows_with_it_and_no_others(kit: Kit) -> None:
    asked = hear(kit.db)
    async with kit.db.transaction(TENANT) as tx:
        put(tx, "before", "kept")
        await fails(tx, lambda: put(tx, "before", "lost"))
        put(tx, "after", "kept")
    assert len(asked) == 1, "no savepoint where nothing was asked"
    assert await stored(kit) == {"before": "kept", "after": "kept"}


async def test_a_part_that_fails_after_it_read_does_so_too(kit: Kit) -> None:
    async with kit.db.transaction(TENANT) as tx:
        put(tx, "before", "kept")

        async def read() -> None:
            put(tx, "before", "lost")
            put(tx, "within", "lost")
            assert await words(tx) == {"before": "lost", "within": "lost"}

        await fails(tx, read)
        assert await words(tx) == {"before": "kept"}
    assert await stored(kit) == {"before": "kept"}


async def test_a_part_that_went_well_inside_one_that_failed_is_gone(kit: Kit) -> None:
    async with kit.db.transaction(TENANT) as tx:
        put(tx, "before", "kept")

        async def nested() -> None:
            put(tx, "outer", "lost")
            async with tx.attempt():
                put(tx, "inner", "lost")
                assert len(await words(tx)) == 3

        await fails(tx, nested)
    assert await stored(kit) == {"before": "kept"}


async def test_a_part_that_failed_inside_one_that_went_well_is_all_that_is_gone(kit: Kit) -> None:
    async with kit.db.transaction(TENANT) as tx, tx.attempt():
        put(tx, "outer", "kept")

        async def read() -> None:
            put(tx, "inner", "lost")
            await words(tx)

        await fails(tx, read)
        assert await words(tx) == {"outer": "kept"}
    assert await stored(kit) == {"outer": "kept"}


async def test_a_row_that_the_database_refuses_undoes_all(kit: Kit) -> None:
    undone: list[str] = []

    async def refused() -> None:
        async with kit.db.transaction(TENANT) as tx:
            tx.on_rollback(lambda: undone.append("memory"))
            put(tx, "good", "lost")
            put(tx, "bad", "nul \0")
            tx.publish(CompanyFounded(at=tx.now, short_name="lost"))

    with pytest.raises(DBAPIError):
        await refused()
    assert undone == ["memory"]
    assert await stored(kit) == {}


async def test_a_feature_writes_its_row_in_the_transaction_of_a_fact(kit: Kit) -> None:
    def also(tx: Transaction, fact: CompanyFounded) -> None:
        put(tx, fact.short_name, "with the fact")

    kit.bus.write_with(CompanyFounded, also)
    asked = hear(kit.db)
    async with kit.db.transaction(TENANT) as tx:
        tx.publish(CompanyFounded(at=tx.now, short_name="x"))
    assert len(asked) == 1
    assert await stored(kit) == {"x": "with the fact"}


async def test_who_changes_or_removes_a_row_reads_that_one_only(
    kit: Kit, database_url: str
) -> None:
    async with kit.db.transaction(TENANT) as tx:
        for number in range(300):
            put(tx, f"{number}", "many")
    with psycopg.connect(database_url) as owner:
        owner.execute("ANALYZE timers")
    named = {"kind": "bell", "key": "8", "data": {"word": "changed"}}
    for writing in (NAMED, REMOVE):
        async with kit.db.transaction(TENANT) as tx:
            before = await rows_read(tx)
            tx.write(writing, "8", named)
            assert await rows_read(tx) - before == 1
    assert len(await stored(kit)) == 299


async def rows_read(tx: Transaction) -> int:
    """How many timers were looked at until now."""
    counted = "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
    found = await tx.conn.execute(sa.text(f"{counted} WHERE relname = 'timers'"))
    return int(found.scalar_one())
