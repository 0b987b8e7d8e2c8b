"""Pages that wait for the database keep neither calls nor other people's pages from it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql

from lingting.platform import guests
from lingting.platform.db import CONNECTIONS_OF_GUESTS, CONNECTIONS_OF_ONE
from lingting.platform.http import app
from lingting.platform.http.auth import COOKIE
from support.hanging import unless_it_hangs
from support.locks import until_somebody_waits_seen_by
from support.whole import Whole
from support.whole import whole as whole

pytestmark = [pytest.mark.flow, pytest.mark.req("SEC-03")]

MANY = 40
PAGE = "/api/privacy/erasures"
ANYTHING = sa.text("SELECT 1")


@asynccontextmanager
async def stuck(
    whole: Whole, database_url: str, table: str = "erasures", page: str = PAGE, *people: str
) -> AsyncIterator[list[asyncio.Task[httpx.Response]]]:
    """People's pages that ask for rows which nobody can read meanwhile."""
    browsers = [await whole.log_in(one) for one in people or ["admin"]]
    async with await psycopg.AsyncConnection.connect(database_url) as holder:
        await holder.execute(sql.SQL("LOCK TABLE {}").format(sql.Identifier(table)))
        asked = [asyncio.create_task(one.get(page)) for one in browsers for _ in range(MANY)]
        await until_somebody_waits_seen_by(holder)
        yield asked
    await asyncio.wait(asked)


async def test_a_call_comes_through(whole: Whole, database_url: str) -> None:
    agent = whole.voice.agents[0]
    async with stuck(whole, database_url) as asked:
        async with unless_it_hangs():
            await whole.voice.ready(agent)
            await whole.voice.call_in()
            await whole.voice.answer(agent)
        states = {one.id: one.shown for one in whole.voice.acd.agents(whole.voice.tenant)}
        assert states[agent] == "talking"
    assert {one.result().status_code for one in asked} <= {200, 503}


async def test_others_go_on_working(whole: Whole, database_url: str) -> None:
    async with stuck(whole, database_url), unless_it_hangs():
        agent = await whole.log_in("agent1")
        assert (await agent.get("/api/customers")).status_code == 200


async def test_agents_work_while_all_places_are_taken(
    whole: Whole, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guests, "PATIENCE_SECONDS", 1)
    many = ("admin", "agent1", "agent2")
    async with (
        stuck(whole, database_url, "customers", "/api/customers", *many) as asked,
        unless_it_hangs(),
    ):
        while sum(not one.done() for one in asked) > CONNECTIONS_OF_GUESTS:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        agent = await whole.log_in("agent3")
        signed_in = await agent.post("/api/desk/sign-in", json={"method": "web"})
        assert signed_in.status_code == 204
        assert (await agent.get("/api/desk/targets")).status_code == 200
        with guests.guest("a telephone that connects"):
            identity = whole.product.identity
            identity.sessions.forget_principals()
            assert await identity.authenticate(agent.cookies[COOKIE]) is not None


async def test_who_asks_for_too_much_is_told(
    whole: Whole, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guests, "PATIENCE_SECONDS", 0.5)
    async with stuck(whole, database_url) as asked:
        async with unless_it_hangs():
            while sum(one.done() for one in asked) < MANY - CONNECTIONS_OF_ONE:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        told = [one.result() for one in asked if one.done()]
        assert {(one.status_code, one.json()["slug"]) for one in told} == {(503, "busy")}


async def test_those_who_have_a_place_never_wait_for_one_another(whole: Whole) -> None:
    db, tenant = whole.product.kit.db, whole.voice.tenant
    entered = asyncio.Barrier(CONNECTIONS_OF_GUESTS)

    async def page(number: int) -> None:
        with guests.guest(number):
            async with db.without_tenant() as conn, db.transaction(tenant) as tx:
                await conn.execute(ANYTHING)
                await entered.wait()
                await tx.conn.execute(ANYTHING)

    async with asyncio.timeout(guests.PATIENCE_SECONDS / 2):
        await asyncio.gather(*map(page, range(CONNECTIONS_OF_GUESTS)))


async def test_a_call_is_sent_to_a_flow_by_its_name_in_the_agents_language(whole: Whole) -> None:
    agent = await whole.log_in("agent1")
    for language, name in (("zh-CN", "呼叫中心接听流程"), ("en", "Inbound call flow")):
        answer = await agent.get("/api/desk/targets", headers={"accept-language": language})
        assert name in [flow["name"] for flow in answer.json()["flows"]]


async def test_the_description_of_the_interface_is_made_aside(
    whole: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes a second, and whoever asks needs no login."""
    made: list[bool] = []

    def watched(*given: Any) -> None:
        made.append(threading.current_thread() is not threading.main_thread())

    monkeypatch.setattr(app, "describe", watched)
    client = whole.voice.centre.client()
    answers = await asyncio.gather(*(client.get("/api/openapi.json") for _ in range(3)))
    assert {one.status_code for one in answers} == {200}
    assert "/api/auth/login" in answers[0].json()["paths"]
    assert made == [True]
