"""The private Asterisk starts, answers, and keeps callers while no engine is there."""

from __future__ import annotations

import httpx
import pytest

from lingting.adapters.asterisk.server import AsteriskServer
from support.asterisk import StartAsterisk

pytestmark = pytest.mark.telephony


async def test_ari_answers_with_the_password_of_this_start(asterisk_server: AsteriskServer) -> None:
    auth = (asterisk_server.ari_user, asterisk_server.ari_password)
    async with httpx.AsyncClient(base_url=asterisk_server.ari_url, auth=auth) as ari:
        answer = await ari.get("/asterisk/info")
    assert answer.status_code == 200
    assert int(answer.json()["system"]["version"].split(".")[0]) >= 20


async def test_ari_refuses_another_password(asterisk_server: AsteriskServer) -> None:
    async with httpx.AsyncClient(base_url=asterisk_server.ari_url, auth=("lingting", "x")) as ari:
        assert (await ari.get("/asterisk/info")).status_code == 401


async def test_a_phone_can_be_pushed_without_files(asterisk_server: AsteriskServer) -> None:
    auth = (asterisk_server.ari_user, asterisk_server.ari_password)
    path = "/asterisk/config/dynamic/res_pjsip/aor/pushed"
    async with httpx.AsyncClient(base_url=asterisk_server.ari_url, auth=auth) as ari:
        fields = [{"attribute": "max_contacts", "value": "1"}]
        put = await ari.put(path, json={"fields": fields})
        assert put.status_code == 200, put.text
        assert (await ari.get(path)).status_code == 200
        assert (await ari.delete(path)).status_code == 204


def test_it_starts_without_an_error_in_its_log(start_asterisk: StartAsterisk) -> None:
    log = (start_asterisk().folders.log / "messages.log").read_text("utf-8")
    assert [line for line in log.splitlines() if " ERROR[" in line] == []
