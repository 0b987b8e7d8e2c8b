"""Exporting and importing lose nothing, and an unchanged text changes nothing."""

import pytest

from lingting.configuration.domain.planning import Kind
from support.configured import Configured, body, changed

pytestmark = [pytest.mark.db, pytest.mark.req("ACD-12", "ACD-13", "ADM-07", "ADM-08")]


async def test_an_unchanged_text_plans_no_change(configured: Configured) -> None:
    text = await configured.text()
    plan = await configured.plan(text, prune=True)
    assert (plan.problems, plan.changes) == ((), ())
    assert (await configured.apply(text, prune=True)).number is None


async def test_an_empty_company_becomes_the_same_company(configured: Configured) -> None:
    await make_more(configured)
    text = await configured.text()
    await configured.apply("format: 1\naccess_numbers: {}\nbound_numbers: {}", prune=True)
    empty = await configured.empty_company()
    imported = await configured.apply(text, prune=True, tenant=empty)
    assert imported.plan.problems == ()
    assert {one.account for one in imported.passwords} == {"agent1", "agent2", "agent3", "chen"}
    assert body(await configured.text(empty)) == body(text)


async def make_more(configured: Configured) -> None:
    """Something of every kind that a company can have."""
    text = await configured.text()
    more = changed(
        text,
        ("  ring_seconds: 25", "  ring_seconds: 31"),
        (
            "users:\n",
            "users:\n"
            "  chen:\n    name: 陈\n    language: en\n    active: false\n    roles: [质检, 坐席]\n",
        ),
        (
            "roles:\n",
            "roles:\n  质检:\n    layer: platform\n    permissions: [calls.read, queues.read]\n",
        ),
        ("seats:\n", "seats:\n  A100:\n    extension: 1100\n    user: chen\n"),
        ("busy_reasons:\n", "busy_reasons:\n  lunch:\n    zh: 午饭\n    en: Lunch\n"),
        ("skill_groups:\n", "skill_groups:\n  VIP:\n    members: [{agent: chen, level: 9}]\n"),
        (
            "queues:\n",
            "queues:\n  VIP:\n    requirements: [{group: VIP}, {group: 客服组, min_level: 3}]\n"
            "    relaxations: [{after_seconds: 30, min_level: 1}]\n",
        ),
        (
            "prompts: {}\n",
            "prompts:\n  hello-vip:\n    name: 贵宾\n    zh-CN: 您好\n    en: Hello\n"
            "  welcome:\n    name: 欢迎\n    category: greeting\n    zh-CN: |-\n      欢迎\n"
            "      致电\n    en: Welcome\n",
        ),
        ("flows:\n", "flows:\n" + VIP_FLOW),
        (
            "access_numbers:\n",
            "access_numbers:\n  010-8888 1234: {label: 贵宾, flow: vip, active: false}\n",
        ),
        (
            "bound_numbers: {}\n",
            "bound_numbers:\n  400-820-1234:\n    kind: 400\n    label: 热线\n"
            "    access_numbers: [010-8888 1234, '01055550000']\n",
        ),
    )
    imported = await configured.apply(more)
    assert imported.plan.problems == ()
    assert imported.plan.count(Kind.ADDED) == 11
    assert imported.plan.count(Kind.CHANGED) == 1


VIP_FLOW = """\
  vip:
    published:
      name: {zh-CN: 贵宾, en: VIP}
      start: hello
      nodes:
        hello:
          verb: play
          title: {zh-CN: 问候, en: Greeting}
          prompts: [hello-vip]
          exits: {next: queue}
          position: {x: 10, y: 20.5}
        queue:
          verb: queue
          title: {zh-CN: 排队, en: Queue}
          queue: VIP
          exits: {answered: end, no_agent: end, all_busy: end, failed: message}
        message:
          verb: subflow
          title: {zh-CN: 留言, en: Message}
          flow: voicemail
          exits: {returned: end, failed: end}
        end: {verb: end, title: {zh-CN: 结束, en: End}, exits: {}}
    draft:
      name: {zh-CN: 贵宾二, en: VIP two}
      start: end
      nodes:
        end: {verb: end, title: {zh-CN: 结束, en: End}, exits: {}}
"""
