"""A person asks for his data, then to be forgotten; the centre's numbers stay what they were."""

from __future__ import annotations

import asyncio
import errno
import io
import json
import os
import threading
import zipfile
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa

from lingting.adapters.asterisk.spool import Spool
from lingting.audit.store import Wanted
from lingting.calls.errors import NumberBlocked
from lingting.calls.tables import calls, legs
from lingting.kernel.errors import Conflict
from lingting.main.retention import JOB as NIGHTLY
from lingting.main.tables import all_tables
from lingting.privacy import service, store
from lingting.privacy.handing_out import FOLDER
from lingting.privacy.service import ERASE
from lingting.recordings import store as tapes
from lingting.recordings.domain import State
from lingting.recordings.past import forget_sounds
from lingting.recordings.tables import recordings
from lingting.reporting import tables as reports
from support.hanging import unless_it_hangs
from support.whole import Whole

pytestmark = [pytest.mark.flow, pytest.mark.req("SEC-02", "SEC-09", "CRM-25")]

RARE, OTHER = "13971234567", "13800138000"


class Known:
    """A person who called twice and is a customer, and somebody else."""

    def __init__(self, whole: Whole, admin: httpx.AsyncClient, customer: str) -> None:
        self.whole = whole
        self.admin = admin
        self.customer = customer

    async def rows(self, query: Any) -> list[Any]:
        async with self.whole.voice.centre.transaction() as tx:
            return [tuple(row) for row in await tx.conn.execute(query)]

    async def where(self, text: str) -> set[str]:
        """Tables in which this text stands in any column."""
        found = set[str]()
        for name in all_tables().tables:
            query = sa.text(f"SELECT count(*) FROM {name} AS t WHERE CAST(t AS text) LIKE :text")
            if (await self.rows(query.bindparams(text=f"%{text}%")))[0][0]:
                found.add(name)
        return found

    async def sums(self) -> dict[str, Any]:
        return {
            table.name: await self.rows(table.select().order_by(*table.primary_key))
            for table in (*reports.SUMS, reports.visits, reports.rings, reports.talks)
        }

    async def refuse(self, number: str) -> None:
        """An agent dials the number, which the company forbids."""
        voice = self.whole.voice
        async with voice.centre.transaction() as tx:
            await voice.centre.tenancy.choose(tx, None, {"dial_out_blocked": number[:5]})
        with pytest.raises(NumberBlocked):
            await voice.turn(voice.calls.dialling.dial, voice.agents[0], number)

    async def sounds(self) -> list[Path]:
        query = sa.select(recordings.c.path).where(recordings.c.path != "")
        return [Path(row[0]) for row in await self.rows(query)]

    async def ask(self, **more: Any) -> httpx.Response:
        body = {"customer": self.customer, "reason": "客户来电要求删除", **more}
        return await self.admin.post("/api/privacy/erasures", json=body)

    async def erase(self) -> str:
        answer = await self.ask()
        assert answer.status_code == 202, answer.text
        id = answer.json()["id"]
        await self.whole.voice.centre.kit.jobs.run(ERASE, self.whole.voice.tenant, erasure=id)
        return id


@pytest.fixture
async def known(whole: Whole) -> Known:
    voice = whole.voice
    agent = voice.agents[0]
    admin = await whole.log_in()
    form = {"name": "稀有客", "numbers": [RARE], "email": "rare@example.com", "notes": "爱喝茶"}
    customer = (await admin.post("/api/customers", json=form)).json()["id"]
    await voice.settle()
    one = await whole.log_in("agent1")
    await voice.ready(agent)
    for number in (RARE, OTHER, RARE):
        whole.flow.typed = number
        await voice.turn(voice.acd.set_idle, agent)
        caller = await voice.call_in(number)
        await voice.answer(agent)
        call = voice.call().id
        await voice.run(20)
        note = {"text": f"请回电 {number}", "disposition": "回访"}
        assert (await one.put(f"/api/desk/calls/{call}/note", json=note)).status_code == 204
        await voice.hang_up(caller)
        await voice.run(60)
        async with voice.centre.transaction() as tx:
            (tape,) = await tapes.of_call(tx, call)
            tape.path.parent.mkdir(parents=True, exist_ok=True)
            tape.path.write_bytes(b"RIFF" + number.encode())
            tapes.check(tx, tape.id, State.STORED, None)
    await whole.product.reporting.projection.catch_up(voice.tenant)
    return Known(whole, admin, customer)


