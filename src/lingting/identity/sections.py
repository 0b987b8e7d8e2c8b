"""Roles, users and seats in the configuration text; passwords and photos are not in it."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import Field, model_validator

from lingting.identity.domain.errors import (
    AccountTaken,
    ExtensionTaken,
    LastAdministrator,
    RoleLayerFixed,
    RoleNotFound,
    SeatNotFound,
    SeatNumberTaken,
    UserNotFound,
)
from lingting.identity.domain.roles import ALL, Layer, Role
from lingting.identity.domain.seats import Seat
from lingting.identity.domain.users import User, account_key
from lingting.identity.schemas import LayerName, Name
from lingting.identity.service.identity import IdentityService
from lingting.identity.service.roles import RolePatch
from lingting.identity.service.seats import SeatPatch, fit_changed_seat, fit_seat
from lingting.identity.service.users import (
    NewUser,
    UserPatch,
    fit_changed_user,
    fit_user,
    require_hold,
)
from lingting.identity.store import roles as role_store
from lingting.identity.store import seats as seat_store
from lingting.identity.store import users as user_store
from lingting.kernel.errors import LingtingError
from lingting.kernel.ids import RoleId, UserId
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

Thing = TypeVar("Thing")


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
        self._users = identity.accounts

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
        role = await _role(tx, change.was)
        await self._roles.change(tx, by, role, patch, first_of_many=True)

    async def remove(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        await self._roles.remove(tx, by, await _role(tx, change.was))

    async def finish(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> None:
        """Who administers from now on may have come with the same text."""
        for change in changes:
            if change.old is None or ALL not in (change.old["permissions"] or ()):
                continue
            with refused(self.key, change):
                if not await self._users.administrators(tx):
                    raise LastAdministrator()


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
        """Calls of the company wait for as long as it takes: many are written at once."""
        told = await self._add_all(tx, by, [one for one in changes if one.old is None])
        await self._change_all(tx, by, [one for one in changes if one.old is not None])
        return told

    async def _add_all(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> list[NewPassword]:
        roles = await role_store.every(tx.conn)
        made: dict[User, str] = {}
        told: list[NewPassword] = []
        for change in changes:
            password, password_hash = change.ready or await self._users.new_password()
            with refused(self.key, change):
                user = fit_user(tx.now, by, _new_user(change, roles), roles)
            made[user] = password_hash
            told.append(NewPassword(user.account, password))
        try:
            await self._users.store_all(tx, by, made)
        except AccountTaken as error:
            account = error.params["account"]
            at = [user.account for user in made].index(str(account))
            raise EntryRefused(self.key, changes[at], error) from error
        return told

    async def _change_all(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> None:
        if not changes:
            return
        roles = await role_store.every(tx.conn)
        users = {user.account: user for user in await self._users.hold(tx)}
        changed: dict[User, User] = {}
        for change in changes:
            with refused(self.key, change):
                user = _found(users, change.was, UserNotFound)
                require_hold(by, user, roles)
                patch = _user_patch(change, roles)
                changed[user] = fit_changed_user(by, user, patch, roles)
        with self._keeping_an_administrator(roles, changes):
            await self._users.change_all(tx, by, changed)

    async def prune(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> None:
        if not changes:
            return
        roles = await role_store.every(tx.conn)
        users = {user.account: user for user in await self._users.hold(tx)}
        gone: list[User] = []
        for change in changes:
            with refused(self.key, change):
                user = _found(users, change.was, UserNotFound)
                require_hold(by, user, roles)
                gone.append(user)
        with self._keeping_an_administrator(roles, changes):
            await self._users.remove_all(tx, by, gone)

    @contextmanager
    def _keeping_an_administrator(
        self, roles: Mapping[RoleId, Role], changes: Sequence[EntryChange]
    ) -> Iterator[None]:
        """Says of the last one who would administer no more that he must."""
        mighty = {role.name for role in roles.values() if ALL in role.permissions}
        try:
            yield
        except LastAdministrator as error:
            lost = [one for one in changes if not mighty.isdisjoint(one.old["roles"])]
            raise EntryRefused(self.key, (lost or changes)[-1], error) from error


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
        self._places = identity.places

    async def export(self, tx: Transaction) -> dict[str, Entry]:
        accounts = await user_store.accounts(tx.conn)
        return {
            seat.number: {
                "extension": seat.extension,
                "user": accounts.get(seat.user) if seat.user else None,
            }
            for seat in await seat_store.every(tx.conn)
        }

    def references(self, entry: Entry) -> Iterable[Reference]:
        return [Reference("users", entry["user"], ("user",))] if entry["user"] else []

    async def apply(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> list[NewPassword]:
        """Who is new may get what another gives up."""
        accounts = await user_store.accounts(tx.conn)
        users = {account_key(account): user for user, account in accounts.items()}
        await self._change_all(tx, by, [one for one in changes if one.old is not None], users)
        await self._add_all(tx, by, [one for one in changes if one.old is None], users)
        return []

    async def _change_all(
        self,
        tx: Transaction,
        by: Principal | None,
        changes: Sequence[EntryChange],
        users: Mapping[str, UserId],
    ) -> None:
        seats = {seat.number: seat for seat in await self._places.hold(tx)}
        changed: dict[Seat, Seat] = {}
        for change in changes:
            with refused(self.key, change):
                seat = _found(seats, change.was, SeatNotFound)
                extension, user = change.new["extension"], _user(users, change)
                given = frozenset({"extension", "user"})
                patch = SeatPatch(given=given, extension=extension, user=user)
                changed[seat] = fit_changed_seat(seat, patch)
        with self._naming_the_twin(changes, list(changed.values())):
            await self._places.change_all(tx, by, changed)

    async def _add_all(
        self,
        tx: Transaction,
        by: Principal | None,
        changes: Sequence[EntryChange],
        users: Mapping[str, UserId],
    ) -> None:
        made: list[Seat] = []
        for change in changes:
            with refused(self.key, change):
                user = _user(users, change)
                made.append(fit_seat(tx.now, change.name, change.new["extension"], user))
        with self._naming_the_twin(changes, made):
            await self._places.store_all(tx, by, made)

    @contextmanager
    def _naming_the_twin(
        self, changes: Sequence[EntryChange], seats: Sequence[Seat]
    ) -> Iterator[None]:
        try:
            yield
        except (SeatNumberTaken, ExtensionTaken) as error:
            taken = {error.params.get("number"), error.params.get("extension")}
            twins = [n for n, seat in enumerate(seats) if {seat.number, seat.extension} & taken]
            raise EntryRefused(self.key, changes[twins[-1]], error) from error

    async def prune(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> None:
        seats = {seat.number: seat for seat in await self._places.hold(tx)}
        gone: list[Seat] = []
        for change in changes:
            with refused(self.key, change):
                gone.append(_found(seats, change.was, SeatNotFound))
        await self._places.remove_all(tx, by, gone)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _sorted(names: Iterable[str] | None) -> list[str] | None:
    return None if names is None else sorted(set(names))


def _new_user(change: EntryChange, roles: Mapping[RoleId, Role]) -> NewUser:
    new = change.new
    return NewUser(
        account=change.name,
        name=new["name"],
        email=new["email"],
        started_on=_day(new["started_on"]),
        language=new["language"],
        active=new["active"],
        roles=_role_ids(new["roles"], roles),
    )


def _user_patch(change: EntryChange, roles: Mapping[RoleId, Role]) -> UserPatch:
    new, old = change.new, change.old
    changed = {key: new[key] for key in ("name", "email", "language", "active")}
    changed = {key: value for key, value in changed.items() if value != old[key]}
    if new["started_on"] != old["started_on"]:
        changed["started_on"] = _day(new["started_on"])
    if new["roles"] != old["roles"]:
        changed["roles"] = _role_ids(new["roles"], roles)
    return UserPatch(**changed)


def _role_ids(names: Iterable[str], roles: Mapping[RoleId, Role]) -> tuple[RoleId, ...]:
    ids = {role.name: role.id for role in roles.values()}
    return tuple(_found(ids, name, RoleNotFound, field="roles") for name in names)


def _user(users: Mapping[str, UserId], change: EntryChange) -> UserId | None:
    account = change.new["user"]
    return _found(users, account_key(account), UserNotFound, field="user") if account else None


def _found(
    known: Mapping[str, Thing], name: str, missing: type[LingtingError], **params: str
) -> Thing:
    if name not in known:
        raise missing(**params)
    return known[name]


async def _role(tx: Transaction, name: str) -> RoleId:
    roles = await role_store.every(tx.conn)
    return _role_ids([name], roles)[0]
