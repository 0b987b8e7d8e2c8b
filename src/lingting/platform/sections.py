"""Configuration as text: the port through which a feature brings its part of the document.

A section is a mapping from names to entries. Names stand where ids stand in the database; an
entry is plain data in its normal form, so that equal configuration is equal data.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError

from lingting.kernel.errors import LingtingError
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.http.problems import form_problem

Entry: TypeAlias = Any
Path: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that an entry uses, and where in the entry it stands."""

    section: str
    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Misfit:
    """What is wrong at one place of an entry; `slug` names the sentence."""

    path: Path
    slug: str
    params: Mapping[str, object] = field(default_factory=dict[str, object])


class Misfits(Exception):
    """An entry that cannot be read."""

    def __init__(self, found: Sequence[Misfit]) -> None:
        super().__init__(", ".join(one.slug for one in found))
        self.found = tuple(found)


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that comes (`old` None), goes (`new` None) or changes; `was` is its old name."""

    name: str
    was: str
    old: Entry
    new: Entry
    ready: Any = None
    """What `prepare` made for it."""


class EntryRefused(Exception):
    """A feature's rule says no to a change."""

    def __init__(self, section: str, change: EntryChange, error: LingtingError) -> None:
        super().__init__(f"{section}.{change.name}: {error}")
        self.section = section
        self.change = change
        self.error = error


@contextmanager
def refused(section: str, change: EntryChange) -> Iterator[None]:
    """What a feature says no to within is said of this change."""
    try:
        yield
    except LingtingError as error:
        raise EntryRefused(section, change, error) from error


@dataclass(frozen=True, slots=True)
class NewPassword:
    """A password that was made up for a new account; it is told once."""

    account: str
    password: str


class SectionForm(BaseModel):
    """Base of an entry's form: nothing unknown, and a number may stand where a text is wanted."""

    model_config = ConfigDict(extra="forbid", coerce_numbers_to_str=True)


class ConfigSection(ABC):
    """A feature's part of the document; it changes things through the feature's own services."""

    key: ClassVar[str]
    zh: ClassVar[str]
    en: ClassVar[str]
    permissions: ClassVar[tuple[str, ...]]
    """What someone needs who changes this section."""
    form: ClassVar[type[BaseModel]]
    name_field: ClassVar[str] = "name"
    """The form's field that the entry's name fills; it does not stand in the entry again."""
    removable: ClassVar[bool] = True
    """False: an entry that the document does not name stays, whatever was asked."""
    removes_first: ClassVar[bool] = False
    """Whether what goes must make room for what comes."""

    @abstractmethod
    async def export(self, tx: Transaction) -> dict[str, Entry]:
        """Every entry as it is, in its normal form."""

    async def put(
        self, tx: Transaction, by: Principal | None, change: EntryChange
    ) -> NewPassword | None:
        """Adds or changes an entry; raises what the feature's service raises."""
        raise NotImplementedError(self.key)

    async def remove(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        """Removes an entry; raises what the feature's service raises."""
        raise NotImplementedError(self.key)

    def read(self, name: str, raw: Any) -> Entry:
        """The normal form of an entry as somebody wrote it. Raises Misfits."""
        given = {} if raw is None else raw
        if not isinstance(given, Mapping):
            raise Misfits([Misfit((), "wrong-type")])
        if self.name_field in given:
            raise Misfits([Misfit((self.name_field,), "extra-forbidden")])
        try:
            form = self.form.model_validate({self.name_field: name, **given})
        except ValidationError as error:
            found = error.errors(include_url=False, include_input=False)
            raise Misfits([_misfit(one, self.name_field) for one in found]) from None
        return form.model_dump(mode="json", by_alias=True, exclude={self.name_field})

    def identity(self, name: str, entry: Entry) -> str:
        """What makes two entries the same thing, in the company and in the document."""
        return name

    def label(self, name: str) -> tuple[str, str]:
        """Words in Chinese and English for a name that says little by itself."""
        return "", ""

    def references(self, entry: Entry) -> Iterable[Reference]:
        """The names of other entries that an entry uses."""
        return ()

    async def known(self, tx: Transaction) -> frozenset[str]:
        """Names that may be used although the document does not list them."""
        return frozenset()

    async def prepare(self, changes: Sequence[EntryChange]) -> dict[str, Any]:
        """Slow work, by name, that needs no turn of the company: calls go on meanwhile."""
        return {}

    async def apply(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> list[NewPassword]:
        """Makes additions and changes. Raises EntryRefused."""
        told: list[NewPassword] = []
        for change in changes:
            with refused(self.key, change):
                made_up = await self.put(tx, by, change)
            told += [made_up] if made_up else []
        return told

    async def prune(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> None:
        """Makes removals. Raises EntryRefused."""
        for change in changes:
            with refused(self.key, change):
                await self.remove(tx, by, change)

    async def finish(  # noqa: B027 - most sections have nothing to do last
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> None:
        """What can only follow when every section was applied. Raises EntryRefused."""


def _misfit(error: Any, name_field: str) -> Misfit:
    path: Path = tuple(error["loc"])
    slug, params = form_problem(error)
    return Misfit(() if path == (name_field,) else path, slug, params)
