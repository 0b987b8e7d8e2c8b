"""Users: add, change, remove, passwords and photos."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import EllipsisType
from typing import Any

from lingting.identity import photos
from lingting.identity.domain.errors import (
    AccountTaken,
    LastAdministrator,
    PasswordWrong,
    RoleNotFound,
    UserNotFound,
)
from lingting.identity.domain.roles import ALL, Role, granted, require_cover
from lingting.identity.domain.users import User, fit_account, fit_email, fit_password, fit_start
from lingting.identity.events import PasswordChanged, UserChanged, UserCreated, UserRemoved
from lingting.identity.passwords import Passwords, readable_password
from lingting.identity.service import people
from lingting.identity.service.people import Person
from lingting.identity.service.sessions import Sessions
from lingting.identity.store import roles as role_store
from lingting.identity.store import seats as seat_store
from lingting.identity.store import users as store
from lingting.identity.store.order import one_at_a_time
from lingting.kernel.ids import RoleId, UserId, new_id
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.trail import Trail, changes
from lingting.tenancy.domain.company import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """A user to be added; without a password one is made up."""

    account: str
    name: str
    email: str = ""
    started_on: date | None = None
    language: Language = "zh-CN"
    roles: tuple[RoleId, ...] = ()
    active: bool = True
    password: str | None = None
    password_hash: str | None = None
    """The hash of `password`, where it was made beforehand."""
    must_change_password: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class UserPatch:
    """What to change about a user; None leaves it, and `...` the date that None takes away."""

    name: str | None = None
    email: str | None = None
    started_on: date | EllipsisType | None = ...
    language: Language | None = None
    active: bool | None = None
    roles: tuple[RoleId, ...] | None = None


class Users:
    """Changes of users, by administrators and by themselves."""

    def __init__(self, sessions: Sessions, passwords: Passwords, trail: Trail) -> None:
        self._sessions = sessions
        self._passwords = passwords
        self._trail = trail

    async def new_password(self) -> tuple[str, str]:
        """A password that is made up, and its hash: slow work that needs no transaction."""
        password = await asyncio.to_thread(readable_password)
        return password, await self._passwords.hash(password)

    async def add(
        self, tx: Transaction, principal: Principal | None, new: NewUser
    ) -> tuple[User, str | None]:
        """Adds a user; answers the password when it was made up here."""
        made_up = readable_password() if new.password is None else None
        password = fit_password(made_up or new.password or "", fit_account(new.account))
        user = fit_user(tx.now, principal, new, await role_store.every(tx.conn))
        stored = new.password_hash or await self._passwords.hash(password)
        await self.store_all(tx, principal, {user: stored})
        return user, made_up

    async def store_all(
        self, tx: Transaction, principal: Principal | None, made: Mapping[User, str]
    ) -> None:
        """Adds users with the hashes of their passwords, in the same few statements however many
        they are. Raises AccountTaken."""
        taken = await store.add_all(tx.conn, tx.tenant, made)
        if taken is not None:
            raise AccountTaken(field="account", account=taken)
        for user in made:
            tx.publish(UserCreated(at=tx.now, user=user.id, account=user.account))
            off = {} if user.active else {"active": False}
            await self._note(tx, principal, "user.add", user, off)

    async def change(
        self, tx: Transaction, principal: Principal | None, user: UserId, patch: UserPatch
    ) -> Person:
        """Changes a user; raises LastAdministrator when nobody could administer afterwards."""
        before = (await self._manageable(tx, principal, user)).user
        after = fit_changed_user(principal, before, patch, await role_store.every(tx.conn))
        await self.change_all(tx, principal, {before: after})
        return await self.get(tx, user)

    async def change_all(
        self, tx: Transaction, principal: Principal | None, changed: Mapping[User, User]
    ) -> None:
        """Makes users what they are to be, in the same few statements however many they are; who
        is not active any more is logged out. Raises LastAdministrator."""
        await store.change_all(tx.conn, tx.tenant, changed)
        await self._keep_an_administrator(tx)
        off = [was.id for was, now in changed.items() if was.active and not now.active]
        await self._sessions.end_all(tx, off, "revoked")
        self._sessions.changed(tx)
        roles = await role_store.every(tx.conn)
        for was, now in changed.items():
            tx.publish(UserChanged(at=tx.now, user=now.id, active=now.active))
            if told := changes(_plain(was, roles), _plain(now, roles)):
                await self._note(tx, principal, "user.change", now, told)

    async def remove(self, tx: Transaction, principal: Principal | None, user: UserId) -> None:
        """Takes a user out of the company; his seat is free and his logins end."""
        await self.remove_all(tx, principal, [(await self._manageable(tx, principal, user)).user])

    async def remove_all(
        self, tx: Transaction, principal: Principal | None, gone: Sequence[User]
    ) -> None:
        """Takes users out in the same few statements however many they are. Raises
        LastAdministrator."""
        ids = [user.id for user in gone]
        await seat_store.free(tx.conn, tx.tenant, ids)
        await store.remove_all(tx.conn, tx.tenant, gone, tx.now)
        await self._keep_an_administrator(tx)
        await self._sessions.end_all(tx, ids, "revoked")
        self._sessions.changed(tx)
        for user in gone:
            tx.publish(UserRemoved(at=tx.now, user=user.id))
            await self._note(tx, principal, "user.remove", user, {})

    async def hold(self, tx: Transaction) -> list[User]:
        """All users; whoever else would change one waits for this transaction."""
        await one_at_a_time(tx.conn, tx.tenant)
        return await store.found(tx.conn)

    async def get(self, tx: Transaction, user: UserId) -> Person:
        """Raises UserNotFound."""
        person = await people.load(tx, user)
        if person is None:
            raise UserNotFound()
        return person

    async def reset_password(
        self,
        tx: Transaction,
        principal: Principal | None,
        user: UserId,
        password: str | None,
        *,
        must_change: bool = True,
    ) -> str | None:
        """Sets another's password, to be changed by himself; answers one that was made up."""
        person = await self._manageable(tx, principal, user)
        made_up = readable_password() if password is None else None
        fit = fit_password(made_up or password or "", person.user.account)
        await self._set_password(tx, person.user, fit, must_change=must_change)
        await self._sessions.end_all(tx, [user], "revoked")
        tx.publish(PasswordChanged(at=tx.now, user=user, by=principal.user if principal else None))
        await self._note(tx, principal, "user.reset_password", person.user, {})
        return made_up

    async def change_own_password(
        self, tx: Transaction, principal: Principal, old: str, new: str
    ) -> None:
        """Raises PasswordWrong; the person's other logins end."""
        person = await self.get(tx, principal.user)
        stored = await store.password_hash(tx.conn, principal.user)
        if not await self._passwords.fits(old, stored):
            raise PasswordWrong(field="old")
        fit_password(new, person.user.account, field="new")
        await self._set_password(tx, person.user, new, must_change=False)
        await self._sessions.end_all(tx, [principal.user], "revoked", but=principal.session)
        tx.publish(PasswordChanged(at=tx.now, user=principal.user, by=principal.user))
        await self._note(tx, principal, "user.change_password", person.user, {})

    async def set_photo(
        self, tx: Transaction, principal: Principal, user: UserId, file: bytes | None
    ) -> None:
        """Stores a picture, made small and square, or takes it away."""
        person = await self._manageable(tx, principal, user)
        photo = None if file is None else await photos.portrait(file)
        await store.change(tx.conn, user, {"photo": photo})
        tx.publish(UserChanged(at=tx.now, user=user, active=person.user.active))
        await self._note(tx, principal, "user.set_photo", person.user, {})

    async def _set_password(
        self, tx: Transaction, user: User, password: str, *, must_change: bool
    ) -> None:
        stored = await self._passwords.hash(password)
        values = {"password_hash": stored, "must_change_password": must_change}
        await store.change(tx.conn, user.id, values)
        self._sessions.changed(tx)

    async def _manageable(
        self, tx: Transaction, principal: Principal | None, user: UserId
    ) -> Person:
        """The person, when the principal may take hold of him: he must not have more rights."""
        await one_at_a_time(tx.conn, tx.tenant)
        person = await self.get(tx, user)
        require_hold(principal, person.user, {role.id: role for role in person.roles})
        return person

    async def _keep_an_administrator(self, tx: Transaction) -> None:
        if not await self.administrators(tx):
            raise LastAdministrator()

    async def administrators(self, tx: Transaction) -> list[User]:
        """Active users whose roles grant everything."""
        known = (await role_store.every(tx.conn)).values()
        return await store.active_with(
            tx.conn, [role.id for role in known if ALL in role.permissions]
        )

    async def _note(
        self,
        tx: Transaction,
        principal: Principal | None,
        action: str,
        user: User,
        details: Mapping[str, object],
    ) -> None:
        await self._trail.record(
            tx, principal, action, f"user:{user.id}", {"account": user.account, **details}
        )


