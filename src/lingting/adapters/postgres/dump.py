"""Writes a whole database into one file and reads it back, with the server's own programs."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from lingting.adapters.postgres.embedded import APPLICATION, OWNER, SUPERUSER, postgres_program


class DumpFailed(Exception):
    """pg_dump or pg_restore gave up; the message is the end of what it said."""


ASKS_FOR_TLS = frozenset({"require", "verify-ca", "verify-full"})


class DumpForbidden(DumpFailed):
    """The role sees only rows of the company it names: its dump would be empty."""


def superuser_url(owner_url: str) -> str:
    """The embedded server's superuser, who passes row-level security; the socket is his key."""
    return owner_url.replace(f"//{OWNER}@", f"//{SUPERUSER}@", 1)


def write_dump(url: str, file: Path) -> None:
    """One consistent picture of the database, taken while others go on writing."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    if row != (True,):
        raise DumpForbidden
    _run("pg_dump", url, ["--format=custom", "--no-password", f"--file={file}", f"--dbname={url}"])


def read_dump(url: str, file: Path, *, owner: str = "") -> None:
    """Fills an empty database, all of it or nothing; `owner` gets what is made."""
    options = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-password"]
    if owner:
        options.append(f"--role={owner}")
    _run("pg_restore", url, [*options, f"--dbname={url}", str(file)])


def has_tables(url: str) -> bool:
    """Whether anything of ours, or of somebody else, is in the database's public schema."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(
            "SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1"
        ).fetchone()
    return found is not None


def ensure_application_role(url: str) -> None:
    """A dump grants rights to the application's role, which a new server does not have yet."""
    role = sql.Identifier(APPLICATION)
    with psycopg.connect(url, autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION])
        if there.fetchone() is None:
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))


def program_for(name: str, url: str, find: Callable[[str], str | None] = shutil.which) -> str:
    """The program that reaches this address: those that come with the installation know no TLS."""
    if conninfo_to_dict(url).get("sslmode") not in ASKS_FOR_TLS:
        return str(postgres_program(name))
    found = find(name)
    if found is None:
        raise DumpFailed(
            f"The address asks for TLS, which needs the machine's own {name}:"
            " install PostgreSQL's client programs (Debian: postgresql-client)."
        )
    return found


def _run(name: str, url: str, arguments: Sequence[str]) -> None:
    command = [program_for(name, url), *arguments]
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        _, said = process.communicate()
    except BaseException:
        process.kill()
        process.wait()
        raise
    if process.returncode != 0:
        raise DumpFailed(said.decode("utf-8", "replace")[-1500:])
