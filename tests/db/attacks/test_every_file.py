"""Whatever hands out a sound or a file leaves a trace of who took it.

The routes are found in the description: success that is no JSON, or JSON with a file's name. A new
one takes part by itself, and fails until it is traced or listed as nobody's secret.
"""

from __future__ import annotations

import re
import wave
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from lingting.audit.tables import audit_log
from lingting.platform.http.auth import Principal
from lingting.recordings.tables import recordings
from support.attacked import CALLER, Attacked

pytestmark = [pytest.mark.db, pytest.mark.req("SEC-02", "REC-12")]

NOBODYS_SECRET = {
    "GET /api/prompts/{key}/audio": "what every caller hears",
    "GET /api/users/{user}/photo": "the face of a colleague, on every page",
}
HOW: Mapping[str, dict[str, Any]] = {
    "GET /api/reports/{key}/export": {"params": {"period": "today"}},
    "POST /api/privacy/file": {"json": {"number": CALLER}},
}
NAMES = {"key": "traffic", "number": "1"}
"""What stands for a parameter that is no id."""


def files(description: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Verb and path of every route that hands out a file."""
    for path, operations in description["paths"].items():
        for verb, operation in operations.items():
            answers = operation["responses"].items()
            good = [one for code, one in answers if code.startswith("2") and code != "204"]
            if any(_is_file(one.get("content", {}), description) for one in good):
                yield verb.upper(), path


def _is_file(content: Mapping[str, Any], description: Mapping[str, Any]) -> bool:
    if "application/json" not in content:
        return True
    name = content["application/json"]["schema"].get("$ref", "").rsplit("/", 1)[-1]
    shape = description["components"]["schemas"].get(name, {})
    return "file_name" in shape.get("properties", {})


async def heard(installation: Attacked, tmp_path: Path) -> None:
    """The company's recording is there to be heard."""
    mine, sound = installation.companies["one"], tmp_path / "talk.wav"
    with wave.open(str(sound), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(32_000))
    made = recordings.update().where(recordings.c.id == UUID(mine.ids["recording"]))
    async with installation.product.kit.db.transaction(mine.tenant) as tx:
        await tx.conn.execute(made.values(state="stored", path=str(sound), seconds=1))


async def traces(installation: Attacked, who: Principal) -> list[str]:
    """What the trail tells of this person."""
    query = sa.select(audit_log.c.action).where(audit_log.c.user_id == who.user)
    async with installation.product.kit.db.transaction(who.tenant) as tx:
        return list((await tx.conn.execute(query)).scalars())


async def test_every_file_that_is_handed_out_leaves_a_trace(
    installation: Attacked, tmp_path: Path
) -> None:
    await heard(installation, tmp_path)
    mine = installation.companies["one"]
    reader = mine.person("leader", frozenset({"*"}))
    client = installation.browser(reader)
    text = (await client.get("/api/configuration")).json()["text"].replace("name: one", "name: own")
    plan = (await client.post("/api/configuration/plan", json={"text": text})).json()
    form = {"text": text, "digest": plan["digest"]}
    assert (await client.post("/api/configuration/import", json=form)).is_success
    found = [f"{verb} {path}" for verb, path in files(installation.app.openapi())]
    assert len(found) >= 8
    assert NOBODYS_SECRET.keys() <= set(found)
    wrong: list[str] = []
    for name in found:
        if name in NOBODYS_SECRET:
            continue
        verb, _, path = name.partition(" ")
        place = re.sub(r"\{(\w+)\}", lambda one: NAMES.get(one[1]) or mine.ids[one[1]], path)
        before = await traces(installation, reader)
        answer = await client.request(verb, place, **HOW.get(name, {}))
        assert answer.is_success, f"{name}: say in HOW how it is asked: {answer.text}"
        if len(await traces(installation, reader)) != len(before) + 1:
            wrong.append(name)
    assert not wrong, wrong


@pytest.mark.parametrize("range", ["bytes=1-", "bytes=-500", "bytes=00-", "bytes=5-9,20-"])
async def test_whoever_leaves_the_first_byte_out_is_traced_as_well(
    installation: Attacked, tmp_path: Path, range: str
) -> None:
    await heard(installation, tmp_path)
    mine = installation.companies["one"]
    reader = mine.person("leader", frozenset({"recordings.listen"}))
    client = installation.browser(reader)
    place = f"/api/recordings/{mine.ids['recording']}/audio"
    for _ in (1, 2):
        answer = await client.get(place, headers={"range": range})
        assert answer.status_code == 206
    assert (await traces(installation, reader)).count("recording.heard") == 1
