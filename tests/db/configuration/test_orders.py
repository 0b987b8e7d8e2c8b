"""The command line asks the engine, through the database, to change a living company."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from lingting.configuration.orders import (
    GONE_AFTER_SECONDS,
    Asking,
    NobodyAnswers,
    Refused,
)
from lingting.configuration.service import Request
from lingting.configuration.tables import configuration_orders
from support.configured import Configured
from support.hanging import unless_it_hangs

pytestmark = pytest.mark.db

NOTHING = "format: 1\n"


async def ask(configured: Configured, request: Request, patience: float = 60.0) -> dict[str, Any]:
    kit = configured.centre.voice.centre.kit
    return await Asking(kit, configured.tenant).ask(request, patience)


async def rows(configured: Configured) -> int:
    kit = configured.centre.voice.centre.kit
    async with kit.db.transaction(configured.tenant) as tx:
        count = sa.select(sa.func.count()).select_from(configuration_orders)
        return (await tx.conn.execute(count)).scalar_one()


async def asked_at(configured: Configured) -> datetime:
    kit = configured.centre.voice.centre.kit
    async with kit.db.transaction(configured.tenant) as tx:
        return (await tx.conn.execute(sa.select(configuration_orders.c.asked_at))).scalar_one()


async def until_asked(configured: Configured) -> None:
    """The order's row is there; each look gives the asking task its turn."""
    while not await rows(configured):
        pass


async def test_the_engine_hears_an_order_and_carries_it_out(configured: Configured) -> None:
    configured.configuration.orders.start()
    text = NOTHING + "users: {li: {name: 李}}\nqueues: {二线: {requirements: [{group: 客服组}]}}\n"
    answer = await ask(configured, Request(text=text))
    assert answer == {"number": 1, "problems": [], "accounts": ["li"]}
    names = {one.name for one in configured.centre.voice.acd.queues(configured.tenant)}
    assert "二线" in names
    assert await rows(configured) == 0


async def test_what_was_asked_before_the_engine_listened_is_done_too(
    configured: Configured,
) -> None:
    request = Request(text=NOTHING + "settings: {ring_seconds: 33}\n")
    asked = asyncio.create_task(ask(configured, request))
    await until_asked(configured)
    configured.configuration.orders.start()
    assert (await asked)["number"] == 1


async def test_an_order_that_nobody_takes_is_taken_back(configured: Configured) -> None:
    with pytest.raises(NobodyAnswers):
        await ask(configured, Request(text=NOTHING), patience=0)
    assert await rows(configured) == 0


async def test_problems_and_refusals_come_back(configured: Configured) -> None:
    configured.configuration.orders.start()
    answer = await ask(configured, Request(text=NOTHING + "settings: {ring_seconds: 1}\n"))
    assert answer["number"] is None
    assert [one["line"] for one in answer["problems"]] == [2]
    request = Request(text=NOTHING + "settings: {ring_seconds: 40}\n", digest="another")
    with pytest.raises(Refused) as refusal:
        await ask(configured, request)
    assert refusal.value.slug == "configuration-changed-meanwhile"


async def test_no_password_is_stored_in_an_answer(configured: Configured) -> None:
    kit = configured.centre.voice.centre.kit
    request = Request(text=NOTHING + "users: {li: {name: 李}}\n")
    asked = asyncio.create_task(ask(configured, request))
    await until_asked(configured)
    assert await configured.configuration.orders.take(configured.tenant) == 1
    async with kit.db.transaction(configured.tenant) as tx:
        answers = (await tx.conn.execute(sa.select(configuration_orders.c.answer))).scalars().all()
    for answer in answers:
        assert answer is None or set(answer) == {"number", "problems", "accounts"}
    assert (await asked)["accounts"] == ["li"]


async def test_the_order_of_a_command_that_was_killed_is_neither_done_nor_kept(
    configured: Configured,
) -> None:
    asked = asyncio.create_task(
        ask(configured, Request(text=NOTHING + "settings: {ring_seconds: 33}\n"))
    )
    await until_asked(configured)
    asked.cancel()
    await asyncio.gather(asked, return_exceptions=True)
    assert await rows(configured) == 1
    configured.centre.voice.centre.clock.advance(GONE_AFTER_SECONDS + 1)
    assert await configured.configuration.orders.take(configured.tenant) == 0
    assert await rows(configured) == 0


async def test_a_command_that_still_waits_says_so(configured: Configured) -> None:
    request = Request(text=NOTHING + "settings: {ring_seconds: 33}\n")
    asked = asyncio.create_task(ask(configured, request))
    await until_asked(configured)
    configured.centre.voice.centre.clock.advance(GONE_AFTER_SECONDS + 1)
    async with unless_it_hangs():
        while await asked_at(configured) < configured.centre.voice.centre.clock.now():  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    assert await configured.configuration.orders.take(configured.tenant) == 1
    assert (await asked)["number"] == 1
