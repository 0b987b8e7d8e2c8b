"""The call log finds calls, tells their story and shows each reader what is his to see."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from lingting.acd.events import Passed
from lingting.adapters.asterisk.spool import Spool
from lingting.adapters.smtp.post import SmtpPost
from lingting.audit import module as audit_module
from lingting.calls import store as calls_store
from lingting.calls.domain.call import Direction, Outcome
from lingting.calls.domain.telling import TELL_LISTENED
from lingting.calls.events import ListeningStarted
from lingting.customers import module as customers_module
from lingting.identity import module as identity_module
from lingting.kernel.ids import (
    AgentId,
    CallId,
    ListeningId,
    QueueId,
    RecordingId,
    SessionId,
    TenantId,
    UserId,
)
from lingting.mail import module as mail_module
from lingting.main.tables import all_tables
from lingting.platform.db import Transaction
from lingting.platform.http.app import make_app
from lingting.platform.http.auth import COOKIE, Principal
from lingting.platform.kit import Kit, make_kit
from lingting.platform.settings import Settings
from lingting.recordings import module as recordings_module
from lingting.recordings import store as recordings_store
from lingting.recordings.domain import State as RecordingState
from lingting.recordings.past import forget_recordings
from lingting.reporting import foreign
from lingting.reporting.domain.sheet import BOM
from lingting.reporting.module import wire
from lingting.tenancy import module as tenancy_module
from lingting.testing.manual_clock import ManualClock
from support.call_log import WrittenCall, reason

pytestmark = pytest.mark.db

COMPANY, OTHER = TenantId(uuid4()), TenantId(uuid4())
ANNA, BEN = AgentId(uuid4()), AgentId(uuid4())
SALES = QueueId(uuid4())
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)

PEOPLE: dict[str, tuple[TenantId, UUID, set[str]]] = {
    "leader": (COMPANY, uuid4(), {"calls.read", "numbers.see", "recordings.listen"}),
    "boss": (COMPANY, uuid4(), {"*"}),
    "anna": (COMPANY, ANNA, {"calls.read_own", "numbers.see"}),
    "checker": (COMPANY, uuid4(), {"calls.read"}),
    "viewer": (COMPANY, uuid4(), {"reports.see"}),
    "clerk": (COMPANY, uuid4(), {"desk.use"}),
    "stranger": (OTHER, uuid4(), {"*"}),
}


async def authenticate(cookie: str | None, *, active: bool = False) -> Principal | None:
    if cookie not in PEOPLE:
        return None
    tenant, user, permissions = PEOPLE[cookie]
    return Principal(
        tenant, UserId(user), SessionId(uuid4()), cookie, cookie, frozenset(permissions)
    )


class Log:
    """The log of one company, and browsers of its people."""

    def __init__(self, kit: Kit) -> None:
        self.kit = kit
        trail = audit_module.wire(kit)
        companies = tenancy_module.wire(kit, trail)
        customers = customers_module.wire(kit, trail)
        tapes = recordings_module.wire(kit, trail, companies, Spool(kit.settings.sounds))
        people = identity_module.wire(kit, companies, trail)
        mail = mail_module.wire(kit, trail, SmtpPost())
        wire(kit, trail, companies, customers, tapes, people, mail)
        self.companies, self.customers = companies, customers
        self.app = make_app(kit, authenticate)

    async def get(self, path: str, as_: str = "leader", **query: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        cookies = {COOKIE: as_}
        async with httpx.AsyncClient(
            transport=transport, base_url="http://test", cookies=cookies
        ) as client:
            return await client.get(path, params=query)

    async def post(self, path: str, body: dict[str, Any], as_: str) -> httpx.Response:
        headers = {"x-requested-with": "lingting"}
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://test", cookies={COOKIE: as_}, headers=headers
        ) as client:
            return await client.post(path, json=body)

    async def ids(self, as_: str = "leader", **query: Any) -> list[str]:
        answer = await self.get("/api/calls", as_, **query)
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in answer.json()["items"]]


@pytest.fixture
async def log(database_url: str) -> AsyncIterator[Log]:
    kit = make_kit(Settings(), database_url, ManualClock(NOON + timedelta(hours=1)))
    yield Log(kit)
    await kit.supervisor.stop()
    await kit.db.close()


async def answered(tx: Transaction, at: datetime = NOON, **about: Any) -> CallId:
    """Rang at Ben in vain, then Anna spoke for a minute, with a hold of ten seconds."""
    call = WrittenCall(tx, at, queue=SALES, **about)
    passed = (Passed(ANNA, "busy:meal"), Passed(BEN, "behind", "idle=3"))
    call.queued(5, reason(rule="nobody", counts={"busy": 2}, passed=passed))
    call.expired(30, call.offered(10, BEN))
    call.answered(40, call.offered(30, ANNA))
    call.held(50, 60)
    call.talk_ended(100)
    call.ended(102, Outcome.ANSWERED, "platform")
    return await call.save()


async def listened(tx: Transaction, at: datetime = NOON, **about: Any) -> CallId:
    """Anna spoke, and Ben listened to her."""
    call = WrittenCall(tx, at, queue=SALES, **about)
    call.queued(5)
    call.answered(20, call.offered(10, ANNA))
    call.tell(
        ListeningStarted(
            at=at + timedelta(seconds=30),
            call=call.call.id,
            listening=ListeningId(uuid4()),
            listener=BEN,
            agent=ANNA,
            mode="silent",
        )
    )
    call.talk_ended(100)
    call.ended(102, Outcome.ANSWERED, "platform")
    return await call.save()


async def abandoned(tx: Transaction, at: datetime = NOON, **about: Any) -> CallId:
    call = WrittenCall(tx, at, queue=SALES, **about)
    call.queued(2)
    call.abandoned(20)
    return await call.save()


async def write(log: Log, *stories: Any, tenant: TenantId = COMPANY, **about: Any) -> list[str]:
    """Writes these stories a minute apart; the ids in the order of the list, newest first."""
    found: list[str] = []
    for minutes, story in enumerate(stories):
        async with log.kit.db.transaction(tenant) as tx:
            found.append(str(await story(tx, NOON + timedelta(minutes=minutes), **about)))
    return found[::-1]


async def check(log: Log, call: str, state: RecordingState = RecordingState.STORED) -> None:
    """The worker has looked at the call's recordings."""
    async with log.kit.db.transaction(COMPANY) as tx:
        for one in await recordings_store.of_call(tx, CallId(UUID(call))):
            recordings_store.check(tx, one.id, state, None)


