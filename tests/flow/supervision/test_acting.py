"""Stories of leaders who listen, force states and move agents: all of it with a reason."""

from __future__ import annotations

from typing import Any

import pytest

from lingting.acd.domain.queues import SkillGroup
from lingting.calls.domain.telling import TELL_LISTENED
from lingting.identity.events import SessionEnded
from lingting.kernel.ids import SessionId, SkillGroupId, UserId, new_id
from lingting.platform.patch import apply
from lingting.platform.realtime import Subscription
from lingting.supervision.domain.hands import FORCED_IDLE
from support.leading import Leading
from support.voice import Voice
from support.wallboard import Counted, with_supervision

pytestmark = pytest.mark.flow

LISTEN = "/supervision/listening"


@pytest.fixture
async def leading(voice: Voice) -> Leading:
    """The first agent talks, the leader's phone is there."""
    made = Leading(voice)
    await voice.ready(voice.agents[0])
    await voice.call_in()
    await voice.answer(voice.agents[0])
    await voice.run(10)
    await voice.phone_is_there(made.boss)
    await voice.settle()
    return made


async def choose(leading: Leading, key: str, value: bool) -> None:
    centre = leading.voice.centre
    async with centre.kit.db.transaction(leading.voice.tenant) as tx:
        await centre.tenancy.choose(tx, None, {key: value})


@pytest.mark.req("RTM-05", "RTM-06", "RTM-22", "REC-08")
async def test_who_listened_to_whom_why_and_how_long_is_in_the_trail(leading: Leading) -> None:
    call = str(leading.voice.call().id)
    await leading.listens("silent")
    await leading.voice.run(5)
    await leading.done(leading.boss, "PUT", f"{LISTEN}/mode", {"mode": "whisper"})
    await leading.voice.run(7)
    await leading.done(leading.boss, "DELETE", LISTEN)
    start, mode, end = (await leading.trail())[-3:]
    reason = {"mode": "silent", "reason": "新人辅导", "call": call}
    assert start == ("listening.start", "agent3", "A001 坐席1", reason)
    assert mode == ("listening.mode", "agent3", "A001 坐席1", {"mode": "whisper", "call": call})
    seconds = {"silent": 5, "whisper": 7}
    ended = {"seconds": seconds, "why": "listener", "call": call}
    assert end == ("listening.end", "agent3", "A001 坐席1", ended)


async def test_a_listening_that_ends_by_itself_is_in_the_trail_of_who_listened(
    leading: Leading,
) -> None:
    await leading.listens("silent")
    await leading.voice.run(3)
    customer = leading.voice.call().customer_leg
    assert customer is not None
    await leading.voice.hang_up(customer.id)
    action, account, _, details = (await leading.trail())[-1]
    assert (action, account, details["why"]) == ("listening.end", "agent3", "talk_ended")
    assert (await leading.desk(leading.boss))["listening_over"]["why"] == "talk_ended"


@pytest.mark.req("RTM-05")
async def test_an_agent_is_told_who_listens_if_the_company_wants_so(leading: Leading) -> None:
    await leading.listens("silent")
    assert (await leading.desk(leading.agent))["listened"] == [{"name": "坐席3", "mode": "silent"}]
    await choose(leading, TELL_LISTENED.key, False)
    assert (await leading.desk(leading.agent))["listened"] == []
    await leading.done(leading.boss, "PUT", f"{LISTEN}/mode", {"mode": "barge"})
    assert (await leading.desk(leading.agent))["listened"] == [{"name": "坐席3", "mode": "barge"}]
    shown = (await leading.desk(leading.boss))["listening"]
    assert (shown["name"], shown["seat"], shown["mode"]) == ("坐席1", "A001", "barge")
    assert shown["state"] == "listening"


