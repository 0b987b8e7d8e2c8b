"""`passwd`: a new random password for an account, also while nothing runs."""

from __future__ import annotations

from rich.console import Console

from lingting.adapters.postgres.embedded import EmbeddedPostgres
from lingting.identity.domain.errors import UserNotFound
from lingting.main.founding import companies, reset_password
from lingting.main.home import Claim, Home, who_runs
from lingting.main.migrate import upgrade
from lingting.main.words import text
from lingting.platform.settings import Settings
from lingting.tenancy.domain.company import CompanyNotFound


def passwd(settings: Settings, company: str | None, account: str, console: Console) -> int:
    """Prints the new password; returns the exit code."""
    home = Home(settings.home.resolve())
    running = who_runs(home.claim)
    if settings.database_url:
        return _reset(settings, settings.database_url, company, account, console)
    if running is not None:
        if not running.database_url:
            console.print(text("already_starting", pid=running.pid))
            return 1
        return _reset(settings, running.database_url, company, account, console)
    if not (home.postgres / "data" / "PG_VERSION").exists():
        console.print(text("not_running"))
        return 1
    claim, server = Claim(home.claim), EmbeddedPostgres(home.postgres)
    claim.take()
    try:
        url = server.start()
        upgrade(url)
        return _reset(settings, url, company, account, console)
    finally:
        server.stop()
        claim.release()


def _reset(
    settings: Settings, url: str, company: str | None, account: str, console: Console
) -> int:
    if company is None:
        known = companies(settings, url)
        company = known[0].short_name if known else ""
    try:
        password = reset_password(settings, url, company, account)
    except (CompanyNotFound, UserNotFound):
        console.print(text("no_account", account=account), style="red")
        return 1
    console.print(text("new_password", account=account, password=f"[bold]{password}[/bold]"))
    return 0
