"""The first company with its accounts, made once; later starts only read its name and numbers."""

from __future__ import annotations

from dataclasses import dataclass

SHORT_NAME = "lingting"


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