def test_every_column_that_reports_read_is_a_column_of_its_owner() -> None:
    owners = all_tables().tables
    for table in foreign.ALL:
        for column in table.columns:
            owned = owners[table.name].columns[column.name]
            assert type(owned.type) is type(column.type), f"{table.name}.{column.name}"


@pytest.mark.req("TEL-01", "SOFT-31")
async def test_every_call_is_in_the_list_the_newest_first(log: Log) -> None:
    newest, oldest = await write(log, answered, abandoned)
    listed = (await log.get("/api/calls")).json()
    assert [item["id"] for item in listed["items"]] == [newest, oldest]
    assert listed["total"] == 2
    assert listed["next"] is None
    lost, served = listed["items"]
    assert (lost["outcome"], lost["wait_seconds"], lost["agents"]) == ("abandoned", 18, [])
    assert (served["outcome"], served["wait_seconds"], served["talk_seconds"]) == (
        "answered",
        35,
        60,
    )
    assert [(one["id"], one["answered"], one["missed"]) for one in served["agents"]] == [
        (str(BEN), False, True),
        (str(ANNA), True, False),
    ]
    assert served["caller"]["number"] == "13800138000"
    assert served["caller"]["region"] == "北京市"
    assert served["has_recording"] is True


@pytest.mark.req("SOFT-31")
@pytest.mark.parametrize("direction", Direction)
async def test_nobody_missed_what_still_rings_or_what_he_dials_himself(
    log: Log, direction: Direction
) -> None:
    async def rings(*, ended: bool) -> dict[str, Any]:
        async with log.kit.db.transaction(COMPANY) as tx:
            began_at = tx.now - timedelta(seconds=30)
            call = WrittenCall(tx, began_at, queue=SALES, direction=direction)
            call.offered(5, ANNA)
            if ended:
                call.ended(25, Outcome.NOT_CONNECTED)
            id = str(await call.save())
        story = (await log.get(f"/api/calls/{id}")).json()
        return story["agents"][0]

    assert (await rings(ended=False))["missed"] is False
    assert (await rings(ended=True))["missed"] is (direction is Direction.IN)


