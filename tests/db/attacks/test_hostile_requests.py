"""What strangers and colleagues may send that nobody means well."""

from __future__ import annotations

import asyncio
import io
import json
import wave
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Any

import httpx
import pytest
import structlog

from lingting.platform.http.app import LARGEST_BODY
from lingting.platform.http.auth import COOKIE
from lingting.platform.http.headers import SECURITY_HEADERS
from lingting.platform.realtime import MOST_PAGES
from support.attacked import CALLER, Attacked
from support.statements import heard

pytestmark = [pytest.mark.db, pytest.mark.req("SEC-03")]

EVERYTHING = frozenset({"*"})
FORMULA = '=HYPERLINK("http://evil.example","x")'


def admin(installation: Attacked) -> httpx.AsyncClient:
    return installation.browser(installation.companies["one"].person("leader", EVERYTHING))


async def test_a_body_is_only_so_large_before_anybody_asks_who_sends_it(
    installation: Attacked,
) -> None:
    stranger = installation.browser()
    large = b'{"company": "' + b"x" * LARGEST_BODY + b'"}'

    async def in_parts() -> AsyncIterator[bytes]:
        for start in range(0, len(large), 65_536):
            yield large[start : start + 65_536]

    assert (await stranger.post("/api/auth/login", content=large)).status_code == 413
    assert (await stranger.post("/api/auth/login", content=in_parts())).status_code == 413
    photo = "/api/users/00000000-0000-0000-0000-000000000000/photo"
    assert (await stranger.put(photo, content=b"x" * 9_000_000)).status_code == 413
    assert (await stranger.put(photo, content=b"x" * 2_000_000)).status_code != 413


async def test_a_body_that_is_too_large_is_refused_in_the_language_of_who_sent_it(
    installation: Attacked,
) -> None:
    stranger = installation.browser()

    async def in_parts() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 65_536

    for content in (b"x" * (LARGEST_BODY + 1), in_parts()):
        answer = await stranger.post(
            "/api/auth/login", content=content, headers={"accept-language": "zh-CN"}
        )
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["slug"] == "too-large"
        assert answer.json()["detail"] == "提交的内容太大。"
        assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS


async def test_json_that_unfolds_without_end_is_refused(installation: Attacked) -> None:
    client = admin(installation)
    kind = {"content-type": "application/json"}
    bombs = (b"[" * 100_000, b'{"a":' * 50_000 + b"1" + b"}" * 50_000, b"1" * 5_000, b"\xff\xfe{")
    for bomb in bombs:
        answer = await client.post("/api/customers", content=bomb, headers=kind)
        assert answer.status_code in (400, 422), bomb[:20]
    deep = {"text": "a: " + "[" * 5_000, "prune": False}
    aliases = {"text": "a: &a [x]\nb: [*a, *a]\n", "prune": False}
    for form in (deep, aliases):
        answer = await client.post("/api/configuration/plan", json=form)
        assert answer.json()["problems"], answer.text[:200]
        assert not answer.json()["changes"]


