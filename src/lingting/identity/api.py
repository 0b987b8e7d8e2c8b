"""What upper features may ask of users, seats and logins."""

from collections.abc import Collection, Sequence
from typing import Protocol

from lingting.identity.domain.seats import Seat
from lingting.identity.domain.users import User
from lingting.identity.ports import LogOutHook, StayCheck
from lingting.identity.service.founding import FIRST_PEOPLE, Founded, NewPerson
from lingting.identity.service.people import Person
from lingting.kernel.ids import TenantId, UserId
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.tenancy.domain.company import Language

__all__ = ["FIRST_PEOPLE", "Founded", "Identity", "NewPerson", "Person", "Seat", "User"]


class Identity(Protocol):
    """Users, seats and logins of a company."""

    async def authenticate(self, cookie: str | None) -> Principal | None:
        """The person behind a session cookie; goes into `make_app`."""
        ...

    async def still_there(self, tenant: TenantId, cookies: Collection[str]) -> dict[str, Principal]:
        """The people behind those of a company's cookies that still count, asked at once."""
        ...

    async def person(self, tx: Transaction, user: UserId) -> Person | None:
        """A user with his seat and roles; None when he was removed."""
        ...

    async def sees_numbers(self, tx: Transaction, user: UserId) -> bool:
        """Whether this person may see whole telephone numbers (SEC-01)."""
        ...

    async def users(self, tx: Transaction) -> list[User]:
        """All users in the order of their accounts, active or not."""
        ...

    async def account_names(self, tx: Transaction) -> dict[UserId, str]:
        """The accounts of all users, active or not."""
        ...

    async def names(self, tx: Transaction) -> dict[UserId, str]:
        """Names of all users, those who were removed as well (for history)."""
        ...

    async def seats(self, tx: Transaction) -> list[Seat]:
        """All seats in the order of their numbers."""
        ...

    async def seat_by_extension(self, tx: Transaction, extension: str) -> Seat | None:
        """The seat that people reach by dialling `extension`."""
        ...

    def before_log_out(self, hook: LogOutHook) -> None:
        """Asks `hook` before a person logs out of his last session; it may refuse by raising."""
        ...

    def stay_logged_in_while(self, check: StayCheck) -> None:
        """Keeps a person logged in without activity while `check` holds."""
        ...

    async def found_company(
        self,
        short_name: str,
        name: str,
        people: Sequence[NewPerson] = ...,
        language: Language = ...,
    ) -> Founded:
        """A new company with its first people; raises ShortNameTaken."""
        ...

    async def reset_password(self, company: str, account: str, *, must_change: bool = ...) -> str:
        """A new password, shown once; raises CompanyNotFound or UserNotFound."""
        ...
