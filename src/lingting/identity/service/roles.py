"""Roles: add, change, remove."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lingting.identity import catalogue
from lingting.identity.domain.errors import (
    LastAdministrator,
    PermissionUnknown,
    RoleInUse,
    RoleIsShipped,
    RoleNameTaken,
    RoleNotFound,
)
from lingting.identity.domain.roles import (
    ADMINISTRATOR,
    ALL,
    Layer,
    Role,
    fit_permissions,
    require_cover,
)
from lingting.identity.events import RoleChanged
from lingting.identity.service.sessions import Sessions
from lingting.identity.store import roles as store
from lingting.identity.store import users as user_store
from lingting.identity.store.order import one_at_a_time
from lingting.kernel.ids import RoleId, new_id
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.trail import Trail, changes


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePatch:
    """What to change about a role, by field; a field that is not in `given` stays.

    None for `permissions` or `menus` of a shipped role: as shipped, now and in later versions.
    """

    given: frozenset[str]
    name: str = ""
    permissions: frozenset[str] | None = None
    menus: frozenset[str] | None = None


class Roles:
    """Changes of roles, by people who have every permission that they hand out."""

    def __init__(self, sessions: Sessions, trail: Trail) -> None:
        self._sessions = sessions
        self._trail = trail

    async def add(
        self,
        tx: Transaction,
        principal: Principal | None,
        name: str,
        layer: Layer,
        permissions: Iterable[str],
        menus: Iterable[str] | None,
    ) -> Role:
        """Raises RoleNameTaken, PermissionUnknown or MoreThanYours."""
        fit = fit_permissions(permissions, layer, catalogue.permissions())
        _require_cover(principal, fit)
        role = Role(RoleId(new_id(tx.now)), None, name.strip(), layer, fit, _fit_menus(menus))
        if not await store.add(tx.conn, tx.tenant, role):
            raise RoleNameTaken(field="name", name=role.name)
        await self._changed(tx, principal, "role.add", role)
        return role

    async def change(
        self,
        tx: Transaction,
        principal: Principal | None,
        role: RoleId,
        patch: RolePatch,
        *,
        first_of_many: bool = False,
    ) -> Role:
        """The administrator's permissions stay; everything else of a shipped role may change.

        Raises LastAdministrator when nobody could administer afterwards; for the first of many
        changes whoever makes them looks at their end.
        """
        await one_at_a_time(tx.conn, tx.tenant)
        known = await store.every(tx.conn)
        before = _known(known, role)
        _require_cover(principal, before.permissions)
        after = before
        if "name" in patch.given:
            name = patch.name.strip()
            if any(other.name == name and other.id != role for other in known.values()):
                raise RoleNameTaken(field="name", name=name)
            after = replace(after, name=name)
        if "permissions" in patch.given:
            if before.key == ADMINISTRATOR.key:
                raise LastAdministrator()
            after = replace(after, own_permissions=_fit(patch.permissions, before))
            _require_cover(principal, after.permissions)
            mighty = [one.id for one in known.values() if ALL in one.permissions and one != before]
            lost = ALL in before.permissions - after.permissions and not first_of_many
            if lost and not await user_store.active_with(tx.conn, mighty):
                raise LastAdministrator()
        if "menus" in patch.given:
            after = replace(after, own_menus=_fit_menus(patch.menus))
        await store.save(tx.conn, after)
        await self._changed(
            tx, principal, "role.change", after, changes(_plain(before), _plain(after))
        )
        return after

    async def remove(self, tx: Transaction, principal: Principal | None, role: RoleId) -> None:
        """Raises RoleInUse or RoleIsShipped."""
        await one_at_a_time(tx.conn, tx.tenant)
        gone = _known(await store.every(tx.conn), role)
        if gone.key is not None:
            raise RoleIsShipped()
        if role in await store.head_counts(tx.conn):
            raise RoleInUse()
        await store.remove(tx.conn, role)
        await self._changed(tx, principal, "role.remove", gone)

    async def _changed(
        self,
        tx: Transaction,
        principal: Principal | None,
        action: str,
        role: Role,
        told: Mapping[str, Any] | None = None,
    ) -> None:
        tx.publish(RoleChanged(at=tx.now, role=role.id))
        self._sessions.changed(tx)
        details = {"name": role.name, **(_plain(role) if told is None else told)}
        await self._trail.record(tx, principal, action, f"role:{role.id}", details)


def _plain(role: Role) -> dict[str, Any]:
    menus = None if role.own_menus is None else sorted(role.own_menus)
    return {"name": role.name, "permissions": sorted(role.permissions), "menus": menus}


def _require_cover(principal: Principal | None, wanted: frozenset[str]) -> None:
    if principal is not None:
        require_cover(principal.permissions, wanted)


def _fit(names: frozenset[str] | None, role: Role) -> frozenset[str] | None:
    if names is None:
        return None if role.key else frozenset()
    return fit_permissions(names, role.layer, catalogue.permissions())


def _known(roles: dict[RoleId, Role], role: RoleId) -> Role:
    if role not in roles:
        raise RoleNotFound()
    return roles[role]


def _fit_menus(names: Iterable[str] | None) -> frozenset[str] | None:
    if names is None:
        return None
    fit = frozenset(names)
    for name in sorted(fit - catalogue.menus().keys()):
        raise PermissionUnknown(field="menus", permission=name)
    return fit
