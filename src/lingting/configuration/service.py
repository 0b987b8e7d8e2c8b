"""Export, plan, import and roll back; an import is one transaction in the company's mailbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from lingting import __version__
from lingting.configuration import store, text
from lingting.configuration.domain.planning import Kind
from lingting.configuration.errors import (
    ConfigurationChangedMeanwhile,
    ConfigurationNotKept,
    ConfigurationVersionNotFound,
    SectionForbidden,
)
from lingting.configuration.events import ConfigurationImported
from lingting.configuration.plan import Plan, Problem, make_plan, problem_at
from lingting.configuration.store import Version
from lingting.configuration.text import Document
from lingting.kernel.errors import Invalid
from lingting.kernel.ids import TenantId
from lingting.platform.aside import aside
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.kit import Kit
from lingting.platform.sections import ConfigSection, EntryRefused, NewPassword
from lingting.platform.trail import Trail
from lingting.tenancy.api import Tenancy

HISTORY = 200
Ready: TypeAlias = Mapping[str, Mapping[str, Any]]
"""What sections prepared, by section and name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to import; `digest` is that of the plan that was shown, `rolled_back_to` the number
    in the history where the text is from."""

    text: str
    prune: bool = False
    digest: str | None = None
    rolled_back_to: int | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; `number` None: there was nothing to change."""

    plan: Plan
    number: int | None = None
    passwords: tuple[NewPassword, ...] = ()


@dataclass(frozen=True, slots=True)
class There:
    """What a text is compared with: the entries of each section, and names that may be used."""

    current: dict[str, dict[str, Any]]
    known: dict[str, frozenset[str]]


