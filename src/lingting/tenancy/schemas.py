"""Wire models of companies and settings."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from lingting.tenancy.domain.company import Company, Language
from lingting.tenancy.domain.settings import CompanySettings, Value, declared


class CompanyOut(BaseModel):
    """The company of the person who asks."""

    id: UUID
    short_name: str
    name: str
    time_zone: str
    language: Language
    created_at: datetime

    @classmethod
    def of(cls, company: Company) -> "CompanyOut":
        return cls.model_validate(company, from_attributes=True)


class CompanyPatch(BaseModel):
    """What an administrator may change about his company."""

    name: str | None = Field(None, min_length=1, max_length=100)
    time_zone: str | None = None
    language: Language | None = None


class SettingOut(BaseModel):
    """A setting with everything that a form needs to show it."""

    key: str
    kind: str
    value: Value
    default: Value
    zh: str
    en: str
    minimum: int | None
    maximum: int | None
    options: list[str]
    group: str


class SettingsOut(BaseModel):
    """All settings, in the order of their declaration."""

    items: list[SettingOut]

    @classmethod
    def of(cls, settings: CompanySettings) -> "SettingsOut":
        items = [
            SettingOut(
                key=one.key,
                kind=one.kind,
                value=settings[one],
                default=one.default,
                zh=one.zh,
                en=one.en,
                minimum=one.minimum,
                maximum=one.maximum,
                options=list(one.options),
                group=one.group,
            )
            for one in declared().values()
        ]
        return cls(items=items)
