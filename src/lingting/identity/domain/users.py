"""A user: a person with an account in one company."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime

from lingting.identity.domain.errors import AccountUnfit, EmailUnfit, PasswordUnfit, StartUnfit
from lingting.kernel.ids import RoleId, UserId
from lingting.tenancy.domain.company import Language

MINIMUM_PASSWORD = 8
MAXIMUM_PASSWORD = 256
STARTS = (date(1950, 1, 1), date(2100, 12, 31))
"""The first and the last day on which a person can have begun."""

_ACCOUNT = re.compile(r"[\w.-]{2,32}")
_EMAIL = re.compile(r"[^@\s<>,;\x00-\x1f]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True, slots=True)
class User:
    """A person; `account` is unique in the company, upper or lower case."""

    id: UserId
    account: str
    name: str
    language: Language
    active: bool
    must_change_password: bool
    has_photo: bool
    created_at: datetime
    roles: tuple[RoleId, ...]
    email: str = ""
    """Where mail for him goes; empty: nowhere."""
    started_on: date | None = None
    """His first day with the company, when it is known."""


def account_key(text: str) -> str:
    """What equal accounts share: width and case do not count."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def fit_account(text: str) -> str:
    """The account as it is stored; raises AccountUnfit."""
    account = unicodedata.normalize("NFKC", text).strip()
    if not _ACCOUNT.fullmatch(account):
        raise AccountUnfit(field="account")
    return account


def fit_email(text: str) -> str:
    """The address as it is stored, empty for none; raises EmailUnfit."""
    email = text.strip()
    if email and (len(email) > 254 or not email.isascii() or not _EMAIL.fullmatch(email)):
        raise EmailUnfit(field="email")
    return email


def fit_start(day: date | None) -> date | None:
    """The same day; raises StartUnfit for one on which nobody can have begun."""
    first, last = STARTS
    if day is not None and not first <= day <= last:
        raise StartUnfit(field="started_on", first=first.isoformat(), last=last.isoformat())
    return day


def fit_password(password: str, account: str, field: str = "password") -> str:
    """The same password when it may be used; raises PasswordUnfit."""
    long_enough = MINIMUM_PASSWORD <= len(password) <= MAXIMUM_PASSWORD
    if not long_enough or account_key(password) == account_key(account):
        raise PasswordUnfit(field=field, minimum=MINIMUM_PASSWORD)
    return password