async def test_who_reads_calls_or_reports_may_choose_by_name(log: Log) -> None:
    tables = all_tables().tables
    person = {"tenant_id": COMPANY, "created_at": NOON, "password_hash": "", "language": "en"}
    person |= {"active": True, "must_change_password": False}
    way = {"id": uuid4(), "key": "main", "name_zh": "主流程", "name_en": "Main"}
    row = way | {"tenant_id": COMPANY, "draft": {}, "revision": 1}
    row |= {"created_at": NOON, "changed_at": NOON}
    async with log.kit.db.transaction(COMPANY) as tx:
        for name, removed_at in (("Ben", None), ("Anna", None), ("Gone", NOON)):
            who = {"id": uuid4(), "account": name, "account_key": name, "name": name}
            who |= person | {"removed_at": removed_at}
            await tx.conn.execute(tables["users"].insert().values(**who))
        await tx.conn.execute(tables["flows"].insert().values(**row))
    for reader in ("checker", "viewer"):
        found = (await log.get("/api/choices", reader)).json()
        assert [set(one) for one in found["agents"]] == [{"id", "name"}] * 2
        assert [one["name"] for one in found["agents"]] == ["Anna", "Ben"]
        assert found["queues"] == []
        assert found["flows"] == [{"id": str(way["id"]), "name": {"zh": "主流程", "en": "Main"}}]
    assert (await log.get("/api/choices", "anna")).status_code == 403
    nothing = {"agents": [], "queues": [], "flows": []}
    assert (await log.get("/api/choices", "stranger")).json() == nothing


async def test_pages_follow_each_other_without_a_gap_or_a_double(log: Log) -> None:
    written = await write(log, *[abandoned] * 5)
    seen: list[str] = []
    cursor = None
    while True:
        query: dict[str, Any] = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await log.get("/api/calls", "leader", **query)).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == written


@pytest.mark.req("RPT-07", "REC-04")
async def test_filters_narrow_the_list(log: Log) -> None:
    lost, served = await write(log, answered, abandoned)
    [other] = await write(log, abandoned, caller="01088886666", called="95001")
    everything = {lost, served, other}
    assert set(await log.ids()) == everything
    assert await log.ids(outcome="answered") == [served]
    assert await log.ids(agent=str(ANNA)) == [served]
    assert await log.ids(has_recording=True) == [served]
    assert set(await log.ids(has_recording=False)) == everything - {served}
    assert await log.ids(number="+86 10 8888 6666") == [other]
    assert await log.ids(number="88886") == [other]
    assert await log.ids(number="95001") == [other]
    assert await log.ids(number="张三") == []
    assert set(await log.ids(queue=str(SALES))) == everything
    assert await log.ids(queue=str(uuid4())) == []
    assert await log.ids(direction="out") == []
    after = (NOON + timedelta(seconds=30)).isoformat()
    assert await log.ids(**{"from": after}) == [lost]
    assert set(await log.ids(to=after)) == {served, other}


async def test_notes_are_found_by_their_words_even_with_a_percent_sign(log: Log) -> None:
    lost, served = await write(log, answered, abandoned)
    async with log.kit.db.transaction(COMPANY) as tx:
        await calls_store.save_note(tx, CallId(UUID(served)), ANNA, "打 9% 折，已答应", "咨询")
        await calls_store.save_note(tx, CallId(UUID(lost)), ANNA, "打 9 折", None)
    assert await log.ids(text="9%") == [served]
    assert await log.ids(text="咨询") == [served]


async def test_a_call_that_lives_is_in_progress(log: Log) -> None:
    async with log.kit.db.transaction(COMPANY) as tx:
        call = WrittenCall(tx, tx.now - timedelta(seconds=30), queue=SALES)
        call.queued(5)
        living = str(await call.save())
    assert await log.ids(outcome="in_progress") == [living]
    told = (await log.get(f"/api/calls/{living}")).json()
    assert told["outcome"] == "in_progress"
    assert [(one["kind"], one["seconds"]) for one in told["chapters"]] == [
        ("flow", 5),
        ("waiting", 25),
    ]


