"""What the `config` commands do.

Reading goes straight to the database. A change goes through the engine when one runs: its floor is
in memory, and two engines must not move one company.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import typer
from rich.console import Console

from lingting.configuration.errors import ConfigurationVersionNotFound
from lingting.configuration.orders import Asking, NobodyAnswers, Refused
from lingting.configuration.plan import Plan, Problem
from lingting.configuration.service import Request
from lingting.configuration.store import Version
from lingting.kernel.errors import LingtingError
from lingting.main.config_shown import show_plan, show_problems, shown_version
from lingting.main.founding import companies, reset_password, with_product
from lingting.main.reaching import Engine, engine_of, reached
from lingting.main.wiring import Product
from lingting.main.words import chinese, text
from lingting.platform.http.messages import message
from lingting.platform.settings import Settings
from lingting.tenancy.domain.company import Company

T = TypeVar("T")

PATIENCE_SECONDS = {Engine.RUNS: 30.0, Engine.MAY_RUN: 5.0}
CHANGES, PROBLEMS = 1, 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a command works: the installation's database, one company of it."""

    settings: Settings
    console: Console
    url: str
    engine: Engine
    company: Company

    def ask(self, work: Callable[[Product], Awaitable[T]]) -> T:
        return with_product(self.settings, self.url, work)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an import; `accounts` are new, with the passwords that are known."""

    number: int | None
    problems: list[Problem]
    accounts: dict[str, str | None]


def export(settings: Settings, console: Console, company: str | None, file: Path | None) -> int:
    """Writes the text to a file or the terminal."""

    def work(place: Place) -> int:
        async def read(product: Product) -> str:
            async with product.kit.db.transaction(place.company.id) as tx:
                await product.configuration.service.note_export(tx, None)
                return await product.configuration.service.export(tx)

        document = place.ask(read)
        if file is None:
            sys.stdout.write(document)
        else:
            file.write_text(document, "utf-8")
            console.print(text("exported", file=file))
        return 0

    return _at(settings, console, company, work)


def diff(
    settings: Settings, console: Console, company: str | None, file: Path, *, prune: bool
) -> int:
    """Shows the plan; 1 when something would change, 2 when the text has problems."""
    document = _read(file, console)
    if document is None:
        return PROBLEMS

    def work(place: Place) -> int:
        plan = _plan(place, Request(text=document, prune=prune))
        if plan.problems:
            return PROBLEMS
        return CHANGES if plan.changes else 0

    return _at(settings, console, company, work)


def import_file(
    settings: Settings,
    console: Console,
    company: str | None,
    file: Path,
    *,
    prune: bool,
    yes: bool,
) -> int:
    """Shows the plan, asks, and makes the changes."""
    document = _read(file, console)
    if document is None:
        return PROBLEMS
    request = Request(text=document, prune=prune)
    return _at(settings, console, company, lambda place: _import(place, request, yes))


def history(settings: Settings, console: Console, company: str | None) -> int:
    """Lists the imports, the newest first."""

    def work(place: Place) -> int:
        async def read(product: Product) -> list[Version]:
            async with product.kit.db.transaction(place.company.id) as tx:
                return await product.configuration.service.history(tx)

        found = place.ask(read)
        if not found:
            console.print(text("config_no_history"))
        for version in found:
            console.print(shown_version(version, place.company.time_zone))
        return 0

    return _at(settings, console, company, work)


def roll_back(
    settings: Settings, console: Console, company: str | None, number: int, *, yes: bool
) -> int:
    """Shows what going back would change, asks, and goes back."""

    def work(place: Place) -> int:
        async def read(product: Product) -> str:
            async with product.kit.db.transaction(place.company.id) as tx:
                return await product.configuration.service.version(tx, number)

        try:
            document = place.ask(read)
        except ConfigurationVersionNotFound as error:
            console.print(_sentence(error.slug, error.params))
            return PROBLEMS
        return _import(place, Request(text=document, prune=True, rolled_back_to=number), yes)

    return _at(settings, console, company, work)


def _at(
    settings: Settings, console: Console, company: str | None, work: Callable[[Place], int]
) -> int:
    engine = engine_of(settings)
    with reached(settings, console) as url:
        if url is None:
            return 1
        known = companies(settings, url)
        wanted = (company or (known[0].short_name if known else "")).casefold()
        found = next((one for one in known if one.short_name.casefold() == wanted), None)
        if found is None:
            console.print(text("no_company", company=company or ""))
            return 1
        return work(Place(settings, console, url, engine, found))


def _read(file: Path, console: Console) -> str | None:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        console.print(text("no_file", file=file, reason=error))
        return None


def _plan(place: Place, request: Request) -> Plan:
    """The plan, after showing it."""

    async def read(product: Product) -> Plan:
        async with product.kit.db.transaction(place.company.id) as tx:
            plan = await product.configuration.service.plan(tx, request)
        show_plan(place.console, plan, product.configuration.service.sections)
        return plan

    return place.ask(read)


def _import(place: Place, request: Request, yes: bool) -> int:
    plan = _plan(place, request)
    if plan.problems:
        return PROBLEMS
    if not plan.changes:
        return 0
    if not yes and not typer.confirm(text("config_sure"), default=False):
        return 1
    approved = Request(
        text=request.text,
        prune=request.prune,
        digest=plan.digest,
        rolled_back_to=request.rolled_back_to,
    )
    try:
        done = _carry_out(place, approved)
    except Refused as refusal:
        place.console.print(_sentence(refusal.slug, refusal.params))
        return PROBLEMS
    except NobodyAnswers:
        place.console.print(text("config_silent"))
        return 1
    return _tell(place, done)


def _carry_out(place: Place, request: Request) -> Done:
    engine = place.engine
    if engine is Engine.IS_AWAY:
        return _alone(place, request)
    try:
        return _through_engine(place, request, PATIENCE_SECONDS[engine])
    except NobodyAnswers:
        if engine is Engine.RUNS:
            raise
        return _alone(place, request)


def _alone(place: Place, request: Request) -> Done:
    """No engine runs: this process takes the company up, changes it and ends."""

    async def work(product: Product) -> Done:
        tenant = place.company.id
        await product.acd.load(tenant)
        try:
            imported = await product.configuration.service.apply(tenant, None, request)
        except LingtingError as error:
            raise Refused(error.slug, error.params) from error
        accounts: dict[str, str | None] = {one.account: one.password for one in imported.passwords}
        return Done(imported.number, list(imported.plan.problems), accounts)

    return place.ask(work)


def _through_engine(place: Place, request: Request, patience_seconds: float) -> Done:
    async def work(product: Product) -> Done:
        asking = Asking(product.kit, place.company.id)
        answer = await asking.ask(request, patience_seconds)
        problems = [Problem(**one) for one in answer["problems"]]
        return Done(answer["number"], problems, dict.fromkeys(answer["accounts"]))

    return place.ask(work)


def _tell(place: Place, done: Done) -> int:
    if done.problems:
        show_problems(place.console, done.problems)
        return PROBLEMS
    place.console.print(text("config_done", number=done.number))
    if done.accounts:
        place.console.print(text("config_passwords"))
    for account, password in done.accounts.items():
        # the engine's answers carry no passwords: new ones are set as `passwd` does
        known = password or reset_password(
            place.settings,
            place.url,
            place.company.short_name,
            account,
            must_change=True,
        )
        place.console.print(f"  {account}  {known}")
    return 0


def _sentence(slug: str, params: dict[str, object]) -> str:
    return message(slug, "zh-CN" if chinese() else "en", params)
