"""The first company with its accounts, made once; later starts only read its name and numbers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from lingting.identity.api import FIRST_PEOPLE
from lingting.main.founded import FirstAccount, Founding
from lingting.main.furnishing import furnish
from lingting.main.home import Home
from lingting.main.wiring import Product, wire_with_asterisk
from lingting.platform.kit import make_kit
from lingting.platform.settings import Settings
from lingting.tenancy.domain.company import Company

SHORT_NAME = "lingting"
NAME = "聆听体验公司"
FIRST_NUMBER = "8001"

T = TypeVar("T")


def ensure_first_company(settings: Settings, database_url: str) -> Founding:
    """Founds the first company when the installation has none."""
    return with_product(settings, database_url, _found_or_read)


def reset_password(
    settings: Settings, database_url: str, company: str, account: str, *, must_change: bool = False
) -> str:
    """A new password; raises CompanyNotFound or UserNotFound."""

    async def reset(product: Product) -> str:
        return await product.identity.reset_password(company, account, must_change=must_change)

    return with_product(settings, database_url, reset)


def companies(settings: Settings, database_url: str) -> list[Company]:
    """Every company, the oldest first."""

    async def read(product: Product) -> list[Company]:
        return await product.tenancy.all()

    return with_product(settings, database_url, read)


def move_recordings(settings: Settings, database_url: str, then: Path, now: Path) -> None:
    """Tells the database that the folder of recordings is somewhere else."""

    async def move(product: Product) -> None:
        for company in await product.tenancy.all():
            async with product.kit.db.transaction(company.id) as tx:
                await product.recordings.moved(tx, then, now)

    if then != now:
        with_product(settings, database_url, move)


def follow_recordings(settings: Settings, database_url: str, home: Home) -> bool:
    """Finds the recordings again after the home, or their folder, was moved: the database names
    whole paths. Where the files are in neither place the next start looks again."""
    now = (settings.recordings_dir or home.recordings).absolute()
    then = Path(home.recordings_at.read_text("utf-8")) if home.recordings_at.exists() else now

    async def follow(product: Product) -> list[bool | None]:
        found: list[bool | None] = []
        for company in await product.tenancy.all():
            async with product.kit.db.transaction(company.id) as tx:
                moved = await product.recordings.were_moved(tx, then, now)
                if moved:
                    await product.recordings.moved(tx, then, now)
                found.append(moved)
        return found

    found = with_product(settings, database_url, follow) if then != now else []
    if None not in found:
        home.data.mkdir(parents=True, exist_ok=True)
        home.recordings_at.write_text(str(now), "utf-8")
    return True in found


def with_product(
    settings: Settings, database_url: str, work: Callable[[Product], Awaitable[T]]
) -> T:
    """Runs `work` with a product of this process's own, which nobody else uses."""

    async def run() -> T:
        product = wire_with_asterisk(make_kit(settings, database_url))
        try:
            return await work(product)
        finally:
            await product.stop()

    return asyncio.run(run())


async def _found_or_read(product: Product) -> Founding:
    there = await product.tenancy.all()
    if there:
        company = there[0]
        async with product.kit.db.transaction(company.id) as tx:
            numbers = await product.numbers.all(tx)
            bare = company.short_name == SHORT_NAME and not numbers
            bare = bare and not await product.flows.editing.all(tx)
        if bare:  # the first start was killed before it had furnished it
            await furnish(product, company.id, FIRST_NUMBER)
            return Founding(company.short_name, (FIRST_NUMBER,))
        return Founding(company.short_name, tuple(one.number for one in numbers if one.active))
    founded = await product.identity.found_company(SHORT_NAME, NAME)
    await furnish(product, founded.tenant, FIRST_NUMBER)
    names = {person.account: person.name for person in FIRST_PEOPLE}
    people = tuple(
        FirstAccount(account, names[account], password)
        for account, password in founded.passwords.items()
    )
    return Founding(SHORT_NAME, (FIRST_NUMBER,), people)
