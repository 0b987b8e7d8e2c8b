"""The SQL of what a company configures: skill groups, queues, busy reasons."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from lingting.acd import tables as t
from lingting.acd.domain.busy_reasons import BusyReason
from lingting.acd.domain.queues import Member, SkillGroup
from lingting.kernel.ids import AgentId, QueueId, SkillGroupId
from lingting.platform.as_json import as_rows
from lingting.platform.db import Transaction
from lingting.platform.writing import Add, Put, Remove

_GROUP = Put(t.skill_groups)
_MEMBER = Add(t.skill_group_members)
_QUEUE = Put(t.queues)
_NO_GROUP = Remove(t.skill_groups, ("id",))
_NO_QUEUE = Remove(t.queues, ("id",))
_EMPTY = sa.text(
    """
    DELETE FROM skill_group_members AS t
    USING jsonb_populate_recordset(NULL::skill_group_members, CAST(:rows AS jsonb)) AS r
    WHERE r.tenant_id IS NULL AND t.tenant_id = :tenant AND t.group_id = r.group_id
    """
)


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


async def save_groups(tx: Transaction, saved: Sequence[SkillGroup]) -> None:
    """Writes new and known groups with their members."""
    for group in saved:
        tx.write(_GROUP, group.id, {"id": group.id, "name": group.name, "music": group.music})
    ids = [{"group_id": group.id} for group in saved]
    await tx.conn.execute(_EMPTY, as_rows(tx.tenant, ids))
    for group in saved:
        for position, member in enumerate(group.members):
            row = {
                "group_id": group.id,
                "agent_id": member.agent,
                "level": member.level,
                "priority": member.priority,
                "position": position,
            }
            tx.write(_MEMBER, (group.id, member.agent), row)


def delete_group(tx: Transaction, group: UUID) -> None:
    tx.write(_NO_GROUP, group, {"id": group})


async def queues(tx: Transaction) -> list[sa.RowMapping]:
    """`id, name, settings` of every queue, by name."""
    query = sa.select(t.queues.c.id, t.queues.c.name, t.queues.c.settings)
    return list((await tx.conn.execute(query.order_by(t.queues.c.name))).mappings())


async def save_queues(
    tx: Transaction, saved: Sequence[tuple[QueueId, str, Mapping[str, Any]]]
) -> None:
    """Writes new and known queues."""
    for queue, name, settings in saved:
        tx.write(_QUEUE, queue, {"id": queue, "name": name, "settings": settings})


def delete_queue(tx: Transaction, queue: UUID) -> None:
    tx.write(_NO_QUEUE, queue, {"id": queue})


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
