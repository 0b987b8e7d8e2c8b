"""Errors at the edge: one shape, in the reader's language, without the server's secrets."""

import httpx
import pytest

from lingting.platform.http.api import api_router
from lingting.platform.http.app import make_app
from support.centre import Centre

pytestmark = pytest.mark.db


async def test_a_stranger_is_asked_to_log_in(centre: Centre) -> None:
    answer = await centre.client().get("/api/me")
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "urn:lingting:problem:unauthenticated",
        "slug": "unauthenticated",
        "status": 401,
        "title": "请先登录。",
        "detail": "请先登录。",
        "params": {},
        "fields": [],
    }


async def test_the_problem_is_told_in_the_reader_s_language(centre: Centre) -> None:
    answer = await centre.client().get("/api/me", headers={"accept-language": "en-GB"})
    assert answer.json()["detail"] == "Please log in first."


async def test_every_field_of_a_form_says_what_is_wrong_with_it(centre: Centre) -> None:
    client = await centre.log_in()
    answer = await client.post("/api/users", json={"name": "x" * 65, "language": "fr"})
    assert answer.status_code == 422
    fields = {field["field"]: field["slug"] for field in answer.json()["fields"]}
    assert fields == {
        "account": "missing",
        "name": "string-too-long",
        "language": "value-error",
    }
    (too_long,) = (f for f in answer.json()["fields"] if f["field"] == "name")
    assert "64" in too_long["message"]


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b"\xff\xfe", b""])
async def test_a_body_that_is_no_form_is_a_problem_not_a_failure(
    centre: Centre, body: bytes
) -> None:
    headers = {"content-type": "application/json"}
    answer = await centre.client().post("/api/auth/login", content=body, headers=headers)
    assert answer.status_code in (400, 422)
    assert answer.json()["slug"] in ("invalid", "error")


async def test_a_text_that_the_database_cannot_keep_is_a_problem_of_the_form(
    centre: Centre,
) -> None:
    client = await centre.log_in()
    answer = await client.post("/api/customers", json={"name": "a\0b"})
    assert answer.status_code == 422
    assert answer.json()["slug"] == "invalid"


async def test_an_unforeseen_failure_tells_nothing_of_the_inside(centre: Centre) -> None:
    router = api_router(tags=[])

    @router.get("/fails")
    async def fails() -> None:
        raise RuntimeError("the password is hunter2")

    centre.kit.mount(lambda: router)
    app = make_app(centre.kit, centre.identity.authenticate)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get("/api/fails")
    assert answer.status_code == 500
    assert answer.json()["slug"] == "error"
    assert "hunter2" not in answer.text


async def test_an_unknown_address_is_a_problem_too(centre: Centre) -> None:
    answer = await centre.client().get("/api/no-such-thing")
    assert answer.status_code == 404
    assert answer.json()["slug"] == "not-found"


async def test_answers_carry_the_headers_that_protect_a_page(centre: Centre) -> None:
    headers = (await centre.client().get("/api/auth/options")).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
async def test_a_page_of_another_site_can_change_nothing(centre: Centre, method: str) -> None:
    client = await centre.log_in()
    client.headers.pop("x-requested-with")
    answer = await client.request(method, "/api/me", json={})
    assert answer.status_code in (403, 405)
    answer = await client.post("/api/auth/logout")
    assert answer.status_code == 403
    assert (await client.get("/api/me")).status_code == 200
