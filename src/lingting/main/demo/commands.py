"""`./lingting demo …`: what is wanted of the world, told to the running installation."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from rich.console import Console
from rich.progress import Progress, TextColumn
from rich.table import Table

from lingting.main.console import show_demo
from lingting.main.demo.history import has_been_founded
from lingting.main.demo.opening import open_demo
from lingting.main.errand import Watcher
from lingting.main.home import Home, who_runs
from lingting.main.reaching import reached
from lingting.main.words import text
from lingting.platform.settings import Settings
from lingting.simulation.control import Control, Status

LONGEST_SECONDS = 120.0
LOOK_SECONDS = 0.3
FIGURES = (
    ("demo_agents", "agents_present"),
    ("demo_talking", "agents_talking"),
    ("demo_calls", "calls"),
    ("demo_dialled", "dialled"),
    ("demo_answered", "answered"),
    ("demo_lost", "lost"),
    ("demo_self_served", "self_served"),
    ("demo_messages", "messages"),
    ("demo_turned_away", "turned_away"),
)


class DemoCommands:
    """Each answers an exit code."""

    def __init__(self, settings: Settings, console: Console) -> None:
        home = Home(settings.home.resolve())
        self._settings = settings
        self._console = console
        self._control = Control(home.demo)
        self._runs = who_runs(home.claim)

    def start(self, **wishes: float | int | None) -> int:
        """Starts the world, or changes how it goes."""
        if not self._may():
            return 1
        given: dict[str, Any] = {name: one for name, one in wishes.items() if one is not None}
        self._control.want(replace(self._control.wanted(), on=True, **given))
        return self._until(lambda status: status.state == "on")

    def stop(self) -> int:
        """Stops it."""
        if not self._may():
            return 1
        self._control.want(replace(self._control.wanted(), on=False))
        return self._until(lambda status: status.state == "off")

    def history(self, days: int) -> int:
        """Founds the company with days behind it; in a running installation it then comes to
        life. One that is there already has its own past."""
        with reached(self._settings, self._console) as url:
            if url is None:
                return 1
            if has_been_founded(self._settings, url):
                self._console.print(text("demo_past_lived"))
                return 1
            self._control.want(replace(self._control.wanted(), past_days=days))
            if self._runs is None:
                return self._found(url)
        if not self._may():
            return 1
        self._control.want(replace(self._control.wanted(), on=True))
        return self._until(lambda status: status.state == "on", follow=True)

    def _found(self, url: str) -> int:
        """Founds it while nothing runs; Ctrl-C ends the past with the day under way."""
        stopped = threading.Event()
        signal.signal(signal.SIGINT, lambda *_: stopped.set())
        with Progress(TextColumn("{task.description}"), console=self._console) as progress:
            line = progress.add_task("")
            watcher = Watcher(lambda note: progress.update(line, description=note), stopped.is_set)
            opening = open_demo(self._settings, url, self._control, watcher)
        show_demo(self._console, opening.founding)
        return 0

    def surge(self, factor: float, minutes: float) -> int:
        """More calls for a while."""
        if not self._may():
            return 1
        now = datetime.now(UTC)
        wanted = replace(
            self._control.wanted(),
            surge_factor=factor,
            surge_begins=now.isoformat(),
            surge_ends=(now + timedelta(minutes=minutes)).isoformat(),
        )
        self._control.want(wanted)
        self._console.print(text("demo_surge", factor=factor, minutes=minutes))
        return 0

    def status(self) -> int:
        """Shows how it is."""
        self._show(self._control.status() if self._runs else Status())
        return 0

    def remove(self) -> int:
        """Takes the company and all of its data away, table by table."""
        if not self._may():
            return 1
        self._control.want(replace(self._control.wanted(), on=False, remove=True))
        shown = ""
        until = time.monotonic() + 10 * LONGEST_SECONDS
        while self._control.wanted().remove and time.monotonic() < until:
            note = self._control.status().note
            if note and note != shown:
                self._console.print(note, style="dim")
                shown = note
            time.sleep(LOOK_SECONDS / 6)
        status = self._control.status()
        if status.state == "failed":
            self._show(status)
            return 1
        done = not self._control.wanted().remove
        self._console.print(text("demo_removed" if done else "demo_still"))
        return 0 if done else 1

    def _may(self) -> bool:
        if self._settings.ari_url:
            self._console.print(text("demo_own_asterisk"))
            return False
        if self._runs is None or not self._runs.url:
            self._console.print(text("not_running"))
            return False
        return True

    def _until(self, is_reached: Callable[[Status], bool], *, follow: bool = False) -> int:
        """Waits; `follow` shows what it is at, and waits on as long as something goes on."""
        until = time.monotonic() + LONGEST_SECONDS
        shown = ""
        time.sleep(2 * LOOK_SECONDS)  # until the installation has looked at the wish
        while time.monotonic() < until:
            status = self._control.status()
            if follow and status.note not in ("", shown):
                shown, until = status.note, time.monotonic() + LONGEST_SECONDS
                self._console.print(shown, style="dim")
            if is_reached(status) or status.state == "failed":
                self._show(status)
                return 1 if status.state == "failed" else 0
            time.sleep(LOOK_SECONDS)
        self._console.print(text("demo_still"))
        return 1

    def _show(self, status: Status) -> None:
        table = Table.grid(padding=(0, 2))
        table.add_row(text("demo_state"), f"[bold]{text(f'demo_{status.state}')}[/bold]")
        if status.note:
            table.add_row("", status.note)
        if status.state == "on":
            table.add_row(text("demo_speed"), f"{self._control.wanted().speed:g}")
            for key, name in FIGURES:
                table.add_row(text(key), str(getattr(status, name)))
        self._console.print(table)
