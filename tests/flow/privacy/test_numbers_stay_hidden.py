"""A rare number is put everywhere; nothing that goes out to who may not see it has it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from lingting.calls.ports import GoneCause, Outside, Phone
from lingting.kernel.ids import LegId, UserId
from lingting.kernel.phone import PhoneNumber
from support.voice import Voice
from support.whole import Whole

pytestmark = [pytest.mark.flow, pytest.mark.req("SEC-01", "SEC-05", "SEC-08", "SEC-09")]

RARE = "13971234567"
"""Masked: 139****4567. What may stand nowhere are its hidden digits with their neighbours."""
HIDDEN = re.compile(rb"7\D{0,2}1\D{0,2}2\D{0,2}3\D{0,2}4\D{0,2}5\D{0,2}6\D{0,2}7")
EMAIL, ADDRESS = "rare.person@example.com", "浙江省杭州市西湖区稀有路七号"
SECRETS = (b"rare.person", "稀有路".encode())
CHANGES = frozenset({"post", "put", "patch", "delete"})
LEAVES_OUT = frozenset({"/api/auth/logout", "/api/auth/login"})
"""They would end the walk."""


def hidden_in(content: bytes) -> list[str]:
    """What stands there and should not, with what stands around it."""
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"\n".join(book.read(name) for name in book.namelist())
    content = content.replace(b"\\u", b"")
    found = [content[max(0, hit.start() - 60) : hit.end() + 9] for hit in HIDDEN.finditer(content)]
    found += [word for word in SECRETS if word in content]
    return [one.decode(errors="replace") for one in found]


async def lived(whole: Whole) -> dict[str, Any]:
    """A day on which the rare person called, was called, gave up, waits and talks."""
    voice = whole.voice
    first, second, _ = voice.agents
    admin = await whole.log_in()
    form = {"name": f"稀客 {RARE}", "numbers": [RARE], "email": EMAIL, "address": ADDRESS}
    form["notes"] = f"另一个电话 {RARE}"
    customer = (await admin.post("/api/customers", json=form)).json()["id"]
    await voice.settle()
    whole.flow.typed = RARE
    await voice.ready(first)
    caller = await voice.call_in(RARE)
    await voice.answer(first)
    talk = voice.call().id
    await voice.run(20)
    one = await whole.log_in("agent1")
    note = {"text": f"请回电 {RARE}", "disposition": f"回 {RARE}"}
    assert (await one.put(f"/api/desk/calls/{talk}/note", json=note)).status_code == 204
    await voice.hang_up(caller)
    await voice.run(60)
    gave_up = await voice.call_in(RARE)
    await voice.run(5)
    await voice.hang_up(gave_up)
    await voice.turn(voice.calls.dialling.dial, first, RARE)
    await voice.answer(first)
    voice.switch.far_end_fails(voice.switch.leg_of(RARE).id, GoneCause.BUSY)
    await voice.settle()
    await voice.run(60)
    await voice.ready(second)
    await voice.call_in(RARE)
    for _ in range(60):
        if not voice.rings(second):
            await voice.run(1)
    assert voice.rings(second), "once nobody waits for the agent of last time any more"
    await voice.call_in(RARE)
    await whole.product.reporting.projection.catch_up(voice.tenant)
    return {"customer": customer, "call": str(talk)}


async def ids(client: httpx.AsyncClient, known: dict[str, str]) -> dict[str, list[str]]:
    """What stands for each name in a path; a new name needs an answer here."""

    async def keys(path: str, name: str) -> list[str]:
        answer = (await client.get(f"/api/{path}")).json()
        rows = answer if isinstance(answer, list) else answer.get("items", answer.get("reports"))
        return [str(one[name]) for one in rows]

    story = (await client.get(f"/api/calls/{known['call']}")).json()
    calls = await keys("calls", "id")
    nothing = [str(uuid4())]
    return {
        "call": calls,
        "customer": [known["customer"]],
        "recording": [one["id"] for one in story["recordings"]] or nothing,
        "agent": await keys("users", "id"),
        "user": await keys("users", "id"),
        "reports/key": await keys("reports", "key"),
        "key": ["welcome"],
        "flow": await keys("flows", "id"),
        "version": ["1"],
        "number": ["1"],
        "language": ["zh-CN"],
    }


def fill(path: str, found: dict[str, list[str]]) -> list[str]:
    names = re.findall(r"\{(\w+)\}", path)
    filled = [path]
    for name in names:
        area = path.split("/")[2]
        values = found.get(f"{area}/{name}") or found.get(name) or [str(uuid4())]
        filled = [one.replace(f"{{{name}}}", value) for one in filled for value in values]
    return filled


async def test_no_route_gives_a_hidden_number_away(whole: Whole) -> None:
    known = await lived(whole)
    await whole.only("agent2", without="numbers.see")
    client = await whole.log_in("agent2")
    found = await ids(client, known)
    described = (await client.get("/api/openapi.json")).json()["paths"]
    asked, leaks, answered = 0, list[str](), set[str]()
    day = whole.voice.centre.clock.now().date()
    today = f"?from={day}&to={day}&column=offered"
    of_reports = (today, f"{today}&format=csv", f"{today}&format=xlsx")
    of_others = ("", "?q=稀客", f"?number={RARE}", "?text=稀客")
    for path, verbs in described.items():
        for address in fill(path, found) if "get" in verbs else ():
            for query in of_reports if "/reports/" in path else of_others:
                answer = await client.get(address + query)
                asked += 1
                if answer.status_code == 200:
                    answered.add(path)
                head = json.dumps(dict(answer.headers)).encode()
                leaks += [
                    f"GET {address}{query}: {one}" for one in hidden_in(answer.content + head)
                ]
    for path, verbs in described.items():
        for verb in sorted(CHANGES & verbs.keys()) if path not in LEAVES_OUT else ():
            for address in fill(path, found)[:3]:
                if verb == "delete":
                    continue
                body = json.dumps(BODIES.get((verb, path), {}))
                answer = await client.request(verb, address, content=body)
                leaks += [f"{verb} {address}: {one}" for one in hidden_in(answer.content)]
    assert leaks == []
    assert asked > 200
    for path in (
        "/api/customers/{customer}",
        "/api/calls/{call}",
        "/api/calls/export",
        "/api/reports/{key}/export",
        "/api/reports/{key}/contacts",
    ):
        assert path in answered, path
    for report in ("abandoned", "seat_calls"):
        shown = await client.get(f"/api/reports/{report}{today}")
        assert b"4567" in shown.content, report
    page = await client.get(f"/api/customers/{known['customer']}")
    assert page.json()["numbers"][0]["shown"].startswith("139*")
    whole_page = await (await whole.log_in()).get(f"/api/customers/{known['customer']}")
    assert hidden_in(whole_page.content), "who may see numbers sees them"


BODIES: dict[tuple[str, str], Any] = {
    ("post", "/api/customers"): {"name": "又一位", "numbers": []},
    ("patch", "/api/customers/{customer}"): {"level": "vip"},
    ("put", "/api/desk/hand"): {"text": "请帮忙"},
}


async def test_no_frame_gives_a_hidden_number_away(whole: Whole) -> None:
    voice, hub = whole.voice, whole.voice.centre.kit.hub
    await whole.only("agent1", without="numbers.see")
    await whole.only("agent2", without="numbers.see")
    pages = [hub.attach(voice.tenant, UserId(agent)) for agent in voice.agents[:2]]
    for board in hub._boards:
        hub.watch(pages[1], board, lambda right: right != "numbers.see")
    await lived(whole)
    await voice.answer(voice.agents[1])
    hub.touch_all(voice.tenant)
    await voice.settle()
    sent = [page.messages.get_nowait() for page in pages for _ in range(page.messages.qsize())]
    text = json.dumps(sent, ensure_ascii=False, default=str).encode()
    assert len(sent) > 20
    assert b"4567" in text, "the ends of the number are shown"
    assert hidden_in(text) == []


async def test_an_agents_phone_shows_what_its_agent_may_see(whole: Whole) -> None:
    voice = whole.voice
    await whole.only("agent1", without="numbers.see")
    await lived(whole)
    dials = [leg.dial for leg in voice.switch.legs.values() if leg.dial is not None]
    phones = {voice.phone(agent): agent for agent in voice.agents}
    shown = {
        (phones[dial.to.name], dial.caller_number): dial.headers
        for dial in dials
        if isinstance(dial.to, Phone)
    }
    assert {number for agent, number in shown if agent == voice.agents[0]} == {"139****4567"}
    assert {number for agent, number in shown if agent == voice.agents[1]} == {RARE}
    assert hidden_in(json.dumps([dict(one) for one in shown.values()]).encode()) == []


def dialled(voice: Voice) -> set[LegId]:
    """Legs to the rare person, living or not."""
    found = [leg.dial for leg in voice.switch.legs.values() if leg.dial is not None]
    return {one.leg for one in found if isinstance(one.to, Outside) and one.to.number == RARE}


@pytest.mark.req("SOFT-05")
async def test_who_sees_no_number_calls_back_by_the_record(whole: Whole) -> None:
    voice = whole.voice
    known = await lived(whole)
    await whole.only("agent1", without="numbers.see")
    client = await whole.log_in("agent1")
    for body in ({"call": known["call"]}, {"customer": known["customer"]}):
        await voice.turn(voice.acd.set_busy, voice.agents[0], "other")
        before = dialled(voice)
        answer = await client.post("/api/desk/dial", json=body)
        assert answer.status_code == 204, answer.text
        await voice.answer(voice.agents[0])
        (leg,) = dialled(voice) - before
        voice.switch.far_end_fails(leg, GoneCause.BUSY)
        await voice.settle()
        await voice.run(60)
    refused = await client.post("/api/desk/dial", json={"call": str(UUID(int=7))})
    assert refused.status_code == 422
    nobody = await client.post("/api/desk/dial", json={})
    assert nobody.status_code == 422


@pytest.mark.req("CRM-17")
async def test_what_was_shown_masked_and_sent_back_is_kept(whole: Whole) -> None:
    known = await lived(whole)
    await whole.only("agent1", without="numbers.see")
    client, admin = await whole.log_in("agent1"), await whole.log_in()
    path = f"/api/customers/{known['customer']}"
    before = (await admin.get(path)).json()
    shown = (await client.get(path)).json()
    form = {key: shown[key] for key in ("name", "email", "address")}
    form |= {"notes": shown["notes"] + "，周五再打", "company": "新公司"}
    numbers = [*(one["number"] for one in shown["numbers"]), "13800138000"]
    answer = await client.patch(path, json={**form, "numbers": numbers})
    assert answer.status_code == 200, answer.text
    after = (await admin.get(path)).json()
    assert {key: after[key] for key in ("name", "email", "address")} == {
        key: before[key] for key in ("name", "email", "address")
    }
    assert after["notes"] == before["notes"] + "，周五再打"
    assert [one["number"] for one in after["numbers"]] == [RARE, "13800138000"]


async def test_hidden_digits_cannot_be_searched_for(whole: Whole) -> None:
    await lived(whole)
    await whole.only("agent2", without="numbers.see")
    client = await whole.log_in("agent2")
    for query in ("customers?q=7123", "calls?text=7123", "calls?number=7123"):
        assert (await client.get(f"/api/{query}")).json()["items"] == [], query
    assert (await client.get(f"/api/customers?number={RARE}")).json()["items"] != []
    assert (await client.get(f"/api/customers?q={RARE}")).json()["items"] != []


async def test_a_new_customer_gets_the_number_of_a_call(whole: Whole) -> None:
    voice = whole.voice
    await whole.only("agent1", without="numbers.see")
    client, admin = await whole.log_in("agent1"), await whole.log_in()
    await voice.ready(voice.agents[0])
    await voice.call_in(RARE)
    await voice.answer(voice.agents[0])
    form = {"name": "新客户", "numbers": ["139****4567"], "of_call": str(voice.call().id)}
    added = (await client.post("/api/customers", json=form)).json()
    assert hidden_in(json.dumps(added).encode()) == []
    known = (await admin.get(f"/api/customers/{added['id']}")).json()
    assert [one["number"] for one in known["numbers"]] == [RARE]
    await voice.settle()
    assert isinstance(voice.call().caller, PhoneNumber)
    assert str(voice.call().customer) == added["id"]