async def test_both_pages_follow_the_leaders_phone(leading: Leading) -> None:
    voice, hub = leading.voice, leading.voice.centre.kit.hub
    hub.show(leading.desk_of)
    pages = [hub.attach(voice.tenant, UserId(one)) for one in (leading.boss, leading.agent)]
    await voice.settle()

    def shown(page: Subscription) -> dict[str, Any]:
        state: dict[str, Any] = {}
        while not page.messages.empty():
            message = page.messages.get_nowait()
            patch = message.get("patch")
            state = message["state"] if patch is None else apply(patch, state)
        return state

    body = {"agent": str(leading.agent), "mode": "silent", "reason": "抽查"}
    await leading.done(leading.boss, "POST", LISTEN, body)
    await voice.answer(leading.boss)
    assert shown(pages[0])["listening"]["state"] == "listening"
    assert shown(pages[1])["listened"] == [{"name": "坐席3", "mode": "silent"}]


async def test_each_mode_has_its_own_permission(leading: Leading) -> None:
    leading.rights[leading.boss] = frozenset({"supervision.listen"})
    body = {"agent": str(leading.agent), "mode": "whisper", "reason": "辅导"}
    assert await leading.refused(leading.boss, "POST", LISTEN, body) == "forbidden"
    await leading.listens("silent")
    mode = f"{LISTEN}/mode"
    assert await leading.refused(leading.boss, "PUT", mode, {"mode": "barge"}) == "forbidden"
    assert await leading.refused(leading.colleague, "POST", LISTEN, body) == "forbidden"
    for path, sent in (("busy", {"busy_reason": "meal", "reason": "x"}), ("idle", {"reason": "x"})):
        address = f"/supervision/agents/{leading.agent}/{path}"
        assert await leading.refused(leading.boss, "POST", address, sent) == "forbidden"


async def test_a_reason_is_needed_and_somebody_to_hear(leading: Leading) -> None:
    body = {"agent": str(leading.agent), "mode": "silent", "reason": ""}
    assert await leading.refused(leading.boss, "POST", LISTEN, body) == "invalid"
    body |= {"reason": "抽查", "agent": str(leading.colleague)}
    assert await leading.refused(leading.boss, "POST", LISTEN, body) == "nothing-to-hear"
    body |= {"agent": str(new_id(leading.voice.centre.clock.now()))}
    assert await leading.refused(leading.boss, "POST", LISTEN, body) == "agent-not-seated"


async def test_who_logs_out_hears_nothing_any_more(leading: Leading) -> None:
    await leading.listens("silent")
    async with leading.voice.centre.kit.db.transaction(leading.voice.tenant) as tx:
        session = SessionId(new_id(tx.now))
        user = UserId(leading.boss)
        tx.publish(
            SessionEnded(at=tx.now, session=session, user=user, reason="logged_out", last=True)
        )
    await leading.voice.settle()
    assert leading.voice.calls.listening.live.all() == []


@pytest.mark.req("RTM-22")
async def test_an_agent_is_set_busy_for_after_his_talk_and_learns_why(leading: Leading) -> None:
    voice = leading.voice
    address = f"/supervision/agents/{leading.agent}/busy"
    body = {"busy_reason": "training", "reason": "两点开班前会"}
    await leading.done(leading.boss, "POST", address, body)
    view = voice.acd.agent_view(voice.tenant, leading.agent)
    assert view is not None
    assert (view.presence.value, view.reason, view.work.value) == ("busy", "training", "engaged")
    (tip,) = (await leading.desk(leading.agent))["tips"]
    assert (tip["kind"], tip["text"], tip["sender"]) == ("busy", "两点开班前会", "坐席3")
    action, _, target, details = (await leading.trail())[-1]
    assert (action, target) == ("agent.set_busy", "A001 坐席1")
    assert details == body
    unknown = body | {"busy_reason": "no-such"}
    assert await leading.refused(leading.boss, "POST", address, unknown) == "busy-reason-unknown"


@pytest.mark.req("RTM-22")
async def test_nobody_is_made_available_by_force_unless_the_company_allows_it(
    leading: Leading,
) -> None:
    voice, address = leading.voice, f"/supervision/agents/{leading.colleague}/idle"
    await voice.ready(leading.colleague)
    await voice.turn(voice.acd.set_busy, leading.colleague, "meal")
    body = {"reason": "排队超过二十人"}
    assert await leading.refused(leading.boss, "POST", address, body) == "forced-idle-off"
    await choose(leading, FORCED_IDLE.key, True)
    await leading.done(leading.boss, "POST", address, body)
    assert voice.acd.can_take(voice.tenant, leading.colleague)


