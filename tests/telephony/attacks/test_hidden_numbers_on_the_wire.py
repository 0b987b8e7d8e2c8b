"""What the telephone of an agent who may not see numbers really gets, datagram by datagram."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from lingting.identity.tables import roles, user_roles
from lingting.kernel.ids import AgentId, new_id
from lingting.testing.telephone import Telephone
from telephony.flows.conftest import CALLER, NUMBER

pytestmark = [pytest.mark.telephony, pytest.mark.req("SEC-01")]

MASKED = "138****8000"


def overheard(phone: Telephone) -> list[str]:
    """Everything that is sent to this telephone from now on."""
    heard: list[str] = []
    hand_on = phone.datagram_received

    def hear(data: bytes, address: tuple[str, int]) -> None:
        heard.append(data.decode("utf-8", "replace"))
        hand_on(data, address)

    phone.datagram_received = hear  # type: ignore[method-assign]
    return heard


async def may_only(hotline: Any, agent: AgentId, *permissions: str) -> None:
    """Takes everything else from a person."""
    async with hotline.product.kit.db.transaction(hotline.tenant) as tx:
        role = new_id(tx.now)
        row = {"id": role, "name": "own", "layer": "seat", "permissions": list(permissions)}
        await tx.conn.execute(roles.insert().values(tenant_id=tx.tenant, **row))
        mine = user_roles.c.user_id == agent
        await tx.conn.execute(sa.update(user_roles).where(mine).values(role_id=role))


async def answer_and_talk(hotline: Any, phone: Telephone) -> list[str]:
    """A caller reaches this telephone, is put on hold, talks and hangs up."""
    heard = overheard(phone)
    caller = await hotline.phone.call(NUMBER)
    await caller.answered()
    talk = await phone.arrival()
    talk.answer()
    await talk.answered()
    talk.hold()
    await asyncio.sleep(0.5)
    talk.hold(held=False)
    await asyncio.sleep(1)
    caller.hang_up()
    await talk.over()
    await asyncio.sleep(0.3)
    return heard


async def test_the_number_is_in_no_datagram_of_who_may_not_see_it(hotline: Any) -> None:
    agent = hotline.agents[0]
    await may_only(hotline, agent, "desk.use")
    phone = await hotline.sign_in(agent, idle=True)
    heard = await answer_and_talk(hotline, phone)
    assert any(one.startswith("INVITE ") and MASKED in one for one in heard)
    leaks = [one for one in heard if CALLER in one]
    assert not leaks, leaks[0]
