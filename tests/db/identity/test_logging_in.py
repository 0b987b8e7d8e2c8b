"""People log in with company, account, password and, after a failure, the image code."""

import pytest

from support.centre import Centre

pytestmark = pytest.mark.db


@pytest.mark.req("UI-01", "ADM-01")
async def test_a_person_logs_in_and_is_told_who_he_is(centre: Centre) -> None:
    await centre.found()
    client = await centre.log_in("agent1")
    me = (await client.get("/api/me")).json()
    assert me["user"]["account"] == "agent1"
    assert me["company"]["short_name"] == "lingting"
    assert me["seat"]["number"] == "A001"
    assert me["seat"]["extension"] == "1001"
    assert "customers.read" in me["permissions"]
    assert "users.write" not in me["permissions"]
