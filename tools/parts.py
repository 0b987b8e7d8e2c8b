"""Fetches the programs that no Python package carries: Asterisk, and what tests need."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterable

from tools.console import Console, Note, say
from tools.venv import ROOT

PARTS = {
    "asterisk": ("Asterisk", "Asterisk"),
    "sipp": ("SIP 测试工具 SIPp", "SIPp"),
    "chromium": ("Chromium 浏览器", "Chromium"),
    "pg_dump": ("PostgreSQL 客户端", "PostgreSQL's client programs"),
    "ssh-keygen": ("签名工具 OpenSSH", "OpenSSH, for signatures"),
}


class Fetching:
    """Fetches parts beside the other steps; `wait` tells which could not be had."""

    def __init__(self, console: Console, parts: Iterable[str]) -> None:
        self._console = console
        self._parts = tuple(parts)
        self.problems: list[str] = []
        self._thread = threading.Thread(target=self._fetch_all, daemon=True)
        self._thread.start()

    def wait(self) -> list[str]:
        while self._thread.is_alive():
            self._thread.join(0.2)
        return self.problems

    def _fetch_all(self) -> None:
        for part in self._parts:
            finder = _finder(part)
            if _is_there(part):
                continue
            try:
                with self._console.step(say(*PARTS[part])) as note:
                    finder(note)
            except Exception as problem:  # whatever it is, the other parts are wanted all the same
                self.problems.append(f"{part}: {problem}")


def _finder(part: str) -> Callable[[Note], object]:
    see_package()
    if part == "asterisk":
        from lingting.adapters.asterisk.install import find_asterisk

        return find_asterisk
    from lingting.adapters.debian.tools import tool

    return lambda note: tool(part, note)


def _is_there(part: str) -> bool:
    from lingting.adapters.asterisk.install import asterisk_is_there
    from lingting.adapters.debian.tools import is_there

    return asterisk_is_there() if part == "asterisk" else is_there(part)


def see_package() -> None:
    """These modules of the product need only the standard library, so they run before set-up."""
    source = str(ROOT / "src")
    if source not in sys.path:
        sys.path.insert(0, source)