def fit_user(
    now: datetime, principal: Principal | None, new: NewUser, roles: Mapping[RoleId, Role]
) -> User:
    """The user that would be added. Raises what is wrong with him."""
    account = fit_account(new.account)
    _require_cover(principal, _known(roles, new.roles))
    return User(
        id=UserId(new_id(now)),
        account=account,
        name=new.name,
        language=new.language,
        active=new.active,
        must_change_password=new.must_change_password,
        has_photo=False,
        created_at=now,
        roles=new.roles,
        email=fit_email(new.email),
        started_on=fit_start(new.started_on),
    )


def fit_changed_user(
    principal: Principal | None, user: User, patch: UserPatch, roles: Mapping[RoleId, Role]
) -> User:
    """The user as he would be. Raises what is wrong with the change."""
    wanted: dict[str, Any] = {
        "name": patch.name,
        "email": None if patch.email is None else fit_email(patch.email),
        "language": patch.language,
        "active": patch.active,
        "roles": patch.roles,
    }
    if patch.roles is not None:
        _require_cover(principal, _known(roles, patch.roles))
    if not isinstance(patch.started_on, EllipsisType):
        user = replace(user, started_on=fit_start(patch.started_on))
    return replace(user, **{key: value for key, value in wanted.items() if value is not None})


def require_hold(principal: Principal | None, user: User, roles: Mapping[RoleId, Role]) -> None:
    """Raises MoreThanYours when the user is another who may more than the principal."""
    if principal is None or principal.user != user.id:
        _require_cover(principal, _known(roles, user.roles))


def _known(roles: Mapping[RoleId, Role], wanted: Sequence[RoleId]) -> list[Role]:
    if not roles.keys() >= set(wanted):
        raise RoleNotFound(field="roles")
    return [roles[role] for role in wanted]


def _plain(user: User, roles: Mapping[RoleId, Role]) -> dict[str, object]:
    """The fields that a change may touch."""
    return {
        "name": user.name,
        "email": user.email,
        "language": user.language,
        "active": user.active,
        "started_on": user.started_on,
        "roles": [roles[role].name for role in sorted(user.roles)],
    }


def _require_cover(principal: Principal | None, roles: Iterable[Role]) -> None:
    if principal is not None:
        require_cover(principal.permissions, granted(roles))
