"""The first company: its roles, its people, their seats and first passwords."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lingting.identity.domain.errors import UserNotFound
from lingting.identity.domain.roles import SHIPPED, Role
from lingting.identity.service.login import Login
from lingting.identity.service.seats import Seats
from lingting.identity.service.users import NewUser, Users
from lingting.identity.store import roles as role_store
from lingting.identity.store import users as user_store
from lingting.kernel.ids import RoleId, TenantId, UserId, new_id
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.tenancy.api import Tenancy
from lingting.tenancy.domain.company import CompanyNotFound, Language


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Someone the company starts with; `role` is the key of a shipped role."""

    account: str
    name: str
    role: str
    seat: str | None = None
    extension: str | None = None


FIRST_PEOPLE = (
    NewPerson("admin", "管理员", "administrator"),
    NewPerson("leader", "班长", "supervisor", "A010", "1010"),
    NewPerson("agent1", "坐席一", "agent", "A001", "1001"),
    NewPerson("agent2", "坐席二", "agent", "A002", "1002"),
    NewPerson("agent3", "坐席三", "agent", "A003", "1003"),
)


@dataclass(frozen=True, slots=True)
class Founded:
    """A new company; the passwords by account are known nowhere else."""

    tenant: TenantId
    users: Mapping[str, UserId]
    passwords: Mapping[str, str]


class Founding:
    """Makes a company that people can log in to, and helps who lost the password."""

    def __init__(
        self, kit: Kit, tenancy: Tenancy, users: Users, seats: Seats, login: Login
    ) -> None:
        self._kit = kit
        self._tenancy = tenancy
        self._users = users
        self._seats = seats
        self._login = login

    async def found_company(
        self,
        short_name: str,
        name: str,
        people: Sequence[NewPerson] = FIRST_PEOPLE,
        language: Language = "zh-CN",
    ) -> Founded:
        """Raises ShortNameTaken when there is such a company."""
        tenant = TenantId(new_id(self._kit.clock.now()))
        async with self._kit.db.transaction(tenant) as tx:
            await self._tenancy.create(tx, short_name, name, language=language)
            roles = await self._add_roles(tx, language)
            users: dict[str, UserId] = {}
            passwords: dict[str, str] = {}
            for person in people:
                new = NewUser(
                    account=person.account,
                    name=person.name,
                    language=language,
                    roles=(roles[person.role],),
                    must_change_password=False,
                )
                user, password = await self._users.add(tx, None, new)
                users[person.account], passwords[person.account] = user.id, password or ""
                if person.seat and person.extension:
                    await self._seats.add(tx, None, person.seat, person.extension, user.id)
        return Founded(tenant, users, passwords)

    async def reset_password(self, company: str, account: str, *, must_change: bool = False) -> str:
        """A new password for someone who lost his; the account is unlocked as well.

        Raises CompanyNotFound or UserNotFound.
        """
        found = await self._tenancy.by_short_name(company)
        if found is None:
            raise CompanyNotFound()
        async with self._kit.db.transaction(found.id) as tx:
            user = await user_store.by_account(tx.conn, account)
            if user is None:
                raise UserNotFound()
            password = await self._users.reset_password(
                tx, None, user, None, must_change=must_change
            )
        await self._login.unlock(company, account)
        return password or ""

    async def _add_roles(self, tx: Transaction, language: Language) -> dict[str, RoleId]:
        made: dict[str, RoleId] = {}
        for shipped in SHIPPED.values():
            name = shipped.zh if language == "zh-CN" else shipped.en
            role = Role(RoleId(new_id(tx.now)), shipped.key, name, shipped.layer, None, None)
            await role_store.add(tx.conn, tx.tenant, role)
            made[shipped.key] = role.id
        return made
