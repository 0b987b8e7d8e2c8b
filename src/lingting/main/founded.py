"""What is told of a company after a start, apart from how it is founded."""

from __future__ import annotations

from dataclasses import dataclass

from lingting.kernel.ids import TenantId

DEMO = "demo"
"""The short name of the demonstration company."""


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
class Opening:
    """The demonstration company; `is_new` when the engine does not know it yet."""

    tenant: TenantId
    founding: Founding
    is_new: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A database that this version can work with, and who is in it."""

    application_url: str
    founding: Founding
    opening: Opening | None
