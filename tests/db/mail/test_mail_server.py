"""A company's mail server: its password goes in, stays sealed and goes nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from lingting.adapters.postgres.dump import superuser_url
from lingting.adapters.smtp.post import SmtpPost
from lingting.mail import module as mail_module
from lingting.main.checks import Situation
from lingting.main.checks.mail import mail as check
from lingting.main.migrate import upgrade
from lingting.platform.http.app import make_app
from lingting.platform.settings import Settings
from support.centre import Centre, make_centre
from support.mailbox import SECRET, USER, Mailbox, mailbox

pytestmark = pytest.mark.db


@pytest.fixture
async def centre(database_url: str, tmp_path: Path) -> AsyncIterator[Centre]:
    made = make_centre(database_url, home=tmp_path)
    mail_module.wire(made.kit, made.audit, SmtpPost(5))
    made.app = make_app(made.kit, made.identity.authenticate)
    yield made
    await made.close()


def form(box: Mailbox, **more: Any) -> dict[str, Any]:
    server = {"host": "127.0.0.1", "port": box.port, "security": "none", "user": USER}
    return {**server, "secret": SECRET, "sender": "reports@lingting.test", **more}


@pytest.mark.req("RPT-06")
async def test_a_test_letter_tells_what_hinders_it_and_the_password_never_comes_out(
    centre: Centre,
) -> None:
    admin = await centre.log_in("admin")
    to = {"to": "me@example.test"}
    assert (await admin.post("/api/mail/test", json=to)).json()["slug"] == "mail-not-set"
    with mailbox(login=True) as box:
        await admin.put("/api/mail", json=form(box, secret="wrong"))
        answer = (await admin.post("/api/mail/test", json=to)).json()
        assert (answer["sent"], answer["hindrance"]["why"]) == (False, "login")
        assert "535" in answer["hindrance"]["told"]
        stored = await admin.put("/api/mail", json=form(box))
        assert stored.json()["server"]["has_secret"] is True
        assert (await admin.post("/api/mail/test", json=to)).json()["sent"] is True
        assert box.addresses == ["me@example.test"]
        texts = [stored.text, (await admin.get("/api/mail")).text]
    async with centre.transaction() as tx:
        texts.append(str((await tx.conn.execute(sa.text("SELECT * FROM mail_server"))).all()))
    texts.append((await admin.get("/api/audit")).text)
    assert not any(SECRET in text for text in texts)


async def test_a_stored_password_stays_for_the_same_place_and_never_goes_elsewhere(
    centre: Centre,
) -> None:
    admin = await centre.log_in("admin")
    with mailbox(login=True) as box, mailbox() as other:
        await admin.put("/api/mail", json=form(box))
        kept = await admin.put("/api/mail", json=form(box, secret=None, sender_name="报表"))
        assert kept.status_code == 200
        assert (await admin.post("/api/mail/test", json={"to": "a@b.test"})).json()["sent"]
        for change in ({"port": other.port}, {"user": "else"}, {"security": "tls"}):
            moved = await admin.put("/api/mail", json=form(box, secret=None) | change)
            assert (moved.status_code, moved.json()["slug"]) == (422, "mail-secret-needed")


@pytest.mark.parametrize(
    "wrong",
    [
        {"host": "a b"},
        {"host": ""},
        {"port": 0},
        {"port": 70000},
        {"security": "ssl"},
        {"sender": "nobody"},
        {"sender": "a@b.test\nBcc: c@d.test"},
        {"sender_name": "a\r\nBcc: c@d.test"},
    ],
)
async def test_what_is_no_mail_server_is_not_kept(centre: Centre, wrong: dict[str, Any]) -> None:
    admin = await centre.log_in("admin")
    answer = await admin.put("/api/mail", json=form(Mailbox(port=25)) | wrong)
    assert answer.status_code == 422
    assert (await admin.get("/api/mail")).json() == {"server": None}


async def test_who_may_not_manage_mail_sees_nothing_of_it(centre: Centre) -> None:
    await centre.log_in("admin")
    agent = await centre.log_in("agent1")
    assert (await agent.get("/api/mail")).status_code == 403
    assert (await agent.put("/api/mail", json=form(Mailbox(port=25)))).status_code == 403
    assert (await agent.post("/api/mail/test", json={"to": "a@b.test"})).status_code == 403


async def test_doctor_greets_the_server_and_sends_nothing(
    centre: Centre, database_url: str, tmp_path: Path
) -> None:
    admin = await centre.log_in("admin")
    at = Situation(Settings(home=tmp_path, database_url=database_url))

    async def outcome() -> str:
        (finding,) = await asyncio.to_thread(lambda: list(check(at)))
        return finding.outcome

    assert await outcome() == "unset"
    with mailbox(login=True) as box:
        await admin.put("/api/mail", json=form(box))
        assert await outcome() == "good"
        await admin.put("/api/mail", json=form(box, secret="wrong"))
        assert await outcome() == "login"
        assert box.taken == []
    assert await outcome() == "unreachable"
    (tmp_path / "data" / "keys" / "secrets.key").unlink()
    assert await outcome() == "secret"


async def test_one_company_s_server_is_neither_seen_nor_used_nor_changed_by_another(
    centre: Centre, database_url: str, tmp_path: Path
) -> None:
    one, two = await centre.log_in("admin", "one"), await centre.log_in("admin", "two")
    at = Situation(Settings(home=tmp_path, database_url=database_url))
    with mailbox(login=True) as box:
        await one.put("/api/mail", json=form(box))
        assert (await two.get("/api/mail")).json() == {"server": None}
        unset = await two.post("/api/mail/test", json={"to": "a@b.test"})
        assert unset.json()["slug"] == "mail-not-set"
        await two.put("/api/mail", json=form(Mailbox(port=9), sender="two@lingting.test"))
        assert (await one.post("/api/mail/test", json={"to": "a@b.test"})).json()["sent"]
        (finding,) = await asyncio.to_thread(lambda: list(check(at)))
        assert (finding.outcome, finding.values) == ("several_bad", {"good": "1", "all": "2"})
        assert (await two.delete("/api/mail")).status_code == 204
        assert (await one.get("/api/mail")).json()["server"]["port"] == box.port


def test_the_server_that_all_shared_becomes_each_company_s_own(blank_database_url: str) -> None:
    upgrade(blank_database_url, "0019")
    company = (
        "INSERT INTO tenants"
        " (id, short_name, short_name_key, name, time_zone, language, created_at)"
        " VALUES (gen_random_uuid(), %s, %s, %s, 'Asia/Shanghai', 'en', now())"
    )
    with psycopg.connect(blank_database_url) as owner:
        owner.execute("INSERT INTO mail_server VALUES (1, 'h', 25, 'none', 'u', 's', 'a@b.c', '')")
        for name in ("one", "two"):
            owner.execute(company, [name, name, name])
    upgrade(blank_database_url)
    with psycopg.connect(superuser_url(blank_database_url)) as everybody:
        rows = everybody.execute("SELECT host, secret FROM mail_server").fetchall()
    assert rows == [("h", "s")] * 2
