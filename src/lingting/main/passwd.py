"""`passwd`: a new random password for an account, also while nothing runs."""

from __future__ import annotations

from rich.console import Console

from lingting.identity.domain.errors import UserNotFound
from lingting.main.founding import companies, reset_password
from lingting.main.reaching import reached
from lingting.main.words import text
from lingting.platform.settings import Settings
from lingting.tenancy.domain.company import CompanyNotFound


def passwd(settings: Settings, company: str | None, account: str, console: Console) -> int:
    """Prints the new password; returns the exit code."""
    with reached(settings, console) as url:
        return 1 if url is None else _reset(settings, url, company, account, console)


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
