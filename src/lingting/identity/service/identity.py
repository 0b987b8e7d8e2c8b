"""All use cases of identity in one hand, as upper features and routes get them."""

from collections.abc import Collection, Sequence

from lingting.identity.domain.seats import Seat
from lingting.identity.domain.users import User
from lingting.identity.passwords import Passwords
from lingting.identity.ports import LogOutHook, StayCheck
from lingting.identity.service import people
from lingting.identity.service.founding import FIRST_PEOPLE, Founded, Founding, NewPerson
from lingting.identity.service.login import Login
from lingting.identity.service.people import Person
from lingting.identity.service.roles import Roles
from lingting.identity.service.seats import Seats
from lingting.identity.service.sessions import Sessions
from lingting.identity.service.sight import Sight
from lingting.identity.service.users import Users
from lingting.identity.store import seats as seat_store
from lingting.identity.store import users as user_store
from lingting.kernel.ids import TenantId, UserId
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.tenancy.api import Tenancy
from lingting.tenancy.domain.company import Language


class IdentityService:
    """Implements `identity.api.Identity`; routes reach the parts directly."""

    def __init__(
        self, kit: Kit, tenancy: Tenancy, trail: Trail, passwords: Passwords | None = None
    ) -> None:
        passwords = passwords or Passwords()
        self.sessions = Sessions(kit, tenancy, trail)
        self.login = Login(kit, tenancy, trail, self.sessions, passwords)
        self.accounts = Users(self.sessions, passwords, trail)
        self.roles = Roles(self.sessions, trail)
        self.places = Seats(self.sessions, passwords, trail)
        self.sight = Sight(kit.bus)
        self.founding = Founding(kit, tenancy, self.accounts, self.places, self.login)

    async def authenticate(self, cookie: str | None, *, active: bool = False) -> Principal | None:
        return await self.sessions.authenticate(cookie, active=active)

    async def still_there(self, tenant: TenantId, cookies: Collection[str]) -> dict[str, Principal]:
        return await self.sessions.still_there(tenant, cookies)

    async def person(self, tx: Transaction, user: UserId) -> Person | None:
        return await people.load(tx, user)

    async def sees_numbers(self, tx: Transaction, user: UserId) -> bool:
        return await self.sight.sees_numbers(tx, user)

    async def users(self, tx: Transaction) -> list[User]:
        return await user_store.found(tx.conn)

    async def account_names(self, tx: Transaction) -> dict[UserId, str]:
        return await user_store.accounts(tx.conn)

    async def names(self, tx: Transaction) -> dict[UserId, str]:
        return await user_store.names(tx.conn)

    async def seats(self, tx: Transaction) -> list[Seat]:
        return await seat_store.every(tx.conn)

    async def seat_by_extension(self, tx: Transaction, extension: str) -> Seat | None:
        return await seat_store.by_extension(tx.conn, extension)

    def before_log_out(self, hook: LogOutHook) -> None:
        self.sessions.before_log_out(hook)

    def stay_logged_in_while(self, check: StayCheck) -> None:
        self.sessions.stay_logged_in_while(check)

    async def found_company(
        self,
        short_name: str,
        name: str,
        people: Sequence[NewPerson] = FIRST_PEOPLE,
        language: Language = "zh-CN",
    ) -> Founded:
        return await self.founding.found_company(short_name, name, people, language)

    async def reset_password(self, company: str, account: str, *, must_change: bool = False) -> str:
        return await self.founding.reset_password(company, account, must_change=must_change)
