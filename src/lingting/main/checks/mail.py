"""Check of the mail server: it is greeted and logged in to, and nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from lingting.adapters.smtp.post import SmtpPost
from lingting.mail.domain import Hindrance, MailServer, NotSent
from lingting.mail.store import SELECT, server_of
from lingting.main.checks.situation import Situation
from lingting.operations.domain import Finding
from lingting.platform.db import async_url
from lingting.platform.secrets import Secrets, SecretUnreadable

SECONDS = 8.0


def mail(at: Situation) -> Iterator[Finding]:
    """Whether reports can go out by mail."""
    if not at.database_url:
        yield Finding("mail", "not_running")
        return
    try:
        found = _stored(at.database_url)
    except SQLAlchemyError:
        # Why the database does not answer is told by its own check.
        yield Finding("mail", "not_running")
        return
    yield judge_mail(*found, Secrets(at.home.keys)) if found else Finding("mail", "unset")


def judge_mail(server: MailServer, sealed: str | None, secrets: Secrets) -> Finding:
    """Greets the server."""
    values = {"server": f"{server.host}:{server.port}", "sender": server.sender}
    try:
        SmtpPost(SECONDS).greet(server, secrets.open(sealed) if sealed else "")
    except SecretUnreadable:
        return Finding("mail", Hindrance.SECRET.value, values)
    except NotSent as error:
        return Finding("mail", error.why.value, {**values, "reason": error.told})
    return Finding("mail", "good", values)


def _stored(url: str) -> tuple[MailServer, str | None] | None:
    engine = sa.create_engine(async_url(url))
    try:
        with engine.connect() as conn:
            row = conn.execute(SELECT).mappings().first()
    finally:
        engine.dispose()
    return server_of(row) if row else None
