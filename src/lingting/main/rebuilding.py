"""`rebuild-reports`: makes the numbers of reports anew from the event log."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from rich.console import Console
from rich.progress import Progress, TaskID

from lingting.main.reaching import reached
from lingting.main.wiring import wire_with_asterisk
from lingting.main.words import text
from lingting.platform.kit import make_kit
from lingting.platform.settings import Settings
from lingting.tenancy.domain.company import Company


def rebuild_reports(settings: Settings, company: str | None, console: Console) -> int:
    """Shows how far it is; returns the exit code."""
    with reached(settings, console) as url:
        return 1 if url is None else asyncio.run(_rebuild(settings, url, company, console))


async def _rebuild(settings: Settings, url: str, short_name: str | None, console: Console) -> int:
    product = wire_with_asterisk(make_kit(settings, url))
    try:
        wanted = await product.tenancy.by_short_name(short_name) if short_name else None
        if short_name and wanted is None:
            console.print(text("no_company", company=short_name), style="red")
            return 1
        for one in [wanted] if wanted else await product.tenancy.all():
            with Progress(console=console) as progress:
                bar = progress.add_task(one.name, total=None)
                began = time.monotonic()
                facts = await product.reporting.projection.rebuild(one.id, _told(progress, bar))
            console.print(_done(one, facts, time.monotonic() - began))
        return 0
    finally:
        await product.stop()


def _told(progress: Progress, bar: TaskID) -> Callable[[int, int], None]:
    def tell(seq: int, newest: int) -> None:
        progress.update(bar, completed=seq, total=newest)

    return tell


def _done(company: Company, facts: int, seconds: float) -> str:
    return text("reports_rebuilt", company=company.name, facts=facts, seconds=seconds)
