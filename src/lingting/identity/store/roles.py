"""The SQL of roles."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.identity.domain.roles import Layer, Role
from lingting.identity.tables import roles, user_roles
from lingting.kernel.ids import RoleId, TenantId, UserId

_COLUMNS = [column for column in roles.c if column.name != "tenant_id"]


async def add(conn: AsyncConnection, tenant: TenantId, role: Role) -> bool:
    """Stores a role; False when its name is taken."""
    row = insert(roles).values(tenant_id=tenant, id=role.id, key=role.key, **_changeable(role))
    free = row.on_conflict_do_nothing(index_elements=["tenant_id", "name"])
    return (await conn.execute(free.returning(roles.c.id))).first() is not None


async def save(conn: AsyncConnection, role: Role) -> None:
    await conn.execute(roles.update().where(roles.c.id == role.id).values(**_changeable(role)))


async def remove(conn: AsyncConnection, role: RoleId) -> None:
    await conn.execute(roles.delete().where(roles.c.id == role))


async def every(conn: AsyncConnection) -> dict[RoleId, Role]:
    """All roles of the company, in the order they were made."""
    rows = await conn.execute(sa.select(*_COLUMNS).order_by(roles.c.id))
    return {RoleId(row["id"]): _role(row) for row in rows.mappings()}


async def of_user(conn: AsyncConnection, user: UserId) -> list[Role]:
    query = sa.select(*_COLUMNS).join(
        user_roles,
        (user_roles.c.role_id == roles.c.id) & (user_roles.c.tenant_id == roles.c.tenant_id),
    )
    rows = await conn.execute(query.where(user_roles.c.user_id == user).order_by(roles.c.id))
    return [_role(row) for row in rows.mappings()]


async def head_counts(conn: AsyncConnection) -> dict[RoleId, int]:
    """How many users have each role; a role without users is not in it."""
    query = sa.select(user_roles.c.role_id, sa.func.count()).group_by(user_roles.c.role_id)
    return {RoleId(role): count for role, count in (await conn.execute(query)).all()}


def _changeable(role: Role) -> dict[str, Any]:
    return {
        "name": role.name,
        "layer": role.layer.value,
        "permissions": _listed(role.own_permissions),
        "menus": _listed(role.own_menus),
    }


def _listed(names: frozenset[str] | None) -> list[str] | None:
    return None if names is None else sorted(names)


def _role(row: Mapping[Any, Any]) -> Role:
    return Role(
        id=RoleId(row["id"]),
        key=row["key"],
        name=row["name"],
        layer=Layer(row["layer"]),
        own_permissions=None if row["permissions"] is None else frozenset(row["permissions"]),
        own_menus=None if row["menus"] is None else frozenset(row["menus"]),
    )
