"""All open pages are asked for at once: who may stay hears a ping, who may not a goodbye."""

from __future__ import annotations

from typing import Any

import pytest

from lingting.desktop.reader import Reader
from lingting.desktop.roll_call import RollCall
from lingting.identity.service.users import UserPatch
from lingting.identity.store import roles as role_store
from lingting.platform.db import DatabaseAway
from lingting.platform.http.auth import COOKIE
from lingting.platform.realtime import Board
from support.centre import Centre, make_centre
from support.statements import heard

pytestmark = [pytest.mark.flow, pytest.mark.req("SEC-07")]


class Desks:
    """Open pages of people with sessions of their own, and the roll that is called."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.roll = RollCall(centre.kit, centre.identity)
        centre.kit.hub.show(_nothing)

    async def open(self, account: str) -> Reader:
        cookie = (await self.centre.log_in(account)).cookies[COOKIE]
        identity = self.centre.identity
        principal = await identity.authenticate(cookie)
        assert principal is not None
        page = self.centre.kit.hub.attach(principal.tenant, principal.user)
        reader = Reader(self.centre.kit, page, principal, identity.authenticate, cookie)
        self.roll.come(reader)
        return reader

    async def heard(self, reader: Reader) -> list[dict[str, Any]]:
        """What a page was told but for its state."""
        await self.centre.kit.supervisor.settle()
        waiting = reader.page.messages
        said = [waiting.get_nowait() for _ in range(waiting.qsize())]
        return [one for one in said if one["type"] in ("ping", "bye", "refused")]


async def _nothing(*_: object) -> dict[str, Any]:
    return {}


@pytest.fixture
def desks(centre: Centre) -> Desks:
    return Desks(centre)


async def test_many_pages_take_the_statements_of_one(desks: Desks) -> None:
    readers = [await desks.open("agent1")]
    db = desks.centre.kit.db
    with heard(db) as of_one:
        await desks.roll.call()
    assert await desks.heard(readers[0]) == [{"type": "ping"}]
    readers += [await desks.open(account) for account in ("agent2", "agent3", "leader", "admin")]
    with heard(db) as of_many:
        await desks.roll.call()
    assert len(of_many) == len(of_one) < 8
    for reader in readers:
        assert await desks.heard(reader) == [{"type": "ping"}]


async def test_who_was_logged_out_by_another_process_is_told_at_the_next_call(
    desks: Desks, database_url: str
) -> None:
    gone, stays = await desks.open("agent1"), await desks.open("agent2")
    elsewhere = make_centre(database_url)
    async with elsewhere.kit.db.transaction(gone.page.tenant) as tx:
        await elsewhere.identity.sessions.end_all(tx, [gone.page.user], "revoked")
    await elsewhere.close()
    await desks.roll.call()
    assert await desks.heard(gone) == [{"type": "bye", "reason": "expired"}]
    assert await desks.heard(stays) == [{"type": "ping"}]


async def test_a_permission_that_was_taken_away_elsewhere_ends_a_board(
    desks: Desks, database_url: str
) -> None:
    hub = desks.centre.kit.hub
    hub.offer(Board(name="floor", permission="supervision.see", view=_nothing))
    leader = await desks.open("leader")
    hub.watch(leader.page, "floor", leader.principal.may)
    elsewhere = make_centre(database_url)
    async with elsewhere.kit.db.transaction(leader.page.tenant) as tx:
        roles = await role_store.every(tx.conn)
        (agent,) = [one.id for one in roles.values() if one.key == "agent"]
        patch = UserPatch(roles=(agent,))
        await elsewhere.identity.accounts.change(tx, None, leader.page.user, patch)
    await elsewhere.close()
    await desks.roll.call()
    assert {"type": "refused", "board": "floor"} in await desks.heard(leader)
    assert not leader.page.boards


async def test_who_is_there_stays_while_the_database_is_away(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = await desks.open("agent1")

    async def away(*_: object) -> None:
        raise DatabaseAway

    monkeypatch.setattr(desks.centre.identity.sessions, "still_there", away)
    await desks.roll.call()
    assert await desks.heard(reader) == [{"type": "ping"}]


async def test_a_page_that_was_closed_is_not_called(desks: Desks) -> None:
    reader = await desks.open("agent1")
    desks.roll.go(reader)
    with heard(desks.centre.kit.db) as asked:
        await desks.roll.call()
    assert not asked
