"""Wire models of the configuration text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from lingting.configuration.domain.diff import FieldChange
from lingting.configuration.domain.planning import Change
from lingting.configuration.plan import Plan, Problem
from lingting.configuration.service import Imported, Request
from lingting.configuration.store import Version
from lingting.configuration.text import LARGEST, write_entry
from lingting.platform.http.messages import Language, message
from lingting.platform.sections import ConfigSection


class Titles:
    """What sections and entries are called in one language."""

    def __init__(self, sections: Sequence[ConfigSection], language: Language) -> None:
        self._sections = {section.key: section for section in sections}
        self._english = language == "en"

    def of(self, section: str) -> str:
        found = self._sections[section]
        return found.en if self._english else found.zh

    def label(self, section: str, name: str) -> str:
        """Words for a name that says little by itself, "" for others."""
        chinese, english = self._sections[section].label(name)
        return english if self._english else chinese


class ConfigurationOut(BaseModel):
    """The text, and the name of the file to keep it in."""

    text: str
    file_name: str


class ConfigurationIn(BaseModel):
    """A text to look at or to import; `prune` removes what it does not mention."""

    text: Annotated[str, Field(max_length=LARGEST)]
    prune: bool = False

    def request(self) -> Request:
        return Request(text=self.text, prune=self.prune)


class ImportIn(ConfigurationIn):
    """`digest` is that of the plan that was shown."""

    digest: str

    def request(self) -> Request:
        return Request(text=self.text, prune=self.prune, digest=self.digest)


class RollBackIn(BaseModel):
    """`digest` is that of the plan that was shown."""

    digest: str


class PlaceChangeOut(BaseModel):
    """A place that changes, as the text shows it; null: nothing stood or stands there."""

    place: str
    old: str | None
    new: str | None

    @classmethod
    def of(cls, field: FieldChange) -> PlaceChangeOut:
        return cls(
            place=field.place,
            old=None if field.old is None else write_entry(field.old),
            new=None if field.new is None else write_entry(field.new),
        )


class EntryChangeOut(BaseModel):
    """An entry that comes, changes or goes; `text` is what comes or goes, `label` its words."""

    section: str
    title: str
    kind: Literal["added", "changed", "removed"]
    name: str
    label: str
    fields: list[PlaceChangeOut]
    text: str

    @classmethod
    def of(cls, change: Change, titles: Titles) -> EntryChangeOut:
        changed = change.kind.value == "changed"
        whole = change.new if change.new is not None else change.old
        return cls(
            section=change.section,
            title=titles.of(change.section),
            kind=change.kind.value,
            name=change.name,
            label=titles.label(change.section, change.name),
            fields=[PlaceChangeOut.of(one) for one in change.fields] if changed else [],
            text="" if changed else write_entry(whole),
        )


class TextProblemOut(BaseModel):
    """What is wrong at a line, in a sentence for the reader."""

    line: int
    place: str
    message: str

    @classmethod
    def of(cls, problem: Problem, language: Language) -> TextProblemOut:
        sentence = message(problem.slug, language, dict(problem.params))
        return cls(line=problem.line, place=problem.place, message=sentence)


class LeftAloneOut(BaseModel):
    """Entries of a section that the text does not mention."""

    section: str
    title: str
    names: list[str]


class ImportPlanOut(BaseModel):
    """What would change, or what is wrong."""

    changes: list[EntryChangeOut]
    left: list[LeftAloneOut]
    problems: list[TextProblemOut]
    digest: str

    @classmethod
    def of(cls, plan: Plan, titles: Titles, language: Language) -> ImportPlanOut:
        return cls(
            changes=[EntryChangeOut.of(one, titles) for one in plan.changes],
            left=[
                LeftAloneOut(section=key, title=titles.of(key), names=list(names))
                for key, names in plan.left.items()
            ],
            problems=[TextProblemOut.of(one, language) for one in plan.problems],
            digest=plan.digest,
        )


class FirstPasswordOut(BaseModel):
    """The first password of a new user; it is told once."""

    account: str
    password: str


class ImportedOut(BaseModel):
    """What came of an import; `number` null: nothing was changed."""

    number: int | None
    problems: list[TextProblemOut]
    passwords: list[FirstPasswordOut]

    @classmethod
    def of(cls, imported: Imported, language: Language) -> ImportedOut:
        return cls(
            number=imported.number,
            problems=[TextProblemOut.of(one, language) for one in imported.plan.problems],
            passwords=[
                FirstPasswordOut(account=one.account, password=one.password)
                for one in imported.passwords
            ],
        )


class ImportedVersionOut(BaseModel):
    """An import; the text before it is kept under its number."""

    number: int
    at: datetime
    by_name: str | None
    rolled_back_to: int | None
    added: int
    changed: int
    removed: int

    @classmethod
    def of(cls, version: Version) -> ImportedVersionOut:
        return cls.model_validate(version, from_attributes=True)


class ImportsOut(BaseModel):
    """Imports, the newest first."""

    items: list[ImportedVersionOut]
