"""The first company with its accounts, made once; later starts only read its name and numbers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from lingting.audit.module import wire as wire_audit
from lingting.identity.api import FIRST_PEOPLE
from lingting.identity.module import wire as wire_identity
from lingting.identity.service.identity import IdentityService
from lingting.numbers.module import wire as wire_numbers
from lingting.numbers.service import NumberService
from lingting.platform.kit import Kit, make_kit
from lingting.platform.settings import Settings
from lingting.tenancy.domain.company import Company
from lingting.tenancy.module import wire as wire_tenancy
from lingting.tenancy.service import TenancyService

SHORT_NAME = "lingting"
NAME = "聆听体验公司"
FIRST_NUMBER = "8001"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """An account with the password that is shown once."""

    account: str
    name: str
    password: str


@dataclass(frozen=True, slots=True)
class Founding:
    """What to tell after a start; `people` is empty when the company was there before."""

    short_name: str
    numbers: tuple[str, ...] = ()
    people: tuple[FirstAccount, ...] = ()


@dataclass(frozen=True, slots=True)
class Office:
    """The features that the command line needs without an engine."""

    kit: Kit
    tenancy: TenancyService
    identity: IdentityService
    numbers: NumberService


def ensure_first_company(settings: Settings, database_url: str) -> Founding:
    """Founds the first company when the installation has none."""
    return _in_office(settings, database_url, _found_or_read)


def reset_password(settings: Settings, database_url: str, company: str, account: str) -> str:
    """A new password; raises CompanyNotFound or UserNotFound."""

    async def reset(office: Office) -> str:
        return await office.identity.reset_password(company, account)

    return _in_office(settings, database_url, reset)


def companies(settings: Settings, database_url: str) -> list[Company]:
    """Every company, the oldest first."""

    async def read(office: Office) -> list[Company]:
        return await office.tenancy.all()

    return _in_office(settings, database_url, read)


def _in_office(settings: Settings, database_url: str, work: Callable[[Office], Awaitable[T]]) -> T:
    async def run() -> T:
        kit = make_kit(settings, database_url)
        trail = wire_audit(kit)
        tenancy = wire_tenancy(kit, trail)
        identity = wire_identity(kit, tenancy, trail)
        try:
            return await work(Office(kit, tenancy, identity, wire_numbers(kit, tenancy, trail)))
        finally:
            await kit.supervisor.stop()
            await kit.db.close()

    return asyncio.run(run())


async def _found_or_read(office: Office) -> Founding:
    there = await office.tenancy.all()
    if there:
        company = there[0]
        async with office.kit.db.transaction(company.id) as tx:
            numbers = await office.numbers.all(tx)
        return Founding(company.short_name, tuple(one.number for one in numbers if one.active))
    founded = await office.identity.found_company(SHORT_NAME, NAME)
    async with office.kit.db.transaction(founded.tenant) as tx:
        number = await office.numbers.add(tx, FIRST_NUMBER)
    names = {person.account: person.name for person in FIRST_PEOPLE}
    people = tuple(
        FirstAccount(account, names[account], password)
        for account, password in founded.passwords.items()
    )
    return Founding(SHORT_NAME, (number.number,), people)
