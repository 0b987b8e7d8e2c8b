"""No log of a running product, at its most talkative, holds a secret or tells of a person."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from lingting.simulation.office import COOKIE, Desk, Refused
from lingting.testing.telephone import Telephone
from support.faults.crowd import agents, talk
from support.faults.plant import AGENTS, Plant, until

pytestmark = [pytest.mark.telephony, pytest.mark.req("SEC-01", "SEC-02")]

CALLER, GUESSED = "13987654321", "guessed-0-password"
NAME, ADDRESS, EMAIL = "欧阳不可见", "不可说路七号", "hidden.person@example.com"
NEVER_THERE = "no-session-of-anybody"
ROLES = ("serve", "worker", "asterisk")


@pytest.fixture
def plant() -> Iterator[Plant]:
    """The product at debug level."""
    made = Plant({"LINGTING_LOG_LEVEL": "debug"})
    try:
        made.start()
        yield made
    finally:
        made.stop()


def logs(home: Path) -> dict[str, str]:
    """Every log below the installation's folder, the database's among them."""
    return {
        str(path.relative_to(home)): path.read_bytes().decode("utf-8", "replace")
        for path in home.rglob("*")
        if path.is_file() and ("log" in path.suffix or path.parent.name in ("log", "logs"))
    }


async def a_morning(plant: Plant) -> dict[str, str]:
    """A leader and an agent at work, and somebody who guesses; answers what must not be told."""
    secrets: dict[str, str] = {}
    async with plant.desk("admin") as admin, Telephone(plant.sip_port) as carrier:
        await admin.log_in()
        form = {"name": NAME, "numbers": [CALLER], "address": ADDRESS, "email": EMAIL}
        await admin.post("/customers", form)
        async with agents(plant, AGENTS[:1]) as (agent,):
            access = await agent.desk.post("/desk/sip-phone")
            spoken = await talk(carrier, agent, CALLER)
            await asyncio.sleep(1)
            spoken.caller.hang_up()
            await spoken.line.over()
            secrets |= {"an agent's cookie": cookie(agent.desk), "a phone": access["secret"]}
        for sought in (NAME, CALLER, CALLER[-6:]):
            await admin.get("/customers", q=sought)
        query = "SELECT id FROM recordings WHERE state = 'stored'"
        await until(lambda: plant.rows(query), 60)
        await admin.get("/calls")
        secrets["a leader's cookie"] = cookie(admin)
    async with Desk(plant.url, "faults", "admin", GUESSED) as stranger:
        with pytest.raises(Refused):
            await stranger.log_in()
        stranger._client.headers["cookie"] = f"{COOKIE}={NEVER_THERE}"
        with pytest.raises(Refused):
            await stranger.get("/me")
    async with Telephone(plant.sip_port, CALLER, GUESSED, host="127.0.0.14") as phone:
        assert await phone.register() in (401, 403)
    return secrets


def cookie(desk: Desk) -> str:
    return desk._client.headers["cookie"].partition("=")[2]


async def test_no_log_holds_a_number_a_name_a_password_or_a_cookie(plant: Plant) -> None:
    secrets = await a_morning(plant)
    secrets |= {f"password of {one}": word for one, word in plant._passwords.items()}
    secrets |= {"number": CALLER, "its end": CALLER[-8:], "name": NAME, "address": ADDRESS}
    secrets |= {"mail": EMAIL, "guess": GUESSED, "made-up cookie": NEVER_THERE}
    found = logs(plant.home)
    for role in ROLES:
        assert any(role in name for name in found), sorted(found)
    told = [
        f"{name}: {what}: {line[:300]}"
        for name, text in found.items()
        for line in text.splitlines()
        for what, secret in secrets.items()
        if secret in line
    ]
    assert not told, "\n".join(told[:20])