class Configuration:
    """The whole configuration of a company over the sections that features bring."""

    def __init__(
        self, kit: Kit, trail: Trail, tenancy: Tenancy, sections: Sequence[ConfigSection]
    ) -> None:
        self._kit = kit
        self._trail = trail
        self._tenancy = tenancy
        self.sections = tuple(sections)

    async def export(self, tx: Transaction) -> str:
        """The configuration as text."""
        return await self._written(tx, await self._current(tx))

    async def note_export(
        self, tx: Transaction, by: Principal | None, number: int | None = None
    ) -> None:
        """Who took the text away, or one of before an import."""
        target = "configuration" if number is None else f"configuration:{number}"
        await self._trail.record(tx, by, "configuration.export", target)

    async def plan(self, tx: Transaction, request: Request) -> Plan:
        """What a text would change, or what is wrong with it."""
        return await self._plan(await self._there(tx), request)

    async def apply(self, tenant: TenantId, by: Principal | None, request: Request) -> Imported:
        """Imports a text, all of it or nothing; nothing when the plan has problems.

        Raises SectionForbidden, ConfigurationChangedMeanwhile, ConfigurationNotKept.
        """

        async with self._kit.db.transaction(tenant) as tx:
            there = await self._there(tx)
            shown = await self._plan(there, request)
            if _is_idle(shown, request):
                return Imported(shown)
            before = await self._written(tx, there.current)
        ready = await self._prepare(shown)

        async def turn() -> Imported:
            async with self._kit.db.transaction(tenant) as tx:
                now = await self._there(tx)
                # Calls wait for this turn: what was compared before it is not compared again.
                if now == there:
                    return await self._apply(tx, by, request, ready, before, shown)
                plan = await self._plan(now, request)
                written = await self._written(tx, now.current)
                return await self._apply(tx, by, request, ready, written, plan)

        try:
            return await self._kit.mailboxes.run(tenant, turn)
        except EntryRefused as refused:
            document = await aside(text.read, request.text)
            return Imported(Plan(problems=(_problem_of(refused, document),)))

    async def history(self, tx: Transaction) -> list[Version]:
        """Imports, the newest first."""
        return await store.every(tx, HISTORY)

    async def version(self, tx: Transaction, number: int) -> str:
        """The text as it was before an import. Raises ConfigurationVersionNotFound."""
        found = await store.document(tx, number)
        if found is None:
            raise ConfigurationVersionNotFound(number=number)
        return found

    async def roll_back(
        self, tenant: TenantId, by: Principal | None, number: int, digest: str | None = None
    ) -> Imported:
        """Makes the company what it was before import `number`; what came since is removed."""
        async with self._kit.db.transaction(tenant) as tx:
            document = await self.version(tx, number)
        request = Request(text=document, prune=True, digest=digest, rolled_back_to=number)
        return await self.apply(tenant, by, request)

    async def _current(self, tx: Transaction) -> dict[str, dict[str, Any]]:
        return {section.key: await section.export(tx) for section in self.sections}

    async def _there(self, tx: Transaction) -> There:
        known = {section.key: await section.known(tx) for section in self.sections}
        return There(await self._current(tx), known)

    async def _written(self, tx: Transaction, current: dict[str, dict[str, Any]]) -> str:
        company = await self._tenancy.by_id(tx.tenant)
        name = " ".join(str(current.get("company", {}).get("name", company.name)).split())
        header = [
            f"聆听配置 Lingting configuration · {__version__}",
            f"{name} ({company.short_name})",
        ]
        return await aside(text.write, current, header)

    async def _plan(self, there: There, request: Request) -> Plan:
        try:
            document = await aside(text.read, request.text)
        except Invalid as error:
            line = error.params.get("line", 1)
            problem = Problem(line if isinstance(line, int) else 1, "", error.slug, error.params)
            return Plan(problems=(problem,))
        # A long text takes seconds, in which calls must not stand still.
        return await aside(
            make_plan,
            self.sections,
            there.current,
            there.known,
            document,
            prune=request.prune,
        )

    async def _prepare(self, plan: Plan) -> Ready:
        return {
            section.key: await section.prepare(plan.of(section.key, removals=False))
            for section in self.sections
        }

    async def _apply(
        self,
        tx: Transaction,
        by: Principal | None,
        request: Request,
        ready: Ready,
        before: str,
        plan: Plan,
    ) -> Imported:
        if _is_idle(plan, request):
            return Imported(plan)
        self._require_permissions(by, plan)
        number = await store.next_number(tx)
        version = _version(tx, number, by, request, plan)
        await store.add(tx, version, before)
        passwords = await self._perform(tx, by, plan, ready)
        stray = plan.strays_from(await self._current(tx))
        if stray is not None:
            raise ConfigurationNotKept(place=stray)
        await self._tell(tx, by, version)
        return Imported(plan, number, tuple(passwords))

    def _require_permissions(self, by: Principal | None, plan: Plan) -> None:
        changed = {change.section for change in plan.changes}
        for section in self.sections:
            if by is None or section.key not in changed:
                continue
            if not all(by.may(permission) for permission in section.permissions):
                raise SectionForbidden(section=section.key)

    async def _perform(
        self, tx: Transaction, by: Principal | None, plan: Plan, ready: Ready
    ) -> list[NewPassword]:
        """What is used comes before what uses it, and goes after it."""
        passwords: list[NewPassword] = []
        for section in self.sections:
            if section.removes_first:
                await section.prune(tx, by, plan.of(section.key, removals=True))
        for section in self.sections:
            changes = [
                replace(change, ready=ready[section.key].get(change.name))
                for change in plan.of(section.key, removals=False)
            ]
            passwords += await section.apply(tx, by, changes)
        for section in reversed(self.sections):
            if not section.removes_first:
                await section.prune(tx, by, plan.of(section.key, removals=True))
        for section in self.sections:
            await section.finish(tx, by, plan.of(section.key, removals=False))
        return passwords

    async def _tell(self, tx: Transaction, by: Principal | None, version: Version) -> None:
        counts = {
            "added": version.added,
            "changed": version.changed,
            "removed": version.removed,
        }
        of = version.rolled_back_to
        tx.publish(ConfigurationImported(at=tx.now, number=version.number, of=of, **counts))
        action = "configuration.import" if of is None else "configuration.roll_back"
        details = counts if of is None else {**counts, "to": of}
        await self._trail.record(tx, by, action, f"configuration:{version.number}", details)


def _is_idle(plan: Plan, request: Request) -> bool:
    """Whether there is nothing to do; raises when it is not what was shown."""
    if plan.problems:
        return True
    if request.digest is not None and request.digest != plan.digest:
        raise ConfigurationChangedMeanwhile()
    return not plan.changes


def _version(
    tx: Transaction, number: int, by: Principal | None, request: Request, plan: Plan
) -> Version:
    return Version(
        number=number,
        at=tx.now,
        by_user=by.user if by else None,
        by_name=by.name if by else None,
        rolled_back_to=request.rolled_back_to,
        added=plan.count(Kind.ADDED),
        changed=plan.count(Kind.CHANGED),
        removed=plan.count(Kind.REMOVED),
    )


def _problem_of(refused: EntryRefused, document: Document) -> Problem:
    """Where in the document a feature's refusal belongs."""
    entry = (refused.section, refused.change.name)
    inside = (*entry, str(refused.error.params.get("field")))
    path = inside if inside in document.lines else entry
    return problem_at(document, path, refused.error.slug, refused.error.params)
