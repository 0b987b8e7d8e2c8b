"""What is wanted of the world and how it is: two small files, so that either side may restart."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

D = TypeVar("D")

DEFAULT_SPEED = 2.0
DEFAULT_PEAK = 200.0
DEFAULT_FLOOR = 0.85
DEFAULT_SEED = 20260101
MOST_CALLS = 24
DEFAULT_PAST_DAYS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The person's wishes; everything may change while the world runs, but for the seed.

    `speed` divides all times of the world. `peak_per_hour` is in world time, so that twice the
    speed brings twice the calls. `floor` keeps the centre busy at night (`ArrivalPattern`).
    At `most_calls` a further caller finds all lines busy. `past_days` lie behind the company when
    it is founded.
    """

    on: bool = False
    speed: float = DEFAULT_SPEED
    seed: int = DEFAULT_SEED
    agents: int = 12
    peak_per_hour: float = DEFAULT_PEAK
    floor: float = DEFAULT_FLOOR
    most_calls: int = MOST_CALLS
    past_days: int = DEFAULT_PAST_DAYS
    surge_factor: float = 1.0
    surge_begins: str = ""
    surge_ends: str = ""
    remove: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Where:
    """Where the world finds the product, and where its carrier is to be reached."""

    company: str
    url: str
    sip_port: int
    carrier_host: str
    carrier_port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What the world is doing. `state` is off, starting, on, stopping, removing or failed."""

    state: str = "off"
    at: str = ""
    since: str = ""
    agents_present: int = 0
    agents_talking: int = 0
    calls: int = 0
    dialled: int = 0
    answered: int = 0
    lost: int = 0
    self_served: int = 0
    messages: int = 0
    turned_away: int = 0
    note: str = ""


class Control:
    """The folder `demo` of an installation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def accounts(self) -> Path:
        """Accounts and passwords of the people whom the simulation plays; its owner's alone."""
        return self.folder / "accounts.json"

    def wanted(self) -> Wanted:
        """The wishes; the defaults while nobody wished anything."""
        return _read(self.folder / "wanted.json", Wanted)

    def want(self, wanted: Wanted) -> None:
        """Keeps the wishes."""
        self._write("wanted.json", asdict(wanted))

    def status(self) -> Status:
        """The last that was told."""
        return _read(self.folder / "status.json", Status)

    def tell(self, status: Status) -> None:
        """Tells how it is."""
        self._write("status.json", asdict(status))

    def where(self) -> Where:
        """Where the product is; raises FileNotFoundError before `place` was called."""
        return Where(**json.loads((self.folder / "where.json").read_text("utf-8")))

    def place(self, where: Where) -> None:
        """Says where the product is."""
        self._write("where.json", asdict(where))

    def passwords(self) -> dict[str, str]:
        """Passwords by account."""
        try:
            return json.loads(self.accounts.read_text("utf-8"))
        except (OSError, ValueError):
            return {}

    def keep_passwords(self, passwords: Mapping[str, str]) -> None:
        """Keeps them, readable by the owner of the installation alone."""
        self._write(self.accounts.name, dict(passwords))

    def _write(self, name: str, content: Mapping[str, Any]) -> None:
        """As one step, so that no reader meets half a file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = self.folder / f".{name}.{os.getpid()}"
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(content, file)
        beside.replace(self.folder / name)


def instant(text: str) -> datetime | None:
    """An instant of these files; None for an empty text."""
    return datetime.fromisoformat(text) if text else None


def _read(path: Path, kind: type[D]) -> D:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return kind()
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    return kind(**{name: value for name, value in found.items() if name in known})
