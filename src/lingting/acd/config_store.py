"""The SQL of what a company configures: skill groups, queues, busy reasons."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from lingting.acd import tables as t
from lingting.acd.domain.busy_reasons import BusyReason
from lingting.acd.domain.errors import NameTaken
from lingting.acd.domain.queues import Member, SkillGroup
from lingting.kernel.ids import AgentId, SkillGroupId
from lingting.platform.db import Transaction


async def groups(tx: Transaction) -> list[SkillGroup]:
    """Every skill group with its members in order, by name."""
    members: dict[UUID, list[Member]] = {}
    table = t.skill_group_members
    for row in await tx.conn.execute(sa.select(table).order_by(table.c.position)):
        member = Member(agent=AgentId(row.agent_id), level=row.level, priority=row.priority)
        members.setdefault(row.group_id, []).append(member)
    rows = await tx.conn.execute(sa.select(t.skill_groups).order_by(t.skill_groups.c.name))
    return [
        SkillGroup(
            id=SkillGroupId(row.id),
            name=row.name,
            members=tuple(members.get(row.id, ())),
            music=row.music,
        )
        for row in rows
    ]


async def save_group(tx: Transaction, group: SkillGroup) -> None:
    """Raises NameTaken."""
    row = {
        "tenant_id": tx.tenant,
        "id": group.id,
        "name": group.name,
        "music": group.music,
    }
    await _save(tx, t.skill_groups, row)
    members = t.skill_group_members
    await tx.conn.execute(members.delete().where(members.c.group_id == group.id))
    if group.members:
        rows = [
            {
                "tenant_id": tx.tenant,
                "group_id": group.id,
                "agent_id": member.agent,
                "level": member.level,
                "priority": member.priority,
                "position": position,
            }
            for position, member in enumerate(group.members)
        ]
        await tx.conn.execute(members.insert(), rows)


async def delete_group(tx: Transaction, group: UUID) -> None:
    await tx.conn.execute(t.skill_groups.delete().where(t.skill_groups.c.id == group))


async def queues(tx: Transaction) -> list[sa.RowMapping]:
    """`id, name, settings` of every queue, by name."""
    query = sa.select(t.queues.c.id, t.queues.c.name, t.queues.c.settings)
    return list((await tx.conn.execute(query.order_by(t.queues.c.name))).mappings())


async def save_queue(tx: Transaction, queue: UUID, name: str, settings: dict[str, Any]) -> None:
    """Raises NameTaken."""
    row = {"tenant_id": tx.tenant, "id": queue, "name": name, "settings": settings}
    await _save(tx, t.queues, row)


async def delete_queue(tx: Transaction, queue: UUID) -> None:
    await tx.conn.execute(t.queues.delete().where(t.queues.c.id == queue))


async def busy_reasons(tx: Transaction) -> list[BusyReason]:
    """Every reason in the company's order, system reasons last."""
    table = t.busy_reasons
    columns = (table.c.code, table.c.zh, table.c.en, table.c.system, table.c.enabled)
    query = sa.select(*columns, table.c.planned).order_by(table.c.position, table.c.code)
    return [BusyReason(**row) for row in (await tx.conn.execute(query)).mappings()]


async def save_busy_reason(tx: Transaction, reason: BusyReason, position: int) -> None:
    row = {
        "tenant_id": tx.tenant,
        "code": reason.code,
        "zh": reason.zh,
        "en": reason.en,
        "system": reason.system,
        "enabled": reason.enabled,
        "planned": reason.planned,
        "position": position,
    }
    statement = insert(t.busy_reasons).values(**row)
    changed = {name: row[name] for name in ("zh", "en", "enabled", "planned")}
    await tx.conn.execute(
        statement.on_conflict_do_update(index_elements=["tenant_id", "code"], set_=changed)
    )


async def delete_busy_reason(tx: Transaction, code: str) -> bool:
    """Whether there was one."""
    table = t.busy_reasons
    return (await tx.conn.execute(table.delete().where(table.c.code == code))).rowcount > 0


async def _save(tx: Transaction, table: sa.Table, row: dict[str, Any]) -> None:
    statement = insert(table).values(**row)
    changed = {name: value for name, value in row.items() if name not in ("tenant_id", "id")}
    statement = statement.on_conflict_do_update(index_elements=["tenant_id", "id"], set_=changed)
    try:
        async with tx.conn.begin_nested():
            await tx.conn.execute(statement)
    except IntegrityError as error:
        raise NameTaken(field="name", name=row["name"]) from error