@pytest.mark.req("FLOW-17", "REC-03")
async def test_a_call_tells_its_whole_story(log: Log) -> None:
    [call] = await write(log, answered)
    told = (await log.get(f"/api/calls/{call}")).json()
    assert [(one["kind"], one["seconds"]) for one in told["chapters"]] == [
        ("flow", 5),
        ("waiting", 35),
        ("talking", 10),
        ("held", 10),
        ("talking", 40),
        ("flow", 2),
    ]
    assert [(one["agent"], one["result"]) for one in told["rings"]] == [
        (str(BEN), "expired"),
        (str(ANNA), "accepted"),
    ]
    assert [(one["kind"], one["result"]) for one in told["decisions"]] == [
        ("queued", None),
        ("offered", "expired"),
        ("offered", "accepted"),
    ]
    assert told["decisions"][0]["reason"]["passed"][0] == {
        "agent": str(ANNA),
        "why": "busy:meal",
        "key": "",
    }
    [recording] = told["recordings"]
    assert (recording["agent"], recording["seconds"]) == (str(ANNA), 60)
    assert [moment["name"] for moment in told["timeline"]][:2] == [
        "call.arrived",
        "work_item.queued",
    ]


@pytest.mark.req("REC-14")
async def test_a_voice_message_is_part_of_the_story(log: Log) -> None:
    async with log.kit.db.transaction(COMPANY) as tx:
        call = WrittenCall(tx, NOON, queue=SALES)
        recording = RecordingId(uuid4())
        call.left_message(10, 30, recording)
        call.ended(35, Outcome.MESSAGE, "platform")
        left = str(await call.save())
    assert await log.ids(has_recording=True) == [left]
    told = (await log.get(f"/api/calls/{left}")).json()
    assert [(one["kind"], one["seconds"]) for one in told["chapters"]] == [
        ("flow", 10),
        ("message", 25),
    ]
    [message] = told["messages"]
    assert (message["id"], message["seconds"]) == (str(recording), 20)
    assert told["recordings"] == []


async def test_the_storys_totals_are_those_of_the_call(log: Log) -> None:
    for call in await write(log, answered, abandoned):
        told = (await log.get(f"/api/calls/{call}")).json()
        assert told["totals"]["wait"] == told["wait_seconds"]
        assert told["totals"]["talk"] == told["talk_seconds"]


async def test_an_agent_sees_the_calls_that_came_to_him_and_no_others(log: Log) -> None:
    lost, served = await write(log, answered, abandoned)
    assert await log.ids("anna") == [served]
    assert (await log.get(f"/api/calls/{served}", "anna")).status_code == 200
    assert (await log.get(f"/api/calls/{lost}", "anna")).status_code == 404


@pytest.mark.req("RTM-05")
async def test_agents_read_of_listeners_only_if_the_company_tells_them(log: Log) -> None:
    [call] = await write(log, listened)

    async def read_of(reader: str) -> list[str]:
        told = (await log.get(f"/api/calls/{call}", reader)).json()["timeline"]
        return [one["name"] for one in told if one["name"].startswith("listening.")]

    assert await read_of("anna") == await read_of("leader") == ["listening.started"]
    async with log.kit.db.transaction(COMPANY) as tx:
        await log.companies.choose(tx, None, {TELL_LISTENED.key: False})
    assert await read_of("anna") == []
    assert await read_of("leader") == ["listening.started"]


@pytest.mark.req("REC-12")
async def test_who_may_not_listen_gets_no_address_of_the_sound(log: Log) -> None:
    [call] = await write(log, answered)
    await check(log, call)
    for reader, hears in (("leader", True), ("anna", True), ("checker", False)):
        [recording] = (await log.get(f"/api/calls/{call}", reader)).json()["recordings"]
        assert (recording["audio_url"] is not None) is hears, reader


@pytest.mark.req("REC-05")
async def test_a_recording_tells_how_far_it_is(log: Log) -> None:
    [call] = await write(log, answered)
    [before] = (await log.get(f"/api/calls/{call}")).json()["recordings"]
    assert (before["state"], before["audio_url"]) == ("ended", None)
    await check(log, call, RecordingState.MISSING)
    [after] = (await log.get(f"/api/calls/{call}")).json()["recordings"]
    assert (after["state"], after["audio_url"]) == ("missing", None)


