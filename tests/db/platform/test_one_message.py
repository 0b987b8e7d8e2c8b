"""A transaction that asks nothing is one message to the database, and as safe as any other."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from lingting.kernel.ids import TenantId
from lingting.platform import db
from lingting.platform.asking import Question
from lingting.platform.beginning import COMMIT
from lingting.platform.bus import Recorded
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.platform.sending import Connection, Message, Said, edges
from lingting.platform.tables import timers
from lingting.platform.writing import Put
from lingting.tenancy.events import SettingsChanged

pytestmark = pytest.mark.db

TENANT = TenantId(UUID(int=7))
TIMERS = Put(timers)
KEYS = Question("SELECT key, NULL FROM timers WHERE kind = :kind ORDER BY key")
END_SESSION = Said(b"SELECT pg_terminate_backend(pg_backend_pid())")


class Sent:
    """The messages, with `before` and `after` put around COMMIT."""

    def __init__(self, kit: Kit) -> None:
        self.messages: list[Message] = []
        self.before: Sequence[Said] = ()
        self.after: Sequence[Said] = ()
        edges.setdefault(kit.db.engine.sync_engine, []).append(self._message)

    @contextmanager
    def _message(self, _: Connection, message: Message) -> Iterator[Message]:
        self.messages.append(message)
        if COMMIT in message:
            place = message.index(COMMIT)
            head, tail = message[:place], message[place + 1 :]
            message = [*head, *self.before, COMMIT, *self.after, *tail]
            self.before = self.after = ()
        yield message


@pytest.fixture
def sent(kit: Kit) -> Sent:
    """What goes to the server."""
    return Sent(kit)


@pytest.fixture
def heard(kit: Kit) -> list[Recorded]:
    """The facts that were told."""
    told: list[Recorded] = []

    async def hear(recorded: Recorded) -> None:
        told.append(recorded)

    kit.bus.subscribe_all(hear)
    return told


@contextmanager
def in_place_of_the_fate(kit: Kit, *instead: str) -> Iterator[list[str]]:
    """What is asked first of a transaction's fate; answers what was asked in all."""
    asked: list[str] = []
    engine = kit.db.engine.sync_engine

    def change(_: object, __: object, statement: str, parameters: object, *___: object) -> Any:
        if "pg_xact_status" not in statement:
            return statement, parameters
        asked.append(statement)
        wrong = instead[len(asked) - 1 : len(asked)]
        return (wrong[0], ()) if wrong else (statement, parameters)

    event.listen(engine, "before_cursor_execute", change, retval=True)
    yield asked
    event.remove(engine, "before_cursor_execute", change)


def tell(tx: Transaction) -> None:
    tx.publish(SettingsChanged(at=tx.now, keys=(), by=None))


async def logged(kit: Kit) -> int:
    async with kit.db.transaction(TENANT) as tx:
        return (await tx.conn.execute(sa.text("SELECT count(*) FROM event_log"))).scalar_one()


async def test_what_a_turn_writes_without_a_question_is_one_message(
    kit: Kit, sent: Sent, heard: list[Recorded]
) -> None:
    for _ in range(2):
        async with kit.db.transaction(TENANT) as tx:
            await tx.set_timer("bell", "one", tx.now)
            tell(tx)
    assert len(sent.messages) == 2
    assert [one.seq for one in heard] == [1, 2]
    assert await logged(kit) == 2


async def test_a_turn_that_neither_asks_nor_writes_sends_nothing(kit: Kit, sent: Sent) -> None:
    done: list[str] = []

    async def effect() -> None:
        done.append("effect")

    async with kit.db.transaction(TENANT) as tx:
        tx.after_commit(effect)
    assert sent.messages == []
    assert done == ["effect"]


async def test_what_is_told_is_written_though_the_answer_was_lost(
    kit: Kit, sent: Sent, heard: list[Recorded]
) -> None:
    sent.after = [END_SESSION]
    async with kit.db.transaction(TENANT) as tx:
        tell(tx)
    assert [one.seq for one in heard] == [1]
    assert await logged(kit) == 1


async def test_what_became_of_it_is_asked_until_it_is_known(
    kit: Kit, sent: Sent, heard: list[Recorded]
) -> None:
    sent.after = [END_SESSION]
    with in_place_of_the_fate(kit, "SELECT 1/0", "SELECT 1/0") as asked:
        async with kit.db.transaction(TENANT) as tx:
            tell(tx)
    assert len(asked) == 3
    assert [one.seq for one in heard] == [1]
    assert await logged(kit) == 1


async def test_a_server_that_never_came_to_it_has_not_committed_it(
    kit: Kit, sent: Sent, heard: list[Recorded]
) -> None:
    sent.after = [END_SESSION]
    with (
        in_place_of_the_fate(kit, "SELECT pg_xact_status('9999999999')") as asked,
        pytest.raises(db.DatabaseAway),
    ):
        async with kit.db.transaction(TENANT) as tx:
            tell(tx)
    assert len(asked) == 1
    assert heard == []