async def test_every_answer_carries_the_headers_that_browsers_obey(installation: Attacked) -> None:
    stranger = installation.browser()
    for path in ("/api/me", "/healthz", "/api/nothing", "/assets/nothing.js"):
        answer = await stranger.get(path)
        assert {name: answer.headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS, path
        assert "strict-transport-security" not in answer.headers
    page = await stranger.get("https://test/")
    assert page.headers["strict-transport-security"]
    if page.status_code == 200:  # the client is built
        policy = page.headers["content-security-policy"]
        (script,) = [part for part in policy.split("; ") if part.startswith("script-src")]
        assert "unsafe" not in script
        assert "frame-ancestors 'none'" in policy
        nonce = policy.split("'nonce-")[1].split("'")[0]
        assert page.text.count("<script") == page.text.count(f'nonce="{nonce}"></script>')
        assert nonce not in (await stranger.get("/")).text


async def test_nothing_leads_a_browser_elsewhere(installation: Attacked) -> None:
    """No answer repeats the Host header or leads to another address."""
    client = admin(installation)
    for path in ("/api/users/", "/api//evil.example/..", "//evil.example/", "/api/me/"):
        answer = await client.get(path, headers={"host": "evil.example"})
        assert "location" not in answer.headers, path
        assert "evil.example" not in answer.text, path


async def test_no_path_leaves_the_folder_of_the_client(installation: Attacked) -> None:
    stranger = installation.browser()
    for step in (
        "../index.html",
        "..%2findex.html",
        "%2e%2e/%2e%2e/kernel/ids.py",
        "%00",
        "/etc/passwd",
        "a" * 300,
        "a/" * 4000,
        "%ff",
    ):
        answer = await stranger.get(f"/assets/{step}")
        assert "SessionId" not in answer.text
        assert "root:" not in answer.text
        assert answer.status_code in (200, 404, 503), step


async def test_the_cookie_is_for_this_site_and_no_script(installation: Attacked) -> None:
    founded = installation.companies["one"].founded
    form = {"company": "one", "account": "admin", "password": founded.passwords["admin"]}
    for base, secure in (("http://test", False), ("https://test", True)):
        answer = await installation.browser().post(f"{base}/api/auth/login", json=form)
        said = answer.headers["set-cookie"].lower()
        assert "httponly" in said
        assert "samesite=strict" in said
        assert ("secure" in said) is secure


async def test_a_page_of_another_site_gets_no_socket(installation: Attacked) -> None:
    """Cross-site WebSocket hijacking: the browser sends the cookie, and the page's origin."""
    who = installation.companies["one"].person("leader", frozenset({"customers.read"}))
    installation.browser(who)
    cookie = f"{COOKIE}={who.session}"
    for path in ("/api/realtime", "/sip"):
        for origin in ("http://evil.example", "null", "http://test.evil.example"):
            told = await _opened(installation, path, cookie=cookie, origin=origin)
            assert told["type"] == "websocket.close", (path, origin)
        assert (await _opened(installation, path, origin="http://test"))["type"].endswith("close")
    own = await _opened(installation, "/api/realtime", cookie=cookie, origin="http://test")
    assert own["type"] == "websocket.send"
    # his own page, but a role that may not telephone
    told = await _opened(installation, "/sip", cookie=cookie, origin="http://test")
    assert told["code"] == 1008


async def test_a_page_that_says_too_much_is_let_go(installation: Attacked) -> None:
    who = installation.companies["one"].person("leader", frozenset({"customers.read"}))
    installation.browser(who)
    mine = {"cookie": f"{COOKIE}={who.session}", "origin": "http://test"}
    for word in ('{"type": "active"}', '{"type": "watch", "board": "floor"}', "x", "[" * 9000):
        few, flood = [word] * 20, [word] * 500
        assert await _closed(installation, few, 0.5, **mine) is None
        with heard(installation.product.kit.db) as asked:
            assert await _closed(installation, flood, 20, **mine) == 1008, word
        assert len(asked) < 30, word


async def test_nobody_opens_sockets_without_end(installation: Attacked) -> None:
    who = installation.companies["one"].person("leader", frozenset({"customers.read"}))
    installation.browser(who)
    mine = {"cookie": f"{COOKIE}={who.session}", "origin": "http://test"}
    sockets = [Socket(installation, "/api/realtime", **mine) for _ in range(3 * MOST_PAGES)]
    try:
        for socket in sockets:  # nobody reads: those that were stopped stay
            assert (await socket.hears())["type"] == "websocket.accept"
            await socket.hears()
            socket.blocks.clear()
        assert installation.product.kit.hub.open_pages() <= 2 * MOST_PAGES
    finally:
        for socket in sockets:
            await socket.end()


class Socket:
    """A WebSocket that is opened, and sends what it is given."""

    def __init__(
        self, installation: Attacked, path: str, frames: Sequence[str] = (), **headers: str
    ) -> None:
        self._said: asyncio.Queue[Any] = asyncio.Queue()
        self.blocks = asyncio.Event()
        self.blocks.set()
        words = [{"type": "websocket.receive", "text": one} for one in frames]
        self._asks = iter([{"type": "websocket.connect"}, *words])
        self._running = asyncio.create_task(
            installation.app(_socket_scope(path, headers), self._receive, self._send)
        )

    async def hears(self) -> Any:
        return await asyncio.wait_for(self._said.get(), 10)

    async def end(self) -> None:
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)

    async def _receive(self) -> Any:
        await asyncio.sleep(0)
        return next(self._asks, None) or await asyncio.Event().wait()

    async def _send(self, message: Any) -> None:
        await self.blocks.wait()
        self._said.put_nowait(message)


async def _closed(
    installation: Attacked, frames: Sequence[str], seconds: float, **headers: str
) -> int | None:
    """The code with which the server ends it; None when it does not."""
    socket = Socket(installation, "/api/realtime", frames, **headers)
    try:
        async with asyncio.timeout(seconds):
            while True:
                told = await socket.hears()
                if told["type"] == "websocket.close":
                    return told["code"]
    except TimeoutError:
        return None
    finally:
        await socket.end()


async def _opened(installation: Attacked, path: str, **headers: str) -> Any:
    """What the server says first, but for the bare acceptance."""
    socket = Socket(installation, path, **headers)
    told = await socket.hears()
    if told["type"] == "websocket.accept":
        told = await socket.hears()
    await socket.end()
    return told


