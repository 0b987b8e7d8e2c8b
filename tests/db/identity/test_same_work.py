"""How long an answer takes does not tell which companies and accounts exist."""

import asyncio
import re
from typing import Any

import pytest
from sqlalchemy import event

from lingting.identity.passwords import Passwords
from support.centre import Centre

pytestmark = [pytest.mark.db, pytest.mark.req("SEC-06")]

TRIES = [
    ("lingting", "agent1", "a wrong password"),
    ("lingting", "nobody", "a wrong password"),
    ("nowhere", "agent1", "a wrong password"),
]


async def test_every_failing_try_costs_the_same_statements_and_one_hash(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    await centre.found()
    work: list[str] = []
    verify = Passwords._verify

    def counted(self: Passwords, password: str, stored: str | None) -> bool:
        work.append("hash")
        return verify(self, password, stored)

    def listen(*args: Any) -> None:
        task = asyncio.current_task()
        if task is None or task.get_name() != "login failed":
            work.append(re.sub(r"\s+", " ", re.sub(r"'[0-9a-f]{32}'", "'a company'", args[2])))

    monkeypatch.setattr(Passwords, "_verify", counted)
    event.listen(centre.kit.db.engine.sync_engine, "before_cursor_execute", listen)
    done: list[list[str]] = []
    for company, account, password in TRIES:
        work.clear()
        answer = await centre.try_login(centre.client(), account, password, company)
        assert answer.json()["slug"] == "login-failed"
        done.append(list(work))
    assert done[0] == done[1] == done[2]
    assert done[0].count("hash") == 1
