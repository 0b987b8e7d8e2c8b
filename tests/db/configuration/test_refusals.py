"""A document with a fault changes nothing, and the fault's place is told."""

from __future__ import annotations

import asyncio
import threading
from typing import Any
from uuid import uuid4

import pytest

from lingting.configuration import schemas, service
from lingting.configuration.errors import (
    ConfigurationChangedMeanwhile,
    ConfigurationNotKept,
    SectionForbidden,
)
from lingting.configuration.plan import MOST_CHANGES, MOST_PROBLEMS, MOST_VALUES, Plan
from lingting.configuration.service import Request
from lingting.kernel.ids import SessionId
from lingting.platform.http.auth import Principal
from lingting.platform.http.messages import message
from support.configured import Configured, body, changed

pytestmark = [pytest.mark.db, pytest.mark.req("ACD-12", "ACD-13", "ADM-07")]

NOTHING = "format: 1\n"

FAULTS = {
    "queues: {VIP: {requirements: [{group: 没有}]}}": (
        2,
        "queues.VIP.requirements[1].group",
        "没有技能组“没有”。",
    ),
    "skill_groups: {VIP: {members: [{agent: 谁}]}}": (
        2,
        "skill_groups.VIP.members[1].agent",
        "没有账号为“谁”的用户。",
    ),
    "users:\n  li:\n    name: 李\n    roles: [没有]": (
        5,
        "users.li.roles[1]",
        "没有角色“没有”。",
    ),
    "seats:\n  A100:\n    extension: 1100\n    user: 谁": (
        5,
        "seats.A100.user",
        "没有账号为“谁”的用户。",
    ),
    "access_numbers: {8009: {flow: 没有}}": (2, "access_numbers.8009.flow", "没有流程“没有”。"),
    "bound_numbers: {4008201234: {kind: 400, access_numbers: [1]}}": (
        2,
        "bound_numbers.4008201234.access_numbers[1]",
        "没有接入号码“1”。",
    ),
    "settings:\n  ring_seconds: 3": (3, "settings.ring_seconds", None),
    "settings:\n  no_such: 3": (3, "settings.no_such", None),
    "company: {short_name: x}": (2, "company.short_name", "没有这一项设置。"),
    "company: {time_zone: 月球}": (2, "company.time_zone", None),
    "queues:\n  客户服务:\n    rings: 3\n    requirements: [{group: 客服组}]": (
        4,
        "queues.客户服务.rings",
        "没有这一项设置。",
    ),
    "queues: {客户服务: {requirements: []}}": (2, "queues.客户服务.requirements", None),
    "skill_groups:\n  甲: {}\n  ' 客服组': {}": (
        4,
        "skill_groups. 客服组",
        "名称“客服组”已被使用，请换一个。",
    ),
    "queues: [客户服务]": (2, "queues", "内容的类型不对。"),
    "users:\n  li:\n    name: 李\n    started_on: 2025-02-29": (5, "users.li.started_on", None),
    "users:\n  li:\n    name: 李\n    started_on: 9999-12-31": (5, "users.li.started_on", None),
    "users: {li: {name: 李, password: secret}}": (2, "users.li.password", "没有这一项设置。"),
    "roles: {李: {layer: seat, permissions: [users.write]}}": (2, "roles.李.permissions", None),
    "roles: {新: {shipped: agent, layer: platform}}": (2, "roles.新.layer", None),
    "roles: {新: {shipped: nobody, layer: seat}}": (2, "roles.新.shipped", None),
    "busy_reasons: {after_call: {zh: 别的, en: Other}}": (2, "busy_reasons.after_call", None),
    "prompts: {hello: {name: 问候}}": (2, "prompts.hello", None),
    "users:\n  admin:\n    name: 管理员\n    roles: [坐席]": (3, "users.admin", None),
    "users:\n  agent1: {name: 甲}\n  admin: {name: 管理员, roles: [管理员], active: false}\n"
    "  agent2: {name: 乙}": (4, "users.admin", None),
    "seats:\n  A001: {extension: 1002, user: agent1}": (3, "seats.A001.extension", None),
    "seats: {A009: {extension: 1001}}": (2, "seats.A009.extension", None),
    "flows: {f: {published: {nodes: 3}}}": (2, "flows.f.published", None),
    "flows: {f: {}}": (2, "flows.f", None),
    "flows: {Ü: {draft: {name: {zh-CN: 流}}}}": (2, "flows.Ü", None),
    "flows: {f: {published: {name: {zh-CN: 流}}}}": (2, "flows.f", None),
    "flowers: {}": (2, "flowers", "没有名为“flowers”的部分。"),
    "users: {a: {name: 甲}\n": (4, "", None),
    "queues: {}\nqueues: {}": (3, "", "“queues”重复出现。"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_each_fault_is_told_with_its_place_and_changes_nothing(
    configured: Configured, fault: str
) -> None:
    line, place, sentence = FAULTS[fault]
    before = await configured.text()
    imported = await configured.apply(NOTHING + fault + "\n")
    assert imported.number is None
    problem = imported.plan.problems[0]
    assert (problem.line, problem.place) == (line, place), problem
    if sentence is not None:
        assert message(problem.slug, "zh-CN", dict(problem.params)) == sentence
    assert await configured.text() == before


async def test_a_text_without_its_format_is_refused(configured: Configured) -> None:
    plan = await configured.plan("queues: {}")
    assert [one.slug for one in plan.problems] == ["format-unknown"]


async def test_all_faults_are_told_at_once(configured: Configured) -> None:
    plan = await configured.plan(NOTHING + "settings: {ring_seconds: 1, no: 2}\nusers: {a: {}}\n")
    assert [one.line for one in plan.problems] == [2, 2, 3]


async def test_a_late_refusal_takes_everything_back(configured: Configured) -> None:
    """The queue is good, the number belongs to another company."""
    voice = configured.centre.voice
    other = await configured.empty_company()
    async with voice.centre.kit.db.transaction(other) as tx:
        await voice.centre.numbers.add(tx, "8009")
    before = await configured.text()
    names = {queue.name for queue in voice.acd.queues(configured.tenant)}
    fault = "queues: {VIP: {requirements: [{group: 客服组}]}}\naccess_numbers:\n  8009: {}\n"
    imported = await configured.apply(NOTHING + fault)
    assert imported.number is None
    (problem,) = imported.plan.problems
    assert (problem.line, problem.slug) == (4, "number-taken")
    assert await configured.text() == before
    assert {queue.name for queue in voice.acd.queues(configured.tenant)} == names


async def test_what_would_not_come_out_as_written_is_refused(configured: Configured) -> None:
    """Two seats cannot have one user."""
    before = await configured.text()
    fault = (
        "seats:\n  A001: {extension: 1001, user: agent2}\n  A002: {extension: 1002, user: agent2}"
    )
    with pytest.raises(ConfigurationNotKept) as refusal:
        await configured.apply(NOTHING + fault)
    assert refusal.value.params["place"] == "seats.A002"
    assert await configured.text() == before


async def test_what_is_still_used_is_not_removed(configured: Configured) -> None:
    for gone, user in (
        ("skill_groups: {}", "queues.客户服务.requirements[1].group"),
        ("queues: {}", "flows.inbound.published.nodes.look.queue"),
        ("flows: {}", "access_numbers.01055550000.flow"),
        ("users: {admin: {name: 管理员, roles: [管理员]}}", "seats.A001.user"),
    ):
        plan = await configured.plan(NOTHING + gone, prune=True)
        assert user in [one.place for one in plan.problems if one.slug == "still-used"], gone


async def test_an_old_fault_elsewhere_does_not_stop_a_change(configured: Configured) -> None:
    """The page lets a queue go that a flow still names."""
    voice = configured.centre.voice
    await voice.turn(voice.acd.admin.delete_queue, voice.queue)
    text = changed(await configured.text(), ("ring_seconds: 25", "ring_seconds: 30"))
    imported = await configured.apply(text, prune=True)
    assert imported.plan.problems == ()
    assert imported.number == 1


async def test_nobody_changes_a_section_that_he_may_not(configured: Configured) -> None:
    founded = configured.centre.voice.centre.founded["lingting"]
    rights = frozenset({"configuration.write", "settings.write"})
    session = SessionId(uuid4())
    who = Principal(configured.tenant, founded.users["agent1"], session, "agent1", "坐席", rights)
    service = configured.configuration.service
    text = changed(await configured.text(), ("name: 坐席1", "name: 别人"))
    with pytest.raises(SectionForbidden) as refusal:
        await service.apply(configured.tenant, who, Request(text=text))
    assert refusal.value.params["section"] == "users"
    text = changed(await configured.text(), ("ring_seconds: 25", "ring_seconds: 30"))
    assert (await service.apply(configured.tenant, who, Request(text=text))).number == 1


async def test_what_was_not_shown_is_not_done(configured: Configured) -> None:
    text = changed(await configured.text(), ("ring_seconds: 25", "ring_seconds: 30"))
    shown = await configured.plan(text)
    later = changed(await configured.text(), ("wrap_up_seconds: 30", "wrap_up_seconds: 5"))
    await configured.apply(later)
    before = await configured.text()
    request = Request(text=text, digest=shown.digest)
    with pytest.raises(ConfigurationChangedMeanwhile):
        await configured.configuration.service.apply(configured.tenant, None, request)
    assert body(await configured.text()) == body(before)


async def test_more_changes_than_can_be_made_in_a_turn_are_refused(configured: Configured) -> None:
    """Before any password is made: its hash is slow work."""
    rows = "".join(f"  u{number}: {{name: x, roles: [坐席]}}\n" for number in range(MOST_CHANGES))
    text = f"{NOTHING}users:\n{rows}"
    assert (await configured.plan(text)).problems == ()
    imported = await configured.apply(f"{text}  one_more: {{name: x, roles: [坐席]}}\n")
    (problem,) = imported.plan.problems
    assert (problem.slug, problem.params["count"]) == ("too-many-changes", MOST_CHANGES + 1)


async def test_a_long_text_holds_nobody_up(
    configured: Configured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is compared, the engine does its other work; its faults are told up to a number."""
    goes_on = threading.Event()
    asyncio.get_running_loop().call_later(0.2, goes_on.set)
    compare = service.make_plan

    def slowly(*given: Any, **named: Any) -> Plan:
        assert goes_on.wait(10), "the engine stood still"
        return compare(*given, **named)

    monkeypatch.setattr(service, "make_plan", slowly)
    rows = "".join(f"  u{number}: {{name: x, roles: [没有]}}\n" for number in range(600))
    plan = await configured.plan(f"{NOTHING}users:\n{rows}")
    assert len(plan.problems) == MOST_PROBLEMS
    assert plan.problems[-1].line == MOST_PROBLEMS + 2


async def test_calls_do_not_wait_while_the_text_before_is_written(
    configured: Configured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Turns of the company come and go meanwhile."""
    mailboxes = configured.centre.voice.centre.kit.mailboxes
    loop = asyncio.get_running_loop()
    write = service.text.write

    async def turn() -> None:
        """A call."""

    def slowly(*given: Any) -> str:
        call = mailboxes.run(configured.tenant, turn)
        asyncio.run_coroutine_threadsafe(call, loop).result(timeout=5)
        return write(*given)

    monkeypatch.setattr(service.text, "write", slowly)
    assert (await configured.apply(f"{NOTHING}settings: {{ring_seconds: 33}}\n")).number == 1


async def test_a_long_entry_is_shown_without_holding_anybody_up(
    configured: Configured, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One entry of four megabytes kept the engine from anything else until it was ended."""
    engine = threading.get_ident()
    show = schemas.write_entry
    shown: list[bool] = []

    def watched(entry: Any) -> str:
        shown.append(threading.get_ident() != engine)
        return show(entry)

    monkeypatch.setattr(schemas, "write_entry", watched)
    admin = await configured.log_in()
    form = {"text": f"{NOTHING}users: {{li: {{name: 李}}}}\n", "prune": False}
    assert (await admin.post("/api/configuration/plan", json=form)).json()["changes"]
    assert shown == [True]


async def test_an_entry_without_end_is_refused(configured: Configured) -> None:
    """Read or shown in one piece, it would keep the engine from its work for seconds."""
    members = "{agent: agent1}, " * (MOST_VALUES // 2)
    (problem,) = (
        await configured.plan(f"{NOTHING}skill_groups: {{g: {{members: [{members}]}}}}")
    ).problems
    assert (problem.slug, problem.place) == ("entry-too-long", "skill_groups.g")