@pytest.mark.req("RTM-22")
async def test_an_agent_is_signed_out_but_never_out_of_his_talk(leading: Leading) -> None:
    voice = leading.voice
    body = {"reason": "已下班"}
    address = f"/supervision/agents/{leading.agent}/sign-out"
    assert await leading.refused(leading.boss, "POST", address, body) == "agent-engaged"
    await voice.ready(leading.colleague)
    address = f"/supervision/agents/{leading.colleague}/sign-out"
    await leading.done(leading.boss, "POST", address, body)
    view = voice.acd.agent_view(voice.tenant, leading.colleague)
    assert view is not None
    assert view.sign_in.value == "logged_in"
    assert voice.phone(leading.colleague) not in voice.switch.registered
    assert (await leading.desk(leading.colleague))["tips"][0]["kind"] == "signed_out"


@pytest.mark.req("RTM-20")
async def test_an_agent_is_sent_to_another_queue_at_once(leading: Leading) -> None:
    voice = leading.voice
    sales, queue = (SkillGroupId(new_id(voice.centre.clock.now())) for _ in range(2))
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        await voice.acd.admin.save_group(tx, SkillGroup(id=sales, name="销售组"))
        settings = {"requirements": [{"group": str(sales), "min_level": 1}]}
        await voice.acd.admin.save_queue(tx, queue, "销售", settings)  # type: ignore[arg-type]
    await voice.ready(leading.colleague)
    voice.flow.queue = queue  # type: ignore[assignment]
    await voice.call_in("13900139000")
    assert not voice.rings(leading.colleague)
    groups = [{"group": str(sales), "level": 7}]
    address = f"/supervision/agents/{leading.colleague}/groups"
    await leading.done(leading.boss, "PUT", address, {"groups": groups, "reason": "销售排队"})
    assert voice.rings(leading.colleague)
    others = [g for g in voice.acd.groups(voice.tenant) if g.id != sales]
    assert all(one.agent != leading.colleague for group in others for one in group.members)
    action, _, _, details = (await leading.trail())[-1]
    assert (action, details["groups"]) == ("agent.assign", {"销售组": 7})
    strange = [{"group": str(queue), "level": 7}]
    body = {"groups": strange, "reason": "x"}
    assert await leading.refused(leading.boss, "PUT", address, body) == "skill-group-not-found"


@pytest.mark.req("RTM-22")
async def test_who_takes_a_call_over_says_why_to_the_agent_and_the_trail(leading: Leading) -> None:
    voice, call = leading.voice, str(leading.voice.call().id)
    place, body = f"/supervision/agents/{leading.agent}/take-over", {"reason": "客户要求主管处理"}
    assert await leading.refused(leading.boss, "POST", place, body) == "forbidden"
    leading.rights[leading.boss] |= {"supervision.take_over"}
    assert await leading.refused(leading.boss, "POST", place, body) == "not-signed-in"
    assert await leading.refused(leading.boss, "POST", place, {"reason": ""}) == "invalid"
    await leading.listens("silent")
    await voice.ready(leading.boss)
    await leading.done(leading.boss, "POST", place, body)
    await voice.answer(leading.boss)
    assert voice.call().agent == leading.boss
    (tip,) = (await leading.desk(leading.agent))["tips"]
    assert (tip["kind"], tip["text"], tip["sender"]) == ("taken_over", "客户要求主管处理", "坐席3")
    taken = ("call.take_over", "agent3", "A001 坐席1", {**body, "call": call})
    assert taken in await leading.trail()
    assert "listening" not in await leading.desk(leading.boss)


async def test_the_wallboard_marks_whose_talk_is_attended(leading: Leading) -> None:
    voice = leading.voice
    wired = with_supervision(voice.centre, voice.acd, voice.calls, Counted())

    async def marked() -> list[str]:
        state = await wired.board.of(voice.tenant, frozenset())
        return [one["name"] for one in state["agents"].values() if one.get("listened")]

    assert await marked() == []
    await leading.listens("silent")
    assert await marked() == ["坐席1"]
    await leading.done(leading.boss, "DELETE", LISTEN)
    assert await marked() == []
