"""Guessing a password is stopped, for accounts that exist and for those that do not."""

import asyncio

import pytest

from lingting.identity.service import login as login_service
from support.centre import Centre

pytestmark = [pytest.mark.db, pytest.mark.req("SEC-06")]


@pytest.fixture(autouse=True)
def no_image_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests look at the lock behind the image code."""
    monkeypatch.setattr(login_service, "captcha_needed", lambda *_: False)


async def guess(centre: Centre, times: int, account: str = "agent1") -> list[str]:
    client = centre.client()
    answers = [await centre.try_login(client, account, "guess") for _ in range(times)]
    return [answer.json()["slug"] for answer in answers]


async def test_the_sixth_try_is_refused_even_with_the_right_password(centre: Centre) -> None:
    founded = await centre.found()
    assert await guess(centre, 5) == ["login-failed"] * 5
    answer = await centre.try_login(centre.client(), "agent1", founded.passwords["agent1"])
    assert answer.status_code == 401
    problem = answer.json()
    assert problem["slug"] == "account-locked"
    assert problem["params"]["minutes"] == "15"
    assert problem["params"]["until"].startswith("2026-03-02T01:15")
    assert "15 分钟" in problem["detail"]


async def test_an_account_that_does_not_exist_is_locked_the_same_way(centre: Centre) -> None:
    await centre.found()
    assert await guess(centre, 6, "nobody") == ["login-failed"] * 5 + ["account-locked"]


async def test_the_lock_ends_by_itself(centre: Centre) -> None:
    founded = await centre.found()
    await guess(centre, 5)
    centre.clock.advance(15 * 60 + 1)
    answer = await centre.try_login(centre.client(), "agent1", founded.passwords["agent1"])
    assert answer.status_code == 200


async def test_tries_while_locked_do_not_prolong_the_lock(centre: Centre) -> None:
    founded = await centre.found()
    await guess(centre, 5)
    centre.clock.advance(14 * 60)
    assert await guess(centre, 2) == ["account-locked"] * 2
    centre.clock.advance(61)
    answer = await centre.try_login(centre.client(), "agent1", founded.passwords["agent1"])
    assert answer.status_code == 200


async def test_a_right_password_makes_earlier_failures_forgotten(centre: Centre) -> None:
    founded = await centre.found()
    for _ in range(3):
        await guess(centre, 4)
        centre.clock.advance(1)
        answer = await centre.try_login(centre.client(), "agent1", founded.passwords["agent1"])
        assert answer.status_code == 200
        centre.clock.advance(1)


async def test_one_locked_account_locks_no_other(centre: Centre) -> None:
    founded = await centre.found()
    await guess(centre, 6)
    answer = await centre.try_login(centre.client(), "agent2", founded.passwords["agent2"])
    assert answer.status_code == 200


async def test_many_guesses_at_once_are_no_more_than_allowed(centre: Centre) -> None:
    await centre.found()
    clients = [centre.client() for _ in range(12)]
    answers = await asyncio.gather(
        *(centre.try_login(client, "agent1", "guess") for client in clients)
    )
    slugs = sorted(answer.json()["slug"] for answer in answers)
    assert slugs == ["account-locked"] * 7 + ["login-failed"] * 5


async def test_an_address_that_guesses_all_over_is_locked(centre: Centre) -> None:
    founded = await centre.found()
    client = centre.client("203.0.113.9")
    for number in range(50):
        await centre.try_login(client, f"account{number}", "guess")
    answer = await centre.try_login(client, "agent1", founded.passwords["agent1"])
    assert answer.json()["slug"] == "address-locked"
    other = await centre.try_login(centre.client(), "agent1", founded.passwords["agent1"])
    assert other.status_code == 200


async def test_the_operator_unlocks_by_giving_a_new_password(centre: Centre) -> None:
    await centre.found()
    await guess(centre, 5)
    password = await centre.identity.reset_password("lingting", "agent1")
    answer = await centre.try_login(centre.client(), "agent1", password)
    assert answer.status_code == 200


async def test_a_company_sets_how_many_tries_there_are(centre: Centre) -> None:
    admin = await centre.log_in()
    await admin.patch("/api/settings", json={"login_tries": 3, "login_lock_minutes": 60})
    assert await guess(centre, 4) == ["login-failed"] * 3 + ["account-locked"]


async def test_a_failed_try_is_in_the_trail(centre: Centre) -> None:
    admin = await centre.log_in()
    await guess(centre, 1)
    entries = (await admin.get("/api/audit", params={"action": "session.log_in_failed"})).json()
    (entry,) = entries["items"]
    assert entry["account"] is None
    assert entry["address"] == "192.0.2.1"
    assert entry["target"] == f"user:{centre.founded['lingting'].users['agent1']}"
