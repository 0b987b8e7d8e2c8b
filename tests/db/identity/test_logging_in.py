"""People log in with company, account, password and, after a failure, the image code."""

import base64
import io
import re
from http.cookies import SimpleCookie
from uuid import uuid4

import pytest
import sqlalchemy as sa
from PIL import Image

from lingting.identity import image_code
from lingting.identity.tables import captchas, login_attempts, sessions
from lingting.platform.http.auth import COOKIE
from support.centre import Centre, make_centre

pytestmark = pytest.mark.db


@pytest.fixture
def codes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The codes of the images that were drawn, the newest last."""
    drawn: list[str] = []
    draw = image_code.data_url

    def remember(code: str) -> str:
        drawn.append(code)
        return draw(code)

    monkeypatch.setattr(image_code, "data_url", remember)
    return drawn


@pytest.mark.req("UI-01", "ADM-01", "UI-18")
async def test_a_person_logs_in_and_is_told_who_he_is(centre: Centre) -> None:
    client = await centre.log_in("agent1")
    me = (await client.get("/api/me")).json()
    assert me["user"]["account"] == "agent1"
    assert me["company"]["short_name"] == "lingting"
    assert me["company"]["time_zone"] == "Asia/Shanghai"
    assert (me["seat"]["number"], me["seat"]["extension"]) == ("A001", "1001")
    assert me["roles"] == ["坐席"]
    assert me["language"] == "zh-CN"
    assert "customers.read" in me["permissions"]
    assert "users.write" not in me["permissions"]
    assert {"customers", "desk"} <= set(me["menus"])
    assert "users" not in me["menus"]


async def test_company_and_account_are_read_in_any_case_and_width(centre: Centre) -> None:
    founded = await centre.found()
    answer = await centre.try_login(
        centre.client(), "ADMIN", founded.passwords["admin"], "ＬｉｎｇＴｉｎｇ"
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("company", "account", "password"),
    [("lingting", "agent1", "wrong"), ("lingting", "nobody", "wrong"), ("none", "agent1", "wrong")],
)
async def test_the_answer_does_not_tell_what_was_wrong(
    centre: Centre, company: str, account: str, password: str
) -> None:
    await centre.found()
    answer = await centre.try_login(centre.client(), account, password, company)
    assert answer.status_code == 401
    assert answer.json()["slug"] == "login-failed"
    assert answer.json()["detail"] == "公司简称、账号或密码不正确。"
    assert answer.json()["params"] == {"captcha": "True"}
    assert COOKIE not in answer.cookies


async def test_the_password_of_one_company_opens_no_other(centre: Centre) -> None:
    one, _ = await centre.found("one"), await centre.found("two")
    answer = await centre.try_login(centre.client(), "admin", one.passwords["admin"], "two")
    assert answer.json()["slug"] == "login-failed"


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(centre: Centre) -> None:
    founded = await centre.found()
    answer = await centre.try_login(centre.client(), "admin", founded.passwords["admin"])
    cookie = SimpleCookie(answer.headers.get_list("set-cookie")[0])[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "strict"
    assert cookie["path"] == "/"


async def test_the_cookie_travels_encrypted_only_when_the_page_did(centre: Centre) -> None:
    founded = await centre.found()
    client = centre.client()
    client.base_url = "https://test"
    answer = await centre.try_login(client, "admin", founded.passwords["admin"])
    assert SimpleCookie(answer.headers.get_list("set-cookie")[0])[COOKIE]["secure"]


async def test_the_database_keeps_no_secret_of_a_session(centre: Centre) -> None:
    client = await centre.log_in()
    secret = client.cookies[COOKIE].partition(".")[2]
    async with centre.transaction() as tx:
        stored = (await tx.conn.execute(sa.select(sessions.c.token_hash))).scalar_one()
    assert secret.encode() not in stored
    assert len(stored) == 32


async def test_a_session_that_somebody_prepared_is_never_used(centre: Centre) -> None:
    founded = await centre.found()
    client = centre.client()
    prepared = f"{founded.tenant.hex}.prepared"
    client.cookies.set(COOKIE, prepared)
    await centre.try_login(client, "admin", founded.passwords["admin"])
    answer = await centre.client().get("/api/me", headers={"cookie": f"{COOKIE}={prepared}"})
    assert answer.status_code == 401


@pytest.mark.req("UI-01", "UI-02", "SEC-06")
async def test_after_a_failure_the_image_code_must_be_typed(
    centre: Centre, codes: list[str]
) -> None:
    founded = await centre.found()
    client = centre.client()
    assert (await client.get("/api/auth/options")).json() == {"captcha": False}
    await centre.try_login(client, "admin", "wrong")
    assert (await client.get("/api/auth/options")).json() == {"captcha": True}
    other = centre.client()
    assert (await other.get("/api/auth/options")).json() == {"captcha": False}
    known = {"company": "lingting", "account": "admin"}
    assert (await other.get("/api/auth/options", params=known)).json() == {"captcha": True}
    password = founded.passwords["admin"]
    answer = await centre.try_login(client, "admin", password)
    assert answer.json()["slug"] == "captcha-required"
    assert answer.json()["fields"][0]["field"] == "captcha"
    captcha = (await client.post("/api/auth/captcha")).json()
    assert re.fullmatch(r"\d{4}", codes[-1])
    answer = await centre.try_login(
        client, "admin", password, captcha_id=captcha["id"], captcha=codes[-1]
    )
    assert answer.status_code == 200
    assert (await client.get("/api/auth/options")).json() == {"captcha": False}
    assert (await other.get("/api/auth/options", params=known)).json() == {"captcha": False}


async def test_the_image_is_a_picture_and_each_one_differs(
    centre: Centre, codes: list[str]
) -> None:
    client = centre.client()
    images = [(await client.post("/api/auth/captcha")).json()["image"] for _ in range(3)]
    assert len(set(images)) == 3
    kind, _, data = images[0].partition(",")
    assert kind == "data:image/png;base64"
    with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
        assert picture.format == "PNG"
        assert picture.width < 200


@pytest.mark.req("UI-02", "SEC-06")
async def test_an_image_code_expires_after_three_minutes(centre: Centre, codes: list[str]) -> None:
    founded = await centre.found()
    client = centre.client()
    await centre.try_login(client, "admin", "wrong")
    captcha = (await client.post("/api/auth/captcha")).json()
    centre.clock.advance(181)
    typed = {"captcha_id": captcha["id"], "captcha": codes[-1]}
    answer = await centre.try_login(client, "admin", founded.passwords["admin"], **typed)
    assert answer.json()["slug"] == "captcha-expired"
    assert "看不清" in answer.json()["detail"]


async def test_an_image_code_is_good_for_one_try(centre: Centre, codes: list[str]) -> None:
    await centre.found()
    client = centre.client()
    await centre.try_login(client, "admin", "wrong")
    captcha = (await client.post("/api/auth/captcha")).json()
    typed = {"captcha_id": captcha["id"], "captcha": codes[-1]}
    first = await centre.try_login(client, "admin", "wrong again", **typed)
    second = await centre.try_login(client, "admin", "wrong again", **typed)
    assert first.json()["slug"] == "login-failed"
    assert second.json()["slug"] == "captcha-expired"


async def test_a_wrong_image_code_uses_the_image_up(centre: Centre, codes: list[str]) -> None:
    founded = await centre.found()
    client = centre.client()
    await centre.try_login(client, "admin", "wrong")
    captcha = (await client.post("/api/auth/captcha")).json()
    wrong = "0000" if codes[-1] != "0000" else "1111"
    answers = [
        await centre.try_login(
            client,
            "admin",
            founded.passwords["admin"],
            captcha_id=captcha["id"],
            captcha=code,
        )
        for code in (wrong, codes[-1])
    ]
    assert [answer.json()["slug"] for answer in answers] == ["captcha-wrong", "captcha-expired"]


async def test_an_image_code_that_nobody_drew_is_expired(centre: Centre) -> None:
    await centre.found()
    client = centre.client()
    await centre.try_login(client, "admin", "wrong")
    answer = await centre.try_login(
        client, "admin", "wrong", captcha_id=str(uuid4()), captcha="1234"
    )
    assert answer.json()["slug"] == "captcha-expired"


@pytest.mark.req("UI-01")
async def test_an_installation_may_ask_for_the_image_code_always(database_url: str) -> None:
    centre = make_centre(database_url, captcha="always")
    founded = await centre.found()
    client = centre.client()
    assert (await client.get("/api/auth/options")).json() == {"captcha": True}
    answer = await centre.try_login(client, "admin", founded.passwords["admin"])
    assert answer.json()["slug"] == "captcha-required"
    await centre.close()


async def test_a_company_may_ask_for_the_image_code_always(centre: Centre) -> None:
    client = await centre.log_in()
    await client.patch("/api/settings", json={"captcha": "always"})
    stranger = centre.client()
    answer = await centre.try_login(stranger, "agent1", "whatever")
    assert answer.json()["slug"] == "captcha-required"
    options = await stranger.get("/api/auth/options", params={"company": "lingting"})
    assert options.json() == {"captcha": True}


async def test_an_address_that_tries_many_accounts_must_type_the_image_code(
    centre: Centre,
) -> None:
    await centre.found()
    client = centre.client("203.0.113.9")
    for account in ("agent1", "agent2", "agent3"):
        answer = await centre.try_login(client, account, "guess")
        assert answer.json()["slug"] == "login-failed"
    answer = await centre.try_login(client, "leader", "guess")
    assert answer.json()["slug"] == "captcha-required"
    elsewhere = await centre.try_login(centre.client("192.0.2.77"), "leader", "guess")
    assert elsewhere.json()["slug"] == "login-failed"


async def test_colleagues_at_one_address_who_only_mistyped_bother_nobody(
    centre: Centre, codes: list[str]
) -> None:
    founded = await centre.found()
    for account in ("agent1", "agent2", "agent3"):
        client = centre.client()
        await centre.try_login(client, account, "mistyped")
        captcha = (await client.post("/api/auth/captcha")).json()
        typed = {"captcha_id": captcha["id"], "captcha": codes[-1]}
        await centre.try_login(client, account, founded.passwords[account], **typed)
    answer = await centre.try_login(centre.client(), "leader", founded.passwords["leader"])
    assert answer.status_code == 200


async def test_old_tries_and_image_codes_are_forgotten(centre: Centre) -> None:
    await centre.found()
    client = centre.client()
    await centre.try_login(client, "admin", "wrong")
    await client.post("/api/auth/captcha")
    centre.clock.advance(3 * 86_400)
    await client.post("/api/auth/captcha")
    async with centre.kit.db.without_tenant() as conn:
        tries = await conn.execute(sa.select(sa.func.count()).select_from(login_attempts))
        codes = await conn.execute(sa.select(sa.func.count()).select_from(captchas))
        assert (tries.scalar_one(), codes.scalar_one()) == (0, 1)


async def test_nothing_personal_is_kept_where_no_company_is_known(centre: Centre) -> None:
    await centre.found()
    await centre.try_login(centre.client(), "agent1", "wrong")
    async with centre.kit.db.without_tenant() as conn:
        row = (await conn.execute(sa.select(login_attempts))).one()
    assert "agent1" not in repr(tuple(row))