def _socket_scope(path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    named = {"host": "test", **headers}
    return {
        "type": "websocket",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "ws",
        "query_string": b"",
        "subprotocols": ["sip"],
        "client": ("127.0.0.1", 1),
        "server": ("test", 80),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }


async def test_no_cell_of_an_export_is_a_formula(installation: Attacked) -> None:
    client = admin(installation)
    company = installation.companies["one"].ids
    named = await client.patch(f"/api/customers/{company['customer']}", json={"name": FORMULA})
    assert named.is_success, named.text
    await client.patch(f"/api/users/{company['user']}", json={"name": FORMULA})
    queue = next(one for one in (await client.get("/api/queues")).json())
    body = {key: value for key, value in queue.items() if key != "id"} | {"name": FORMULA}
    assert (await client.put(f"/api/queues/{queue['id']}", json=body)).is_success
    calls = (await client.get("/api/calls/export")).text
    assert FORMULA[:10] in calls
    for line in calls.replace('""', "").splitlines():
        for cell in line.split(","):
            assert not cell.strip('"').startswith(("=", "+", "-", "@", "\t")), cell
    for report in (await client.get("/api/reports")).json()["items"]:
        for form in ("csv", "xlsx"):
            days = {"from": "2026-03-01", "to": "2026-03-02", "format": form}
            answer = await client.get(f"/api/reports/{report['key']}/export", params=days)
            assert answer.status_code == 200, answer.text[:200]
            for bad in (b"<f>", b'\n"=', b",=", b'"=HYP', b"\n="):
                assert bad not in _unfolded(answer.content), report["key"]


def _unfolded(content: bytes) -> bytes:
    """A workbook's parts, so that its cells are read; CSV as it is."""
    if not content.startswith(b"PK"):
        return content
    from zipfile import ZipFile

    with ZipFile(io.BytesIO(content)) as book:
        return b"".join(book.read(name) for name in book.namelist() if "/sheet" in name)


async def test_an_upload_is_what_its_bytes_are(installation: Attacked) -> None:
    client = admin(installation)
    key = installation.companies["one"].ids["key"]
    where = f"/api/prompts/{key}/recordings/en"
    page = b"<html><script>alert(1)</script>"
    hostile: list[tuple[str, bytes]] = [
        ("a.wav", page),
        ("a.wav", b"RIFF\xff\xff\xff\xffWAVEfmt "),
        ("a.wav", _wave(rate=1, frames=100_000)),
        ("a.mp3", b"ID3\x04\x00\x00\x00\x00\x00\x00#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/\n"),
        ("a.zip", b"PK\x03\x04" + b"\0" * 100),
        ("empty.wav", b""),
    ]
    for name, data in hostile:
        answer = await client.put(where, files={"file": (name, data, "audio/wav")})
        assert answer.status_code == 422, (name, answer.status_code, answer.text)
    evil = "../../../evil\r\nX: y\0<img src=x>.wav"
    answer = await client.put(where, files={"file": (evil, _wave(8000, 8000), "text/html")})
    if answer.is_success:
        sound = await client.get(f"/api/prompts/{key}/audio", params={"language": "en"})
        assert sound.headers["content-type"] == "audio/wav"
    folder = installation.product.kit.settings.sounds
    assert not list(folder.parent.rglob("*evil*"))
    photo = f"/api/users/{installation.companies['one'].ids['user']}/photo"
    for data in (page, b"\x89PNG\r\n\x1a\n" + b"\0" * 50, b"GIF89a" + b"\xff" * 20):
        assert (await client.put(photo, files={"photo": ("a.png", data)})).status_code == 422


def _wave(rate: int, frames: int) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"\x10\x27\xf0\xd8" * (frames // 2))
    return out.getvalue()


async def test_the_log_of_a_story_names_no_secret_and_no_person(installation: Attacked) -> None:
    company = installation.companies["one"]
    client = admin(installation)
    with structlog.testing.capture_logs() as logs:
        password = company.founded.passwords["agent2"]
        form = {"company": "one", "account": "agent2", "password": password}
        answer = await installation.browser().post("/api/auth/login", json=form)
        token = answer.cookies[COOKIE]
        await installation.browser().post("/api/auth/login", json=form | {"password": "guessed!"})
        phone = (await client.post("/api/desk/sip-phone")).json()
        made = await client.post(
            "/api/customers", json={"name": "Erika Mustermann", "numbers": ["13912345678"]}
        )
        await client.post("/api/customers", json={"name": "E\0", "numbers": ["13912345678"]})
        await client.post("/api/desk/dial", json={"number": "13912345678"})
        installation.switch.call_in(CALLER, "01055550000")
        await installation.settle()
        reset = await client.post(f"/api/users/{company.ids['user']}/password", json={})
    secrets = [password, token, "guessed!", phone["secret"], "Mustermann", "13912345678", CALLER]
    secrets += [reset.json()["password"]] if reset.is_success else []
    assert made.is_success
    shown = list(_shown(logs))
    assert shown
    assert not [line for line in shown if any(secret in line for secret in secrets)]


def _shown(logs: list[Any]) -> Iterator[str]:
    for entry in logs:
        yield json.dumps({k: repr(v) for k, v in entry.items() if not k.startswith("pii_")})
