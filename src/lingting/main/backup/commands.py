"""What the terminal shows of `backup` and `restore`, and their exit codes."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from rich.console import Console
from rich.filesize import decimal
from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn
from sqlalchemy.exc import OperationalError

from lingting.adapters.postgres.dump import DumpFailed, DumpForbidden
from lingting.main.backup.archive import BrokenArchive
from lingting.main.backup.places import settings_here
from lingting.main.backup.restoring import SETTINGS_THEN, SomethingThere, WrongVersion
from lingting.main.backup.restoring import restore as restore_archive
from lingting.main.backup.saving import AlreadyThere, NoSpace, Watch, rotate, save
from lingting.main.home import AlreadyRunning
from lingting.main.reaching import NotInstalled, StillStarting, as_running
from lingting.main.refusals import DISK
from lingting.main.words import text
from lingting.platform.settings import Settings

CANCELLED = 130


def backup(settings: Settings, target: Path | None, keep: int | None, console: Console) -> int:
    """Writes a backup and tells where it is."""
    settings, running = as_running(settings)
    names = settings_here() if running is None else running.given

    def work(watch: Watch) -> None:
        made = save(settings, target, watch, datetime.now(UTC), names)
        size = decimal(made.bytes)
        words = {"file": made.file, "size": size, "files": made.files, "seconds": made.seconds}
        console.print(text("backup_done", **words), style="green", soft_wrap=True)
        for old in rotate(Path(made.file).parent, keep) if keep else []:
            console.print(text("backup_removed", file=old), style="dim", soft_wrap=True)
        console.print(text("backup_keep_safe"), style="yellow")

    return _with_words(work, console)


def restore(settings: Settings, file: Path, console: Console, *, replace: bool) -> int:
    """Makes an installation from a backup and tells what to do next."""
    if not file.is_file():
        console.print(text("restore_no_file", file=file), style="red", soft_wrap=True)
        return 1

    def work(watch: Watch) -> None:
        now = datetime.now(UTC)
        manifest, kept = restore_archive(settings, file, watch, now, replace=replace)
        console.print(text("restored", at=manifest.at), style="green")
        for folder in kept:
            console.print(text("restored_kept", folder=folder), soft_wrap=True)
        then = settings.home.resolve() / SETTINGS_THEN
        if then.exists() and then.read_text("utf-8"):
            console.print(text("restored_settings", file=then), soft_wrap=True)

    return _with_words(work, console)


def _with_words(work: Callable[[Watch], None], console: Console) -> int:
    try:
        with _ended_by_signal(), _shown(console) as watch:
            work(watch)
    except KeyboardInterrupt:
        console.print(text("backup_cancelled"), style="yellow")
        return CANCELLED
    except Exception as problem:
        said = _said(problem)
        if said is None:
            raise
        console.print(said, style="red", markup=False, soft_wrap=True)
        return 1
    return 0


def _said(problem: Exception) -> str | None:
    """The sentence for what is expected to go wrong; None for what is not."""
    match problem:
        case NoSpace():
            room = {"needed": decimal(problem.needed), "free": decimal(problem.free)}
            return text("no_space", **room)
        case DumpForbidden():
            return text("backup_forbidden")
        case DumpFailed():
            return text("backup_failed", reason=problem)
        case psycopg.OperationalError() | OperationalError():
            return text("database_unreachable", reason=problem.args[0])
        case AlreadyThere():
            return text("backup_exists", file=problem.args[0])
        case OSError() if problem.errno not in DISK and problem.filename:
            return text("backup_no_file", file=problem.filename, reason=problem.strerror)
        case NotInstalled():
            return text("not_running")
        case StillStarting():
            return text("already_starting", pid=problem.running.pid)
        case AlreadyRunning():
            return text("restore_running", pid=problem.running.pid)
        case BrokenArchive():
            return text("restore_broken", name=problem.name)
        case WrongVersion():
            return text("restore_newer", version=problem.lingting)
        case SomethingThere():
            by_address = problem.place.startswith("LINGTING_")
            key = "restore_there_url" if by_address else "restore_there"
            return text(key, place=problem.place)
        case _:
            return None


@contextmanager
def _shown(console: Console) -> Iterator[Watch]:
    """A bar on a terminal, a line for each phase anywhere."""
    columns = (BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None, visible=False)

        def phase(name: str) -> None:
            console.print(text(f"backup_{name}"), style="dim")

        def total(size: int) -> None:
            bar.update(task, total=size, completed=0, visible=True)

        yield Watch(phase, total, lambda size: bar.advance(task, size))


@contextmanager
def _ended_by_signal() -> Iterator[None]:
    """SIGTERM and SIGHUP end the work as Ctrl-C does: with everything cleared away."""

    def end(*_: object) -> None:
        raise KeyboardInterrupt

    numbers = (signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, end) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
