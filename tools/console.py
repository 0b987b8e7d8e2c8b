"""Shows set-up steps as they run: one line each, in the reader's language."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Note = Callable[[str], None]


class SetupFailed(Exception):
    """Set-up cannot go on; the message says what to do."""


def chinese() -> bool:
    """Whether the person at this terminal reads Chinese, as far as the environment tells."""
    chosen = os.environ.get("LINGTING_LANG") or next(
        (os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), ""
    )
    return chosen.lower().startswith("zh")


def say(zh: str, en: str) -> str:
    """One text in the reader's language."""
    return zh if chinese() else en


class Console:
    """Writes whole lines for finished steps and one changing line for what runs now."""

    def __init__(self) -> None:
        self._terminal = sys.stdout.isatty()
        self._lock = threading.Lock()
        self._running: dict[str, str] = {}

    def line(self, text: str) -> None:
        with self._lock:
            self._clear()
            print(text, flush=True)
            self._draw()

    @contextmanager
    def step(self, title: str) -> Iterator[Note]:
        """A step with its time; the yielded function notes what it does just now."""
        started = time.monotonic()
        self._note(title, "")
        if not self._terminal:
            self.line(f"… {title}")
        try:
            yield lambda text: self._note(title, text)
        except BaseException:
            self._finish(title)
            self.line(f"✗ {title}")
            raise
        self._finish(title)
        self.line(f"✓ {title}  {time.monotonic() - started:.1f} s")

    def _note(self, title: str, text: str) -> None:
        with self._lock:
            self._clear()
            self._running[title] = text
            self._draw()

    def _finish(self, title: str) -> None:
        with self._lock:
            self._clear()
            self._running.pop(title, None)

    def _clear(self) -> None:
        if self._terminal and self._running:
            sys.stdout.write("\r\x1b[2K")

    def _draw(self) -> None:
        if not self._terminal or not self._running:
            return
        width = os.get_terminal_size().columns if sys.stdout.isatty() else 80
        text = " · ".join(f"{title}: {note}".rstrip(": ") for title, note in self._running.items())
        sys.stdout.write("  " + _cut(text, width - 4))
        sys.stdout.flush()


def _cut(text: str, width: int) -> str:
    """As much of the text as fits; Chinese characters take two columns."""
    used = 0
    for index, character in enumerate(text):
        used += 2 if ord(character) > 0x2E7F else 1
        if used > width:
            return text[:index]
    return text
