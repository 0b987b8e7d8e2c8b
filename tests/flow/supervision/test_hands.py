"""Stories of raised hands and tips: who asks is seen, in his turn, and a restart loses nobody."""

from __future__ import annotations

from typing import Any

import pytest

from lingting.identity.events import SessionEnded
from lingting.kernel.ids import SessionId, UserId, new_id
from support.leading import Leading
from support.voice import Voice

pytestmark = pytest.mark.flow


@pytest.fixture
def leading(voice: Voice) -> Leading:
    return Leading(voice)


async def board(leading: Leading) -> list[dict[str, Any]]:
    """The raised hands as a leader's page gets them, the oldest first."""
    hub = leading.voice.centre.kit.hub
    hub.show(lambda tenant, user: _nothing())
    page = hub.attach(leading.voice.tenant, UserId(leading.boss))
    hub.watch(page, "hands", lambda permission: permission == "supervision.see")
    await leading.voice.centre.kit.supervisor.settle()
    found: list[dict[str, Any]] = []
    while not page.messages.empty():
        message = page.messages.get_nowait()
        if message.get("board") == "hands":
            found = sorted(message["state"]["hands"].values(), key=lambda one: one["raised_at"])
    hub.detach(page)
    return found


async def _nothing() -> dict[str, Any]:
    return {}


async def raises(leading: Leading, number: int, text: str = "") -> None:
    await leading.done(leading.voice.agents[number], "PUT", "/desk/hand", {"text": text})


@pytest.mark.req("RTM-07")
async def test_leaders_see_the_hands_in_their_order(leading: Leading) -> None:
    await raises(leading, 1, "客户要求退款，如何处理？")
    await leading.voice.run(20)
    await raises(leading, 0)
    await leading.voice.run(5)
    await raises(leading, 1, "金额五千元")
    first, second = await board(leading)
    assert (first["name"], first["text"], second["name"]) == ("坐席2", "金额五千元", "坐席1")
    own = (await leading.desk(leading.colleague))["hand"]
    assert own["raised_at"] == first["raised_at"]
    await leading.done(leading.colleague, "DELETE", "/desk/hand")
    await leading.done(leading.colleague, "DELETE", "/desk/hand")
    assert [one["name"] for one in await board(leading)] == ["坐席1"]
    assert "hand" not in await leading.desk(leading.colleague)


@pytest.mark.req("RTM-07")
async def test_one_leader_takes_a_hand_and_puts_it_down(leading: Leading) -> None:
    await raises(leading, 0)
    (hand,) = await board(leading)
    leading.rights[leading.colleague] = leading.rights[leading.boss]
    take = f"/supervision/hands/{hand['id']}/take"
    await leading.done(leading.boss, "POST", take)
    await leading.done(leading.boss, "POST", take)
    assert await leading.refused(leading.colleague, "POST", take) == "hand-taken"
    assert (await leading.desk(leading.agent))["hand"]["taken_name"] == "坐席3"
    await leading.done(leading.boss, "DELETE", f"/supervision/hands/{hand['id']}")
    assert await board(leading) == []
    assert await leading.refused(leading.boss, "POST", take) == "hand-not-up"


async def test_hands_and_tips_survive_a_restart(leading: Leading) -> None:
    voice = leading.voice
    await raises(leading, 0, "系统打不开")
    (hand,) = await board(leading)
    await leading.done(leading.boss, "POST", f"/supervision/hands/{hand['id']}/take")
    await leading.done(
        leading.boss, "POST", f"/supervision/agents/{leading.agent}/tips", {"text": "请刷新页面"}
    )
    before = await leading.desk(leading.agent)
    hands = leading.wired.hands
    hands._up.clear()
    hands._tips.clear()
    assert await leading.desk(leading.agent) == {}
    await leading.wired.load(voice.tenant)
    assert await leading.desk(leading.agent) == before


@pytest.mark.req("RTM-15", "RTM-06")
async def test_a_tip_reaches_the_agent_while_he_talks(leading: Leading) -> None:
    voice, address = leading.voice, f"/supervision/agents/{leading.agent}/tips"
    await voice.ready(leading.agent)
    await voice.call_in()
    await voice.answer(leading.agent)
    call = voice.call().id
    await leading.done(leading.boss, "POST", address, {"text": "可以先道歉，再查订单"})
    await leading.done(leading.boss, "POST", address, {"text": "订单已退款"})
    first, second = (await leading.desk(leading.agent))["tips"]
    assert (first["text"], first["sender"]) == ("可以先道歉，再查订单", "坐席3")
    assert (await voice.story(call)).count("tip.sent") == 2
    await leading.done(leading.agent, "POST", f"/desk/tips/{first['id']}/seen")
    assert (await leading.desk(leading.agent))["tips"] == [second]
    seen = f"/desk/tips/{first['id']}/seen"
    assert await leading.refused(leading.agent, "POST", seen) == "tip-unknown"
    assert await leading.refused(leading.colleague, "POST", address, {"text": "x"}) == "forbidden"
    assert [one[0] for one in await leading.trail()][-2:] == ["tip.send", "tip.send"]


async def test_a_desk_holds_the_newest_tips(leading: Leading) -> None:
    address = f"/supervision/agents/{leading.agent}/tips"
    for number in range(22):
        await leading.done(leading.boss, "POST", address, {"text": f"提示 {number}"})
    tips = (await leading.desk(leading.agent))["tips"]
    assert [tips[0]["text"], tips[-1]["text"], len(tips)] == ["提示 2", "提示 21", 20]


async def test_who_logs_out_asks_no_longer(leading: Leading) -> None:
    await raises(leading, 0)
    async with leading.voice.centre.kit.db.transaction(leading.voice.tenant) as tx:
        session, user = SessionId(new_id(tx.now)), UserId(leading.agent)
        tx.publish(
            SessionEnded(at=tx.now, session=session, user=user, reason="logged_out", last=True)
        )
    await leading.voice.settle()
    assert await board(leading) == []
