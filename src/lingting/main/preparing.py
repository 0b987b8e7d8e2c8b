"""What `up` needs of the database before its parts start, as one errand."""

from __future__ import annotations

from lingting.main.demo.opening import open_demo
from lingting.main.errand import Refused, Watcher
from lingting.main.founded import Prepared
from lingting.main.founding import ensure_first_company, follow_recordings
from lingting.main.home import Home
from lingting.main.migrate import NewerTables, alone, newest, prepare
from lingting.main.words import text
from lingting.platform.login import LoginRefused, application_url
from lingting.platform.settings import Settings
from lingting.simulation.control import Control


def prepare_all(settings: Settings, url: str, demo: Control | None, watcher: Watcher) -> Prepared:
    """The tables and the first company; the demonstration company, where it is wanted."""
    with alone(url, lambda: watcher.tell(text("prepared_by_another"))):
        try:
            prepare(settings, url)
        except LoginRefused as problem:
            raise Refused(text("login_refused", reason=problem)) from problem
        except NewerTables as problem:
            raise Refused(text("newer_tables", revision=problem, newest=newest())) from problem
        founding = ensure_first_company(settings, url)
        if follow_recordings(settings, url, Home(settings.home.resolve())):
            watcher.tell(text("recordings_moved"))
        opening = open_demo(settings, url, demo, watcher) if demo else None
    return Prepared(settings.application_url or application_url(url), founding, opening)
