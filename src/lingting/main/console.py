"""Tells the person at the terminal what starts, what fails and where to go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from lingting.main.founded import Founding
from lingting.main.words import text

if TYPE_CHECKING:
    from lingting.main.tls import Certificate


class TerminalReport:
    """The supervisor's report, one line each."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def starting(self, part: str) -> None:
        self._console.print(text("starting", part=part), style="dim")

    def started(self, part: str) -> None:
        """Nothing to say: the summary follows."""

    def stopping(self, part: str) -> None:
        self._console.print(text("stopping", part=part), style="dim")

    def died(self, part: str, pause: float) -> None:
        self._console.print(text("died", part=part, pause=pause), style="yellow")

    def back(self, part: str) -> None:
        self._console.print(text("back", part=part), style="green")


def show_ready(
    console: Console,
    *,
    url: str,
    founding: Founding,
    sip: str,
    seconds: float,
    certificate: Certificate | None,
) -> None:
    """The summary after a start."""
    console.print()
    console.print(text("ready", seconds=seconds), style="bold green")
    facts = Table.grid(padding=(0, 2))
    facts.add_row(text("address"), f"[bold]{url}[/bold]")
    facts.add_row(text("company"), f"[bold]{founding.short_name}[/bold]")
    for number in founding.numbers:
        facts.add_row(text("call"), f"[bold]sip:{number}@{sip}[/bold]  ({text('call_how')})")
    console.print(facts)
    if founding.people:
        console.print(_people(founding))
        console.print(text("passwords_once"), style="yellow")
    else:
        console.print(text("passwords_before"), style="dim")
    if certificate is not None:
        show_authority(console, certificate.authority, certificate.fingerprint)
    console.print(text("stop_how"), style="dim")


def show_demo(console: Console, founding: Founding) -> None:
    """The demonstration company, with the accounts of the person who tries it."""
    console.print()
    console.print(text("demo_ready"), style="bold green")
    facts = Table.grid(padding=(0, 2))
    facts.add_row(text("company"), f"[bold]{founding.short_name}[/bold]")
    console.print(facts)
    if founding.people:
        console.print(_people(founding))
        console.print(text("passwords_once"), style="yellow")
    console.print(text("demo_how"), style="dim")


def show_authority(console: Console, file: Path, fingerprint: str) -> None:
    console.print(text("authority", file=file), style="yellow")
    console.print(fingerprint, style="bold", soft_wrap=True)


def _people(founding: Founding) -> Table:
    table = Table(box=None, padding=(0, 2), header_style="dim")
    for heading in ("account", "person", "password"):
        table.add_column(text(heading), no_wrap=True)
    for person in founding.people:
        table.add_row(person.account, person.name, f"[bold]{person.password}[/bold]")
    return table
