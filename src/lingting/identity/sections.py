"""Roles, users and seats in the configuration text; passwords and photos are not in it."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import Field, model_validator

from lingting.identity.domain.errors import (
    AccountTaken,
    ExtensionTaken,
    RoleLayerFixed,
    RoleNotFound,
    SeatNotFound,
    SeatNumberTaken,
    UserNotFound,
)
from lingting.identity.domain.roles import ALL, Layer
from lingting.identity.domain.seats import Seat
from lingting.identity.domain.users import User, account_key
from lingting.identity.schemas import LayerName, Name
from lingting.identity.service.identity import IdentityService
from lingting.identity.service.roles import RolePatch
from lingting.identity.service.seats import SeatPatch, fit_seat
from lingting.identity.service.users import NewUser, UserPatch, fit_user
from lingting.identity.store import roles as role_store
from lingting.identity.store import seats as seat_store
from lingting.identity.store import users as user_store
from lingting.kernel.ids import RoleId, SeatId, UserId
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.sections import (
    ConfigSection,
    Entry,
    EntryChange,
    EntryRefused,
    NewPassword,
    Reference,
    SectionForm,
    refused,
)
from lingting.tenancy.domain.company import Language


class RoleForm(SectionForm):
    """`shipped` names a role that came with the product; null there means: as shipped."""

    name: Name
    shipped: str | None = None
    layer: LayerName
    permissions: list[str] | None = None
    menus: list[str] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "RoleForm":
        if self.permissions is None and self.shipped is None:
            self.permissions = []
        self.permissions = _sorted(self.permissions)
        self.menus = _sorted(self.menus)
        return self


class RolesSection(ConfigSection):
    """Roles by name; a shipped one is known by its key, so that it may be renamed."""

    key = "roles"
    zh, en = "角色", "Roles"
    permissions = ("roles.write",)
    form = RoleForm

    def __init__(self, identity: IdentityService) -> None:
        self._roles = identity.roles

    async def export(self, tx: Transaction) -> dict[str, Entry]:
        return {
            role.name: {
                "shipped": role.key,
                "layer": role.layer.value,
                "permissions": _sorted(
                    role.own_permissions if role.key else role.own_permissions or ()
                ),
                "menus": _sorted(role.own_menus),
            }
            for role in (await role_store.every(tx.conn)).values()
        }

    def identity(self, name: str, entry: Entry) -> str:
        return f"shipped {entry['shipped']}" if entry["shipped"] else f"own {name}"

    async def put(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        new: dict[str, Any] = change.new
        layer = Layer(new["layer"])
        if change.old is None:
            if new["shipped"]:
                raise RoleNotFound(field="shipped")
            await self._roles.add(tx, by, change.name, layer, new["permissions"], new["menus"])
            return
        if layer.value != change.old["layer"]:
            raise RoleLayerFixed(field="layer")
        given = {key for key in ("permissions", "menus") if new[key] != change.old[key]}
        given |= {"name"} if change.name != change.was else set()
        patch = RolePatch(
            given=frozenset(given),
            name=change.name,
            permissions=None if new["permissions"] is None else frozenset(new["permissions"]),
            menus=None if new["menus"] is None else frozenset(new["menus"]),
        )
        await self._roles.change(tx, by, await _role(tx, change.was), patch)

    async def remove(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        await self._roles.remove(tx, by, await _role(tx, change.was))


class UserForm(SectionForm):
    """A user as the text has him."""

    account: Annotated[str, Field(max_length=64)]
    name: Name
    email: Annotated[str, Field(max_length=320)] = ""
    started_on: date | None = None
    language: Language = "zh-CN"
    active: bool = True
    roles: list[str] = []

    @model_validator(mode="after")
    def _in_order(self) -> "UserForm":
        self.roles = sorted(set(self.roles))
        return self


class UsersSection(ConfigSection):
    """Users by account. Who is new gets a password that is told once."""

    key = "users"
    zh, en = "用户", "Users"
    permissions = ("users.write",)
    form = UserForm
    name_field = "account"

    def __init__(self, identity: IdentityService) -> None:
        self._users = identity.accounts

    async def export(self, tx: Transaction) -> dict[str, Entry]:
        roles = await role_store.every(tx.conn)
        return {
            user.account: {
                "name": user.name,
                "email": user.email,
                "started_on": user.started_on.isoformat() if user.started_on else None,
                "language": user.language,
                "active": user.active,
                "roles": sorted(roles[role].name for role in user.roles),
            }
            for user in await user_store.found(tx.conn)
        }

    def references(self, entry: Entry) -> Iterable[Reference]:
        return [
            Reference("roles", role, ("roles", place)) for place, role in enumerate(entry["roles"])
        ]

    async def prepare(self, changes: Sequence[EntryChange]) -> dict[str, tuple[str, str]]:
        """Passwords of new users: their hashes are slow on purpose."""
        names = [change.name for change in changes if change.old is None]
        made = await asyncio.gather(*(self._users.new_password() for _ in names))
        return dict(zip(names, made, strict=True))

    async def apply(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> list[NewPassword]:
        """Who becomes an administrator comes first: one must be there at every moment."""
        known = (await role_store.every(tx.conn)).values()
        mighty = {role.name for role in known if ALL in role.permissions}

        def administers(change: EntryChange) -> bool:
            return change.new["active"] and not mighty.isdisjoint(change.new["roles"])

        in_order = sorted(changes, key=lambda change: not administers(change))
        told = await self._add_all(tx, by, [one for one in in_order if one.old is None])
        others = [one for one in in_order if one.old is not None or not one.new["active"]]
        await super().apply(tx, by, others)
        return told

    async def _add_all(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> list[NewPassword]:
        """Who is new comes in at once: calls of the company wait for as long as it takes."""
        roles = await role_store.every(tx.conn)
        ids = {role.name: role.id for role in roles.values()}
        made: dict[User, str] = {}
        told: list[NewPassword] = []
        for change in changes:
            password, password_hash = change.ready or await self._users.new_password()
            with refused(self.key, change):
                user = fit_user(tx.now, by, _new_user(change, ids), roles)
            made[user] = password_hash
            told.append(NewPassword(user.account, password))
        try:
            await self._users.store_all(tx, by, made)
        except AccountTaken as error:
            account = error.params["account"]
            at = [user.account for user in made].index(str(account))
            raise EntryRefused(self.key, changes[at], error) from error
        return told

    async def put(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        new, old = change.new, change.old
        if old is None:
            patch = UserPatch(active=False)
            await self._users.change(tx, by, await _user(tx, change.name), patch)
            return
        roles = tuple([await _role(tx, name) for name in new["roles"]])
        changed = {
            key: new[key] for key in ("name", "email", "language", "active") if new[key] != old[key]
        }
        if new["started_on"] != old["started_on"]:
            changed["started_on"] = _day(new["started_on"])
        if new["roles"] != old["roles"]:
            changed["roles"] = roles
        await self._users.change(tx, by, await _user(tx, change.was), UserPatch(**changed))

    async def remove(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        await self._users.remove(tx, by, await _user(tx, change.was))


class SeatForm(SectionForm):
    """A seat as the text has it; `user` is the account of who has it."""

    number: Annotated[str, Field(max_length=16)]
    extension: Annotated[str, Field(max_length=16)]
    user: str | None = None


class SeatsSection(ConfigSection):
    """Seats by number; the passwords for registering at them stay as they are."""

    key = "seats"
    zh, en = "坐席", "Seats"
    permissions = ("seats.write",)
    form = SeatForm
    name_field = "number"
    removes_first = True

    def __init__(self, identity: IdentityService) -> None:
        self._identity = identity

    async def export(self, tx: Transaction) -> dict[str, Entry]:
        accounts = {user.id: user.account for user in await user_store.found(tx.conn)}
        return {
            seat.number: {
                "extension": seat.extension,
                "user": accounts.get(seat.user) if seat.user else None,
            }
            for seat in await self._identity.seats(tx)
        }

    def references(self, entry: Entry) -> Iterable[Reference]:
        return [Reference("users", entry["user"], ("user",))] if entry["user"] else []

    async def apply(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> list[NewPassword]:
        await self._make_room(tx, by, changes)
        await self._add_all(tx, by, [one for one in changes if one.old is None])
        return await super().apply(tx, by, [one for one in changes if one.old is not None])

    async def _add_all(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> None:
        accounts = [change.new["user"] for change in changes if change.new["user"]]
        users = await user_store.by_accounts(tx.conn, accounts)
        made: list[Seat] = []
        for change in changes:
            account = change.new["user"]
            with refused(self.key, change):
                if account and account_key(account) not in users:
                    raise UserNotFound(field="user")
                user = users[account_key(account)] if account else None
                made.append(fit_seat(tx.now, change.name, change.new["extension"], user))
        try:
            await self._identity.places.store_all(tx, by, made)
        except (SeatNumberTaken, ExtensionTaken) as error:
            taken = {error.params.get("number"), error.params.get("extension")}
            twins = [n for n, seat in enumerate(made) if {seat.number, seat.extension} & taken]
            raise EntryRefused(self.key, changes[twins[-1]], error) from error

    async def _make_room(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> None:
        """Seats that exchange extensions give theirs up first."""
        wanted = {change.new["extension"] for change in changes}
        seats = await self._identity.seats(tx)
        taken = {seat.extension for seat in seats} | wanted
        spare = (str(one) for one in range(99_999_999, 0, -1) if str(one) not in taken)
        leaving = {
            change.was
            for change in changes
            if change.old is not None and change.old["extension"] != change.new["extension"]
        }
        for seat in seats:
            if seat.number in leaving and seat.extension in wanted:
                patch = SeatPatch(given=frozenset({"extension"}), extension=next(spare))
                await self._identity.places.change(tx, by, seat.id, patch)

    async def put(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        new, old = change.new, change.old or {}
        user = await _user(tx, new["user"]) if new["user"] else None
        given = frozenset(key for key in ("extension", "user") if new[key] != old[key])
        patch = SeatPatch(given=given, extension=new["extension"], user=user)
        await self._identity.places.change(tx, by, await _seat(tx, change.was), patch)

    async def remove(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        await self._identity.places.remove(tx, by, await _seat(tx, change.was))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _sorted(names: Iterable[str] | None) -> list[str] | None:
    return None if names is None else sorted(set(names))


def _new_user(change: EntryChange, roles: Mapping[str, RoleId]) -> NewUser:
    new = change.new
    if not roles.keys() >= set(new["roles"]):
        raise RoleNotFound(field="roles")
    return NewUser(
        account=change.name,
        name=new["name"],
        email=new["email"],
        started_on=_day(new["started_on"]),
        language=new["language"],
        roles=tuple(roles[name] for name in new["roles"]),
    )


async def _role(tx: Transaction, name: str) -> RoleId:
    known = (await role_store.every(tx.conn)).values()
    found = next((role.id for role in known if role.name == name), None)
    if found is None:
        raise RoleNotFound(field="roles")
    return found


async def _user(tx: Transaction, account: str) -> UserId:
    found = await user_store.by_account(tx.conn, account)
    if found is None:
        raise UserNotFound(field="user")
    return found


async def _seat(tx: Transaction, number: str) -> SeatId:
    found = await seat_store.by_number(tx.conn, number)
    if found is None:
        raise SeatNotFound()
    return found.id
