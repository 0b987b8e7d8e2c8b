"""The login of the product's own connections: a role that owns nothing and leads nowhere."""

from __future__ import annotations

import hashlib
from functools import cache

import psycopg
import sqlalchemy as sa
from psycopg import sql

APP_ROLE = "lingting_app"
CONNECT_SECONDS = 5
_IN_QUERY = ("user", "password")


class LoginRefused(Exception):
    """The database does not let the application's role in; the message is what it said."""


def application_url(url: str) -> str:
    """The same database as the application's role, whoever's address `url` is.

    Its password follows from the owner's, so that every process which knows the one knows the
    other, also after a restore. Without a password in the address there is none: the server trusts
    this machine's account, or the operator names the address himself.
    """
    given = sa.make_url(url)
    user = given.username or given.query.get("user")
    if user == APP_ROLE:
        return url
    password = given.password or given.query.get("password")
    return (
        given.difference_update_query(_IN_QUERY)
        .set(username=APP_ROLE, password=_derived(str(password)) if password else None)
        .render_as_string(hide_password=False)
    )


def open_login(owner_url: str) -> None:
    """Lets the application's role log in to this database, with the owner's rights; raises
    LoginRefused."""
    as_application = application_url(owner_url)
    try:
        _try(as_application)
    except psycopg.OperationalError:
        _let_in(owner_url, sa.make_url(as_application).password)
        check_login(as_application)


def check_login(url: str) -> None:
    """Raises LoginRefused when the application cannot work at this address."""
    try:
        _try(url)
    except psycopg.OperationalError as error:
        raise LoginRefused(str(error).strip()) from error


def _try(url: str) -> None:
    psycopg.connect(_plain(url), connect_timeout=CONNECT_SECONDS).close()


def _let_in(owner_url: str, password: str | None) -> None:
    role = sql.Identifier(APP_ROLE)
    with psycopg.connect(_plain(owner_url), autocommit=True) as owner:
        login = sql.SQL("ALTER ROLE {} LOGIN").format(role)
        if password:
            # The server's log of statements must not hold the password itself.
            sealed = owner.pgconn.encrypt_password(
                password.encode(), APP_ROLE.encode(), b"scram-sha-256"
            )
            login = sql.SQL("{} PASSWORD {}").format(login, sql.Literal(sealed.decode()))
        database = sql.Identifier(owner.info.dbname)
        try:
            owner.execute(login)
            owner.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, role))
        except psycopg.errors.InsufficientPrivilege as error:
            raise LoginRefused(str(error).strip()) from error


@cache
def _derived(password: str) -> str:
    salt = b"lingting:" + APP_ROLE.encode()
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1, dklen=32).hex()


def _plain(url: str) -> str:
    """As libpq reads it, without the driver's name."""
    _, _, rest = url.partition("://")
    return f"postgresql://{rest}"
