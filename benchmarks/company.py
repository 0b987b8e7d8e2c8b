"""A company for measurements: many agents, one queue, one number that leads into it.

Its agents share one password whose hash is cheap, so that hundreds can log in within seconds;
otherwise it is made by the product's own use cases.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from argon2 import PasswordHasher

from benchmarks.product import Product
from lingting.acd.domain.queues import Member, SkillGroup
from lingting.identity.api import NewPerson
from lingting.identity.service.users import NewUser
from lingting.identity.store import roles as role_store
from lingting.kernel.ids import AgentId, QueueId, SkillGroupId, TenantId, new_id
from lingting.main.demo.founding import administrator
from lingting.main.founding import with_product
from lingting.main.wiring import Product as Wired
from lingting.platform.settings import Settings

SHORT_NAME = "bench"
NUMBER = "8100"
PASSWORD = "measured-once-more"
LEADER = "leader"
QUEUE = "hotline"


@dataclass(frozen=True, slots=True)
class Company:
    """Who can log in: `agents` by account with `PASSWORD`, the leader with his own."""

    tenant: TenantId
    agents: tuple[str, ...]
    leader_password: str


def found(product: Product, agents: int) -> Company:
    """Founds it in the product's database; the engine takes it up at its next start."""
    told = product.running
    os.environ.update(told.environment)

    return with_product(Settings(), told.database_url, lambda wired: make(wired, agents))


async def make(wired: Wired, agents: int) -> Company:
    """Founds it with what a process has wired."""
    people = (
        NewPerson("admin", "管理员", "administrator"),
        NewPerson(LEADER, "班长", "supervisor", "A900", "2001"),
    )
    founded = await wired.identity.found_company(SHORT_NAME, "测量公司", people)
    await wired.acd.load(founded.tenant)
    accounts = tuple(f"agent{n:04}" for n in range(1, agents + 1))
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    now = wired.kit.clock.now()
    group, queue = SkillGroupId(new_id(now)), QueueId(new_id(now))
    async with wired.kit.db.transaction(founded.tenant) as tx:
        await wired.acd.seed(tx)
        roles = {one.key: one.id for one in (await role_store.every(tx.conn)).values()}
        members: list[Member] = []
        for place, account in enumerate(accounts, 1):
            new = NewUser(
                account=account,
                name=f"坐席{place}",
                roles=(roles["agent"],),
                password=PASSWORD,
                password_hash=cheap,
                must_change_password=False,
            )
            user, _ = await wired.identity.accounts.add(tx, None, new)
            await wired.identity.places.add(
                tx, None, f"A{10000 + place}", f"{30000 + place}", user.id
            )
            members.append(Member(agent=AgentId(user.id)))
        able = SkillGroup(id=group, name="everybody", members=tuple(members))
        await wired.acd.admin.save_group(tx, able)
        settings = {"requirements": [{"group": str(group), "min_level": 1}], "wrap_up_seconds": 0}
        await wired.acd.admin.save_queue(tx, queue, QUEUE, settings)
        by = administrator(founded)
        head = await wired.flows.editing.add(tx, by, "bench", _straight_to(queue))
        flow = await wired.flows.editing.publish(tx, by, head.id)
        await wired.numbers.add(tx, NUMBER, "Bench", flow.id)
    return Company(founded.tenant, accounts, founded.passwords[LEADER])


def _straight_to(queue: QueueId) -> Mapping[str, Any]:
    """As app_queue does it: answered, music, an agent, the end."""
    title = {"zh-CN": "排队", "en": "Queue"}
    return {
        "name": {"zh-CN": "测量", "en": "Bench"},
        "variables": [],
        "start": "queue",
        "nodes": {
            "queue": {
                "verb": "queue",
                "title": title,
                "queue": str(queue),
                "max_wait_seconds": 600,
                "announce_first_seconds": 300,
                "announce_every_seconds": 300,
                "exits": dict.fromkeys(("answered", "no_agent", "all_busy", "failed"), "end"),
            },
            "end": {"verb": "end", "title": {"zh-CN": "结束", "en": "End"}, "exits": {}},
        },
    }
