"""Check of the mail servers: each is greeted and logged in to, and nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from lingting.adapters.smtp.post import SmtpPost
from lingting.mail.domain import Hindrance, MailServer, NotSent
from lingting.mail.store import SELECT, server_of
from lingting.mail.tables import mail_server
from lingting.main.checks.situation import Situation
from lingting.operations.domain import Finding
from lingting.platform.db import async_url
from lingting.platform.secrets import Secrets, SecretUnreadable

SECONDS = 8.0
AT_ONCE = 8


def mail(at: Situation) -> Iterator[Finding]:
    """Whether reports can go out by mail. Of several companies only how many are told: who looks
    at the installation may be of one of them."""
    if not at.database_url:
        yield Finding("mail", "not_running")
        return
    try:
        companies, found = _stored(at.database_url)
    except SQLAlchemyError:
        # Why the database does not answer is told by its own check.
        yield Finding("mail", "not_running")
        return
    secrets = Secrets(at.home.keys)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        judged = list(pool.map(lambda one: judge_mail(one[0], one[1], secrets), found))
    if not judged:
        yield Finding("mail", "unset")
    elif companies == 1:
        yield judged[0]
    else:
        good = sum(one.outcome == "good" for one in judged)
        outcome = "several_good" if good == len(judged) else "several_bad"
        yield Finding("mail", outcome, {"good": str(good), "all": str(len(judged))})


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


def _stored(url: str) -> tuple[int, list[tuple[MailServer, str | None]]]:
    """How many companies there are, and the servers that they have set."""
    engine = sa.create_engine(async_url(url))
    try:
        with engine.begin() as conn:
            companies = list(conn.execute(sa.text("SELECT id::text FROM tenants")).scalars())
            rows = (_of_company(conn, one) for one in companies)
            return len(companies), [server_of(row) for row in rows if row]
    finally:
        engine.dispose()


def _of_company(conn: sa.Connection, company: str) -> sa.RowMapping | None:
    see = sa.text("SELECT set_config('lingting.tenant_id', :company, true)")
    conn.execute(see, {"company": company})
    where = mail_server.c.tenant_id == sa.cast(company, sa.Uuid)
    return conn.execute(SELECT.where(where)).mappings().first()