async def test_nobody_waits_for_a_recording_of_which_nothing_is_known(log: Log) -> None:
    [call] = await write(log, answered)
    async with log.kit.db.transaction(COMPANY) as tx:
        await forget_recordings(tx, [CallId(UUID(call))])
    [told] = (await log.get(f"/api/calls/{call}")).json()["recordings"]
    assert (told["state"], told["audio_url"]) == ("erased", None)


@pytest.mark.req("SEC-01")
async def test_numbers_are_masked_for_who_need_not_see_them(log: Log) -> None:
    [call] = await write(log, answered)
    listed = await log.get("/api/calls", "checker")
    told = await log.get(f"/api/calls/{call}", "checker")
    for answer in (listed, told):
        assert answer.status_code == 200
        assert "13800138000" not in answer.text
        assert "0013" not in answer.text
    assert listed.json()["items"][0]["caller"]["number"] is None
    assert await log.ids("checker", number="0013") == []
    assert await log.ids("checker", number="13800138000") == [call]


@pytest.mark.req("RPT-07", "SEC-01")
async def test_the_log_is_handed_out_as_a_sheet_that_runs_nothing(log: Log) -> None:
    async with log.kit.db.transaction(COMPANY) as tx:
        await log.companies.create(tx, "demo", "演示公司")
    await write(log, answered, caller="+442079460000")
    await write(log, abandoned)
    answer = await log.get("/api/calls/export", "boss", outcome="answered", language="zh-CN")
    assert answer.status_code == 200
    assert "calls.csv" in answer.headers["content-disposition"]
    titles, row = list(csv.reader(io.StringIO(answer.text.removeprefix(BOM))))
    told = dict(zip(titles, row, strict=True))
    assert told["时间"] == "2026-11-22 12:00:00"
    assert told["客户号码"].startswith("'+44")
    assert (told["结果"], told["等待秒数"], told["通话秒数"]) == ("已接听", "35", "60")
    trail = (await log.get("/api/audit", "boss")).json()["items"]
    assert [(one["action"], one["details"]["calls"]) for one in trail] == [("calls.export", 1)]


@pytest.mark.req("SEC-01")
async def test_the_trail_of_an_export_names_no_number(log: Log) -> None:
    async with log.kit.db.transaction(COMPANY) as tx:
        await log.companies.create(tx, "demo", "演示公司")
    await write(log, answered, caller="13800138000")
    await log.get("/api/calls/export", "boss", number="13800138000", text="回电13800138000")
    trail = (await log.get("/api/audit", "boss")).text
    assert "138****8000" in trail
    assert "13800138000" not in trail


async def test_an_export_needs_its_own_permission(log: Log) -> None:
    assert (await log.get("/api/calls/export", "leader")).status_code == 403


@pytest.mark.req("CRM-03", "SOFT-31")
async def test_a_customers_history_holds_the_calls_of_all_his_numbers(log: Log) -> None:
    [newest] = await write(log, answered, caller="01088886666")
    [oldest] = await write(log, abandoned, caller="13800138000")
    await write(log, abandoned, caller="13911112222")
    body = {"name": "张晓梅", "numbers": ["138 0013 8000", "010-88886666"]}
    made = await log.post("/api/customers", body, "boss")
    assert made.status_code == 201, made.text
    history = (await log.get(f"/api/customers/{made.json()['id']}/history", "boss")).json()
    assert {item["id"] for item in history["items"]} == {newest, oldest}


async def test_another_company_has_no_such_call(log: Log) -> None:
    [call] = await write(log, answered)
    assert await log.ids("stranger") == []
    answer = await log.get(f"/api/calls/{call}", "stranger")
    assert (answer.status_code, answer.json()["slug"]) == (404, "call-unknown")


async def test_the_log_is_closed_to_people_without_the_right_to_read_it(log: Log) -> None:
    assert (await log.get("/api/calls", "clerk")).status_code == 403
    assert (await log.get("/api/calls", "nobody")).status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        {"cursor": "nonsense"},
        {"limit": "0"},
        {"limit": "100000"},
        {"agent": "me"},
        {"outcome": "lost"},
        {"from": "yesterday"},
        {"from": "2026-11-22T00:00:00"},
    ],
)
async def test_a_filter_that_cannot_be_is_refused(log: Log, query: dict[str, str]) -> None:
    answer = await log.get("/api/calls", **query)
    assert answer.status_code == 422