async def test_everything_is_shown_and_handed_out_as_one_file(known: Known) -> None:
    by_number = {"number": RARE}
    shown = (await known.admin.post("/api/privacy/person", json=by_number)).json()
    assert shown["customer"] == known.customer
    assert shown["counts"]["calls"] == 2
    assert shown["counts"]["recordings"] == 2
    assert (shown["unstored"], shown["others"], shown["talking"]) == (0, 0, False)
    answer = await known.admin.post("/api/privacy/file", json={"customer": known.customer})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        data = json.loads(book.read("data.json"))
        sounds = [book.read(name) for name in book.namelist() if name.endswith(".wav")]
    assert sounds == [b"RIFF" + RARE.encode()] * 2
    assert data["customer"][0]["name"] == "稀有客"
    assert [note["text"] for note in data["notes"]] == [f"请回电 {RARE}"] * 2
    assert OTHER not in json.dumps(data)
    async with known.whole.voice.centre.transaction() as tx:
        trail = await known.whole.product.audit.newest(tx, Wanted(action="person"), 9)
    assert [entry.action for entry in trail] == ["person.export", "person.view"]
    assert all(entry.account == "admin" and RARE not in str(entry) for entry in trail)


async def test_a_disk_that_hangs_keeps_nobody_from_logging_in(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = threading.Event()
    sounds = set(await known.sounds())
    look = Path.is_file

    def hangs(path: Path) -> bool:
        if path in sounds:
            answers.wait(300)
        return look(path)

    monkeypatch.setattr(Path, "is_file", hangs)
    form = {"customer": known.customer}
    try:
        asked = [known.admin.post("/api/privacy/file", json=form) for _ in range(40)]
        async with asyncio.timeout(100):
            told = await asyncio.gather(*asked)
            await known.whole.log_in("agent2")
    finally:
        answers.set()
    assert {one.status_code for one in told} == {503}
    assert {"sounds-away"} <= {one.json()["slug"] for one in told} <= {"sounds-away", "busy"}


async def test_files_that_take_long_keep_nobody_from_logging_in(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = threading.Event()
    monkeypatch.setattr(zipfile.ZipFile, "write", lambda *_: packed.wait(60))
    form = {"customer": known.customer}
    asked = [
        asyncio.create_task(known.admin.post("/api/privacy/file", json=form)) for _ in range(20)
    ]
    try:
        await asyncio.sleep(3)  # until as many are packed as may be
        async with unless_it_hangs():
            await known.whole.log_in("agent2")
    finally:
        packed.set()
        told = await asyncio.gather(*asked)
    assert {one.status_code for one in told} <= {200, 503}


async def test_a_file_that_is_handed_out_meanwhile_hinders_no_other(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = known.whole.voice.centre.kit.settings.data / FOLDER
    folder.mkdir(parents=True)
    (folder / "another.zip").symlink_to(folder / "gone")
    monkeypatch.setattr(service, "there", lambda sounds: sounds)
    next(one for one in await known.sounds() if RARE.encode() in one.read_bytes()).unlink()
    answer = await known.admin.post("/api/privacy/file", json={"customer": known.customer})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        assert sum(name.endswith(".wav") for name in book.namelist()) == 1


async def test_what_a_killed_process_was_handing_out_is_gone_with_the_next_file(
    known: Known,
) -> None:
    folder = known.whole.voice.centre.kit.settings.data / FOLDER
    folder.mkdir(parents=True)
    killed, now = folder / "killed.zip", folder / "now.zip"
    for one in (killed, now):
        one.write_bytes(b"everything about somebody")
    os.utime(killed, (0, 0))
    answer = await known.admin.post("/api/privacy/file", json={"customer": known.customer})
    assert answer.is_success
    assert list(folder.iterdir()) == [now]


async def test_a_disk_that_is_full_keeps_no_half_of_a_person(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = known.whole.voice.centre.kit.settings.data / FOLDER
    left: list[int] = []

    def fills_up(*_: object) -> None:
        left.append(len(list(folder.iterdir())))
        raise OSError(errno.ENOSPC, "no space left")

    monkeypatch.setattr(zipfile.ZipFile, "write", fills_up)
    answer = await known.admin.post("/api/privacy/file", json={"customer": known.customer})
    assert answer.status_code == 500
    assert left == [1]
    assert list(folder.iterdir()) == []


async def test_a_number_that_was_only_dialled_in_vain_is_found_and_forgotten(known: Known) -> None:
    stranger = {"number": "13912340000"}
    assert (await known.admin.post("/api/privacy/person", json=stranger)).status_code == 404
    await known.refuse(stranger["number"])
    shown = (await known.admin.post("/api/privacy/person", json=stranger)).json()
    assert (shown["customer"], shown["counts"]["calls"], shown["counts"]["attempts"]) == (
        None,
        0,
        1,
    )
    answer = await known.admin.post("/api/privacy/file", json=stranger)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        (attempt,) = json.loads(book.read("data.json"))["attempts"]
    assert attempt["number"] == stranger["number"]
    id = (await known.ask(customer=None, **stranger)).json()["id"]
    (waiting,) = (await known.admin.get("/api/privacy/erasures")).json()
    assert waiting["waits_for"] == "worker"
    await known.whole.voice.centre.kit.jobs.run(ERASE, known.whole.voice.tenant, erasure=id)
    (done,) = (await known.admin.get("/api/privacy/erasures")).json()
    assert (done["waits_for"], done["calls_done"]) == (None, 0)
    assert await known.where("912340000") == set()
    assert (await known.admin.post("/api/privacy/person", json=stranger)).status_code == 404


async def test_who_was_forgotten_stands_nowhere_and_the_numbers_stay(known: Known) -> None:
    projection = known.whole.product.reporting.projection
    tenant = known.whole.voice.tenant
    await known.refuse(RARE)
    await known.refuse(OTHER)
    await projection.catch_up(tenant)
    before, files = await known.sums(), await known.sounds()
    assert len(files) == 3
    told = {"calls", "event_log", "customer_numbers", "report_contacts", "dial_attempts"}
    assert await known.where("71234567") >= told
    await known.erase()
    for text in ("71234567", "稀有客", "rare@example.com", "爱喝茶", known.customer):
        assert await known.where(text) <= {"audit_log", "event_log"}, text
    assert await known.where("71234567") == set()
    assert await known.where(OTHER[3:]) >= (told | {"call_notes"}) - {"customer_numbers"}
    assert [file.is_file() for file in files] == [False, True, False]
    assert await known.sums() == before
    contacts = await known.rows(reports.contacts.select().order_by(reports.contacts.c.id))
    await projection.rebuild(tenant)
    assert await known.sums() == before
    assert await known.rows(reports.contacts.select().order_by(reports.contacts.c.id)) == contacts
    keys = {row[0] for row in await known.rows(sa.select(reports.contacts.c.number_key))}
    assert len(keys) == 2, "his two calls are still of one and the same, unknown, person"
    page = (await known.admin.get("/api/calls")).json()["items"]
    assert [one["caller"]["shown"] for one in page] == ["***", "138 0013 8000", "***"]
    story = (await known.admin.get(f"/api/calls/{page[0]['id']}")).json()
    assert [one["audio_url"] for one in story["recordings"]] == [None]


async def test_a_worker_that_is_killed_leaves_nothing_half_done(
    known: Known, monkeypatch: pytest.MonkeyPatch
) -> None:
    kit, tenant = known.whole.voice.centre.kit, known.whole.voice.tenant
    id = (await known.ask()).json()["id"]
    blank, monkeys = store.blank, [0]

    async def dies(*given: Any) -> None:
        await blank(*given)
        monkeys[0] += 1
        if monkeys[0] == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr("lingting.privacy.service.BATCH", 1)
    monkeypatch.setattr(store, "blank", dies)
    with pytest.raises(KeyboardInterrupt):
        await kit.jobs.run(ERASE, tenant, erasure=id)
    (half,) = (await known.admin.get("/api/privacy/erasures")).json()
    assert (half["calls_done"], half["calls_total"], half["done_at"]) == (1, 2, None)
    for _ in range(2):
        await kit.jobs.run(ERASE, tenant, erasure=id)
    (whole,) = (await known.admin.get("/api/privacy/erasures")).json()
    assert whole["calls_done"] == 2
    assert whole["done_at"] is not None
    assert await known.where("71234567") == set()


async def test_a_living_call_is_not_taken_from_under_an_agent(known: Known) -> None:
    voice = known.whole.voice
    await voice.turn(voice.acd.set_idle, voice.agents[0])
    id = (await known.ask()).json()["id"]
    caller = await voice.call_in(RARE)
    with pytest.raises(Conflict):
        await voice.centre.kit.jobs.run(ERASE, voice.tenant, erasure=id)
    assert (await known.ask()).status_code == 409
    (waiting,) = (await known.admin.get("/api/privacy/erasures")).json()
    assert waiting["waits_for"] == "call"
    await voice.hang_up(caller)
    await voice.run(1)
    await voice.centre.kit.jobs.run(ERASE, voice.tenant, erasure=id)
    assert await known.where("71234567") == set()


async def test_a_number_that_two_people_share_keeps_the_others_calls(known: Known) -> None:
    form = {"name": "家人", "numbers": [RARE]}
    family = (await known.admin.post("/api/customers", json=form)).json()["id"]
    shown = await known.admin.post("/api/privacy/person", json={"customer": known.customer})
    assert shown.json()["others"] == 1
    his = sa.select(calls.c.id).where(calls.c.caller_raw == RARE).limit(1).scalar_subquery()
    async with known.whole.voice.centre.transaction() as tx:
        known_as = calls.update().where(calls.c.id == his).values(customer=UUID(family))
        await tx.conn.execute(known_as)
    await known.erase()
    lines = sa.select(legs.c.number).where(legs.c.number == RARE)
    assert await known.rows(lines) == [(RARE,)], "the line of the other's call is as it was"
    kept = (await known.admin.get(f"/api/customers/{family}")).json()
    assert [one["number"] for one in kept["numbers"]] == [RARE]


async def test_only_who_may_does_so_and_only_with_a_reason(known: Known) -> None:
    assert (await known.ask(reason="")).status_code == 422
    assert (await known.ask(number=RARE)).status_code == 422
    nobody = {"customer": str(UUID(int=9)), "reason": "没有这个人"}
    assert (await known.admin.post("/api/privacy/erasures", json=nobody)).status_code == 404
    await known.whole.only("agent2", without="privacy.act")
    client = await known.whole.log_in("agent2")
    for path in ("person", "file", "erasures"):
        body = {"customer": known.customer, "reason": "试试"}
        assert (await client.post(f"/api/privacy/{path}", json=body)).status_code == 403, path


@pytest.mark.parametrize("number", ["", "hello", "匿名", "anonymous"])
async def test_of_what_is_no_number_it_is_not_said_that_nothing_is_kept(
    known: Known, number: str
) -> None:
    asked = await known.admin.post("/api/privacy/person", json={"number": number})
    assert (asked.status_code, asked.json()["slug"]) == (422, "person-unfit")


async def test_a_recording_that_never_had_a_file_hinders_nothing(known: Known) -> None:
    async with known.whole.voice.centre.transaction() as tx:
        fileless = {"state": State.MISSING.value, "path": str(Path())}
        await tx.conn.execute(recordings.update().values(**fileless))
    await known.erase()
    (told,) = (await known.admin.get("/api/privacy/erasures")).json()
    assert told["done_at"] is not None
    async with known.whole.voice.centre.transaction() as tx:
        assert await forget_sounds(tx, known.whole.product.recordings.sounds, tx.now, 10) == 1


def spool_of(known: Known) -> Spool:
    spool = Spool(known.whole.voice.centre.kit.settings.sounds)
    spool.make_ready()
    return spool


async def test_what_waits_for_its_storage_is_forgotten_where_it_was_made(known: Known) -> None:
    spool = spool_of(known)
    for file in await known.sounds():
        file.unlink()
        for raw in spool.raws(file):
            raw.write_bytes(b"spoken")
    async with known.whole.voice.centre.transaction() as tx:
        await tx.conn.execute(recordings.update().values(state=State.WAITING.value))
    assert len(list(spool.folder.iterdir())) == 6
    shown = await known.admin.post("/api/privacy/person", json={"number": RARE})
    assert shown.json()["unstored"] == 2
    await known.erase()
    (kept,) = [file for file in await known.sounds() if file.name]
    assert sorted(spool.folder.iterdir()) == sorted(spool.raws(kept))


async def test_sounds_whose_storage_is_away_are_gone_the_night_after_it_is_back(
    known: Known,
) -> None:
    files = await known.sounds()
    day = files[0].parent
    away = day.rename(day.with_name("away"))
    await known.erase()
    assert await known.where("71234567") == set()
    page = (await known.admin.get("/api/calls")).json()["items"]
    assert page[0]["caller"]["shown"] == "***"
    async with known.whole.voice.centre.transaction() as tx:
        (told,) = await known.whole.product.audit.newest(tx, Wanted(action="person.erased"), 9)
    assert told.details["sounds_left"] == 2
    tenant, kit = known.whole.voice.tenant, known.whole.voice.centre.kit
    await kit.jobs.run(NIGHTLY, tenant)
    away.rename(day)
    assert [file.is_file() for file in files] == [True] * 3
    await kit.jobs.run(NIGHTLY, tenant)
    assert [file.is_file() for file in files] == [False, True, False]
    assert await known.sounds() == [files[1]]


async def test_what_waits_longer_than_the_company_keeps_recordings_is_forgotten(
    known: Known,
) -> None:
    spool, (file, *_) = spool_of(known), await known.sounds()
    file.unlink()
    spool.raws(file)[0].write_bytes(b"spoken")
    async with known.whole.voice.centre.transaction() as tx:
        waits = recordings.update().where(recordings.c.path == str(file))
        await tx.conn.execute(waits.values(state=State.WAITING.value))
        sounds = known.whole.product.recordings.sounds
        assert await forget_sounds(tx, sounds, tx.now, 10) == 3
    assert not list(spool.folder.iterdir())
