"""Founds the demonstration company, a company of its own, so that nothing invented mixes with
anything real."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from lingting.acd.domain.queues import Member, SkillGroup
from lingting.customers.service import NewCustomer
from lingting.identity.api import Founded, NewPerson
from lingting.kernel.ids import AgentId, QueueId, SessionId, SkillGroupId, new_id
from lingting.main.demo.flows import add_flows
from lingting.main.founded import DEMO
from lingting.main.wiring import Product
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.simulation.domain.world import (
    AGENTS,
    GROUP_NAMES,
    LINE_NAMES,
    NUMBERS,
    QUEUE_NAMES,
    VISITOR,
    Customer,
    Group,
    QueueKey,
)
from lingting.simulation.observer import OBSERVER
from lingting.tenancy.domain.company import Company

NAME = "演示公司"
FOR_PEOPLE = ("admin", "leader", VISITOR.account)
"""Accounts whose passwords are told to the person; all others belong to the simulation."""
PEOPLE = (
    NewPerson("admin", "管理员", "administrator"),
    NewPerson("leader", "郑班长", "supervisor", "A190", "1190"),
    NewPerson(OBSERVER, "演示观察员", "supervisor"),
    NewPerson(VISITOR.account, VISITOR.name, "agent", "A100", "1100"),
    *(
        NewPerson(one.account, one.name, "agent", f"A{100 + place}", f"{1100 + place}")
        for place, one in enumerate(AGENTS, 1)
    ),
)
QUEUES: Mapping[QueueKey, tuple[Group, Mapping[str, object]]] = {
    QueueKey.ENQUIRY: (Group.ENQUIRY, {"strategy": "longest_idle"}),
    QueueKey.SERVICE: (
        Group.SERVICE,
        {"strategy": "fewest_calls", "service_target_seconds": 30},
    ),
    QueueKey.COMPLAINT: (
        Group.COMPLAINT,
        {"strategy": "least_time_used", "service_target_seconds": 15, "priority": 6},
    ),
    QueueKey.VIP: (
        Group.ENQUIRY,
        {
            "strategy": "priority_in_group",
            "service_target_seconds": 10,
            "priority": 8,
            "min_level": 7,
            "relaxations": [{"after_seconds": 20, "min_level": 1}],
        },
    ),
}


async def demo_company(product: Product) -> Company | None:
    """The demonstration company, if there is one."""
    return await product.tenancy.by_short_name(DEMO)


async def found_demo(product: Product, customers: tuple[Customer, ...]) -> Founded:
    """The company with people, groups, queues, flows, numbers and the customers it knows."""
    founded = await product.identity.found_company(DEMO, NAME, PEOPLE)
    tenant = founded.tenant
    await product.acd.load(tenant)
    async with product.kit.db.transaction(tenant) as tx:
        await product.acd.seed(tx)
        groups = await _add_groups(product, tx, founded)
        queues = await _add_queues(product, tx, groups)
        flows = await add_flows(product, tx, administrator(founded), queues)
        for line, flow in flows.items():
            await product.numbers.add(tx, NUMBERS[line], LINE_NAMES[line], flow)
        for customer in customers:
            await product.customers.add(tx, _customer(customer))
    return founded


def administrator(founded: Founded) -> Principal:
    """The company's administrator, as who the flows are published."""
    return Principal(
        tenant=founded.tenant,
        user=founded.users["admin"],
        session=SessionId(uuid4()),
        account="admin",
        name="管理员",
        permissions=frozenset({"*"}),
    )


async def _add_groups(
    product: Product, tx: Transaction, founded: Founded
) -> dict[Group, SkillGroupId]:
    made: dict[Group, SkillGroupId] = {}
    for group in Group:
        members = tuple(
            Member(agent=AgentId(founded.users[one.account]), level=level, priority=11 - level)
            for one in (VISITOR, *AGENTS)
            for skill, level in one.skills
            if skill is group
        )
        made[group] = SkillGroupId(new_id(tx.now))
        skill_group = SkillGroup(id=made[group], name=GROUP_NAMES[group], members=members)
        await product.acd.admin.save_group(tx, skill_group)
    return made


async def _add_queues(
    product: Product, tx: Transaction, groups: Mapping[Group, SkillGroupId]
) -> dict[QueueKey, QueueId]:
    made: dict[QueueKey, QueueId] = {}
    for key, (group, chosen) in QUEUES.items():
        settings = dict(chosen)
        level = settings.pop("min_level", 1)
        settings["requirements"] = [{"group": str(groups[group]), "min_level": level}]
        made[key] = QueueId(new_id(tx.now))
        await product.acd.admin.save_queue(tx, made[key], QUEUE_NAMES[key], settings)
    return made


def _customer(customer: Customer) -> NewCustomer:
    return NewCustomer(
        name=customer.name,
        numbers=(customer.phone,),
        company=customer.company,
        level=customer.level,
        address=customer.city,
        notes=customer.note,
    )
