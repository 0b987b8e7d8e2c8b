"""Users: add, change, remove, passwords and photos."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import EllipsisType

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
            await self._note(tx, principal, "user.add", user, {"account": user.account})

    async def change(
        self, tx: Transaction, principal: Principal | None, user: UserId, patch: UserPatch
    ) -> Person:
        """Changes a user; raises LastAdministrator when nobody could administer afterwards."""
        before = await self._manageable(tx, principal, user)
        if patch.roles is not None:
            _require_cover(principal, _known(await role_store.every(tx.conn), patch.roles))
            await store.set_roles(tx.conn, tx.tenant, user, patch.roles)
        wanted: dict[str, object] = {
            "name": patch.name,
            "email": None if patch.email is None else fit_email(patch.email),
            "language": patch.language,
            "active": patch.active,
        }
        values = {key: value for key, value in wanted.items() if value is not None}
        if not isinstance(patch.started_on, EllipsisType):
            values["started_on"] = fit_start(patch.started_on)
        await store.change(tx.conn, user, values)
        await self._keep_an_administrator(tx)
        if patch.active is False:
            await self._sessions.end_all(tx, user, "revoked")
        after = await self.get(tx, user)
        tx.publish(UserChanged(at=tx.now, user=user, active=after.user.active))
        self._sessions.changed(tx)
        was, now = (
            {**_plain(one), "roles": [r.name for r in one.roles]} for one in (before, after)
        )
        if told := changes(was, now):
            await self._note(tx, principal, "user.change", before.user, told)
        return after

    async def remove(self, tx: Transaction, principal: Principal | None, user: UserId) -> None:
        """Takes a user out of the company; his seat is free and his logins end."""
        person = await self._manageable(tx, principal, user)
        if person.seat is not None:
            await seat_store.change(tx.conn, person.seat.id, {"user_id": None})
        await store.remove(tx.conn, user, tx.now)
        await self._keep_an_administrator(tx)
        await self._sessions.end_all(tx, user, "revoked")
        tx.publish(UserRemoved(at=tx.now, user=user))
        self._sessions.changed(tx)
        await self._note(tx, principal, "user.remove", person.user, {})

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
        await self._sessions.end_all(tx, user, "revoked")
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
        await self._sessions.end_all(tx, principal.user, "revoked", but=principal.session)
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
        if principal is None or principal.user != user:
            _require_cover(principal, person.roles)
        return person

    async def _keep_an_administrator(self, tx: Transaction) -> None:
        if not await self.administrators(tx):
            raise LastAdministrator()

    async def administrators(self, tx: Transaction) -> list[User]:
        """Active users whose roles grant everything."""
        known = await role_store.every(tx.conn)
        return [
            user
            for user in await store.found(tx.conn)
            if user.active and ALL in granted(known[role] for role in user.roles)
        ]

    async def _note(
        self,
        tx: Transaction,
        principal: Principal | None,
        action: str,
        user: User,
        details: dict[str, object],
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
        active=True,
        must_change_password=new.must_change_password,
        has_photo=False,
        created_at=now,
        roles=new.roles,
        email=fit_email(new.email),
        started_on=fit_start(new.started_on),
    )


def _known(roles: Mapping[RoleId, Role], wanted: Sequence[RoleId]) -> list[Role]:
    if not roles.keys() >= set(wanted):
        raise RoleNotFound(field="roles")
    return [roles[role] for role in wanted]


def _plain(person: Person) -> dict[str, object]:
    """The fields that a change may touch."""
    user = person.user
    return {
        key: getattr(user, key) for key in ("name", "email", "language", "active", "started_on")
    }


def _require_cover(principal: Principal | None, roles: Iterable[Role]) -> None:
    if principal is not None:
        require_cover(principal.permissions, granted(roles))