async def test_a_session_that_ends_before_its_commit_wrote_nothing(
    kit: Kit, sent: Sent, heard: list[Recorded]
) -> None:
    sent.before = [END_SESSION]
    with pytest.raises(db.DatabaseAway):
        async with kit.db.transaction(TENANT) as tx:
            tell(tx)
    assert heard == []
    assert await logged(kit) == 0


async def test_over_a_network_the_commit_waits_for_the_number_of_the_transaction(
    kit: Kit, sent: Sent, heard: list[Recorded], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "stays_on_machine", lambda conn: False)
    sent.after = [END_SESSION]
    async with kit.db.transaction(TENANT) as tx:
        tell(tx)
    assert sent.messages[1:] == [[COMMIT]]
    assert [one.seq for one in heard] == [1]


async def test_what_a_constraint_refuses_is_undone_and_the_session_goes_on(kit: Kit) -> None:
    undone: list[str] = []

    async def refused() -> None:
        async with kit.db.transaction(TENANT) as tx:
            tx.on_rollback(lambda: undone.append("memory"))
            tell(tx)
            tx.write(TIMERS, "no key", {"kind": "bell"})

    for _ in range(3):
        with pytest.raises(DBAPIError, match="null value"):
            await refused()
        async with kit.db.transaction(TENANT) as tx:
            tell(tx)
    assert undone == ["memory"] * 3
    assert await logged(kit) == 3


async def forget(kit: Kit) -> None:
    """A driver that rolls back lets its session forget them all, once it has named one itself."""
    for _ in range(8):
        await logged(kit)
    with pytest.raises(DBAPIError):
        async with kit.db.transaction(TENANT) as tx:
            await tx.conn.execute(sa.text("SELECT 1 / 0"))


async def test_a_session_that_forgot_its_statements_is_told_them_again(kit: Kit) -> None:
    async with kit.db.transaction(TENANT) as tx:
        tell(tx)
    await forget(kit)
    async with kit.db.transaction(TENANT) as tx:
        tell(tx)
    assert await logged(kit) == 2


async def test_a_session_that_has_forgotten_its_questions_begins_and_writes(
    kit: Kit, heard: list[Recorded]
) -> None:
    """Questions of one form name no BEGIN: that one is new, and what follows is forgotten."""
    async with kit.db.transaction(TENANT) as tx:
        await tx.ask(KEYS, kind="bell")
    await forget(kit)
    async with kit.db.transaction(TENANT) as tx:
        tell(tx)
    assert [one.seq for one in heard] == [1]
    assert await logged(kit) == 1


async def test_a_question_of_one_form_is_one_message_and_lets_rows_wait(
    kit: Kit, sent: Sent
) -> None:
    async with kit.db.transaction(TENANT) as tx:
        await tx.set_timer("bell", "one", tx.now)
    sent.messages.clear()
    async with kit.db.transaction(TENANT) as tx:
        tx.write(TIMERS, "two", {"kind": "bell", "key": "two", "due_at": tx.now, "data": {}})
        assert await tx.ask(KEYS, kind="bell") == [("one", None)]
        assert await tx.ask(KEYS, kind="whistle") == []
    assert len(sent.messages) == 3
    async with kit.db.transaction(TENANT) as tx:
        assert (await tx.conn.execute(sa.text("SELECT count(*) FROM timers"))).scalar_one() == 2
        assert await tx.ask(KEYS, kind="bell") == [("one", None), ("two", None)]
    async with kit.db.transaction(TenantId(UUID(int=8))) as tx:
        assert await tx.ask(KEYS, kind="bell") == []


async def test_a_question_that_is_expected_comes_along_with_the_one_before(
    kit: Kit, sent: Sent
) -> None:
    async with kit.db.transaction(TENANT) as tx:
        await tx.set_timer("late", "1", tx.now)
        await tx.set_timer("later", "2", tx.now)
    sent.messages.clear()

    async with kit.db.transaction(TENANT) as tx:
        tx.expect(KEYS, kind="late")
        assert await tx.ask(KEYS, kind="later") == [("2", None)]
        assert await tx.ask(KEYS, kind="late") == [("1", None)]
        assert len(sent.messages) == 1
        assert await tx.ask(KEYS, kind="late") == [("1", None)]
        assert len(sent.messages) == 2, "an answer is given once"


async def test_an_answer_that_came_along_is_not_taken_once_the_transaction_has_begun(
    kit: Kit,
) -> None:
    async with kit.db.transaction(TENANT) as tx:
        tx.expect(KEYS, kind="late")
        assert await tx.ask(KEYS, kind="later") == []
        row = {"tenant_id": TENANT, "kind": "late", "key": "1", "due_at": tx.now, "data": {}}
        await tx.conn.execute(timers.insert().values(row))
        assert await tx.ask(KEYS, kind="late") == [("1", None)]


async def test_another_company_sees_nothing_of_it(kit: Kit) -> None:
    async with kit.db.transaction(TENANT) as tx:
        await tx.set_timer("bell", "one", tx.now)
    async with kit.db.transaction(TenantId(UUID(int=8))) as tx:
        assert (await tx.conn.execute(sa.select(timers))).all() == []
