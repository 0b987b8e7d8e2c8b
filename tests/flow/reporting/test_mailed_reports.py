"""A saved report is mailed when it is due, once, as its owner sees it, or says why not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from lingting.identity.api import NewPerson
from support.centre import make_centre
from support.mailbox import Mailbox, mailbox
from support.reports import wire_reports
from support.stories import talk_with_hold
from support.voice import PEOPLE, Voice, make_voice

pytestmark = [pytest.mark.flow, pytest.mark.req("RPT-06")]

LEADERS = (
    NewPerson("admin", "管理员", "administrator"),
    NewPerson("one", "班长一", "supervisor"),
    NewPerson("two", "班长二", "supervisor"),
)
DAILY = {"rhythm": "daily", "hour": 8, "reported": "yesterday", "attach": "csv"}
MORNING = 23 * 3600 + 60
"""From Monday 9:00 to a minute past Tuesday's 8:00."""
HOUR = 3600
_DUE = sa.text(
    "DELETE FROM procrastinate_jobs WHERE task_name = 'reporting.mail' AND status = 'todo'"
    " AND coalesce(scheduled_at, :now) <= :now RETURNING id, args"
)


@dataclass
class Office:
    """A company, its leaders, a mail server, and the worker's hands."""

    voice: Voice
    clients: dict[str, tuple[object, httpx.AsyncClient]]
    people: dict[str, str]
    box: Mailbox

    async def client(self, who: str) -> httpx.AsyncClient:
        """A browser of this person, who logs in anew after some hours."""
        centre = self.voice.centre
        since, client = self.clients.get(who, (None, None))
        if client is None or since != centre.clock.now().date():
            client = await centre.log_in(who)
            self.clients[who] = (centre.clock.now().date(), client)
        return client

    async def save(self, who: str = "one", **more: Any) -> str:
        definition = {"report": "traffic", "period": "yesterday", "by": ["queue"]}
        body = {"name": "每日话务", "shared": True, "definition": definition, **more}
        answer = await (await self.client(who)).post("/api/saved-reports", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()["id"]

    async def schedule(self, report: str, who: str = "one", **more: Any) -> httpx.Response:
        body = {**DAILY, "people": [self.people["one"]], **more}
        return await (await self.client(who)).put(
            f"/api/saved-reports/{report}/schedule", json=body
        )

    async def read(self, report: str, who: str = "one") -> dict[str, Any]:
        answer = await (await self.client(who)).get(f"/api/saved-reports/{report}/schedule")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def press(self, report: str, button: str, who: str = "one") -> httpx.Response:
        return await (await self.client(who)).post(f"/api/saved-reports/{report}/schedule/{button}")

    async def jobs(self) -> list[dict[str, Any]]:
        """Takes the jobs that are due from the worker's queue."""
        kit = self.voice.centre.kit
        async with kit.db.without_tenant() as conn:
            rows = (await conn.execute(_DUE, {"now": kit.clock.now()})).all()
        return [row.args for row in sorted(rows)]

    async def work(self) -> None:
        """Does what a worker would do now."""
        for args in await self.jobs():
            await self.do(args)

    async def do(self, args: dict[str, Any]) -> None:
        rest = {key: value for key, value in args.items() if key != "tenant_id"}
        await self.voice.centre.kit.jobs.run("reporting.mail", self.voice.tenant, **rest)

    async def wait(self, seconds: float) -> None:
        """Lets time pass until the worker does what is due."""
        await self.voice.run(seconds)
        await self.work()

    async def trail(self, action: str) -> list[dict[str, Any]]:
        found = (await (await self.client("admin")).get("/api/audit")).json()["items"]
        return [one for one in found if one["action"] == action]


@pytest.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    centre = make_centre(database_url, home=tmp_path)
    voice = await make_voice(centre, (*PEOPLE, *LEADERS))
    wire_reports(centre)
    with mailbox() as box:
        office = Office(voice, {}, {}, box)
        admin = await office.client("admin")
        listed = (await admin.get("/api/users")).json()["items"]
        office.people |= {one["account"]: one["id"] for one in listed}
        for account in ("one", "two"):
            body = {"email": f"{account}@lingting.test"}
            answer = await admin.patch(f"/api/users/{office.people[account]}", json=body)
            assert answer.status_code == 200, answer.text
        server = {
            "host": "127.0.0.1",
            "port": box.port,
            "security": "none",
            "sender": "reports@lingting.test",
        }
        assert (await admin.put("/api/mail", json=server)).status_code == 200
        yield office
    await centre.close()


async def test_a_report_of_yesterday_comes_the_next_morning(office: Office) -> None:
    await talk_with_hold(office.voice)
    report = await office.save()
    answer = await office.schedule(report, people=[office.people["one"], office.people["two"]])
    assert answer.json()["schedule"]["next_due_at"] == "2026-03-03T00:00:00Z"
    await office.wait(MORNING)
    assert sorted(office.box.addresses) == ["one@lingting.test", "two@lingting.test"]
    _, message = office.box.taken[0]
    assert message["Subject"] == "每日话务 · 2026-03-02"
    html = message.get_body(("html",))
    assert html is not None
    assert "客户服务" in html.get_content()
    (file,) = message.iter_attachments()
    assert file.get_filename() == "每日话务_2026-03-02_2026-03-02.csv"
    seen = await office.read(report)
    (mailing,) = seen["mailings"]
    assert (mailing["state"], mailing["attempts"], mailing["by"]) == ("sent", 1, None)
    assert [one["state"] for one in mailing["letters"]] == ["sent", "sent"]
    assert seen["schedule"]["next_due_at"] == "2026-03-04T00:00:00Z"
    (export,) = await office.trail("reports.export")
    assert export["details"]["to"] == ["one@lingting.test", "two@lingting.test"]
    listed = (await (await office.client("one")).get("/api/saved-reports")).json()["items"]
    assert listed[0]["mailed"]["last"] == "sent"


async def test_each_due_time_is_sent_once_however_often_the_worker_is_asked(
    office: Office,
) -> None:
    report = await office.save()
    await office.schedule(report)
    await office.voice.run(MORNING)
    (args,) = await office.jobs()
    await asyncio.gather(*(office.do(args) for _ in range(4)))
    await office.do(args)
    await office.wait(12 * HOUR)
    assert len(office.box.taken) == 1
    await office.wait(12 * HOUR)
    assert len(office.box.taken) == 2
    ids = {message["Message-ID"] for _, message in office.box.taken}
    assert len(ids) == 2


async def test_a_server_that_is_away_is_tried_again_with_growing_patience(
    office: Office,
) -> None:
    report = await office.save()
    await office.schedule(report)
    office.box.refuse = lambda step, address: "451 later" if step == "data" else None
    await office.wait(MORNING)
    (mailing,) = (await office.read(report))["mailings"]
    assert (mailing["state"], mailing["attempts"], mailing["reason"]) == ("sending", 1, "refused")
    assert mailing["told"] == "451 later"
    await office.wait(61)
    (mailing,) = (await office.read(report))["mailings"]
    assert mailing["attempts"] == 2
    office.box.refuse = lambda step, address: None
    await office.wait(5 * 60)
    (mailing,) = (await office.read(report))["mailings"]
    assert (mailing["state"], mailing["attempts"], mailing["next_try_at"]) == ("sent", 3, None)
    assert len(office.box.taken) == 1


async def test_who_never_gets_through_is_told_after_the_last_try(office: Office) -> None:
    report = await office.save()
    await office.schedule(report)
    office.box.refuse = lambda step, address: "451 later" if step == "data" else None
    await office.voice.run(MORNING)
    for wait in (0, 60, 300, 900, 3600, 10_800, 28_800):
        await office.wait(wait)
    (mailing,) = (await office.read(report))["mailings"]
    assert (mailing["state"], mailing["attempts"]) == ("failed", 7)
    assert mailing["ended_at"] is not None
    await office.wait(HOUR)
    assert office.box.taken == []


async def test_a_refused_recipient_keeps_no_letter_from_the_others(office: Office) -> None:
    report = await office.save()
    await office.schedule(report, people=[office.people["one"], office.people["two"]])
    office.box.refuse = lambda step, address: "550 unknown" if address.startswith("one@") else None
    await office.wait(MORNING)
    (mailing,) = (await office.read(report))["mailings"]
    assert mailing["state"] == "partly"
    told = {one["address"]: (one["state"], one["reason"]) for one in mailing["letters"]}
    assert told == {
        "one@lingting.test": ("failed", "recipient"),
        "two@lingting.test": ("sent", None),
    }
    await office.wait(13 * HOUR)
    assert office.box.addresses == ["two@lingting.test"]


async def test_a_worker_that_dies_after_the_server_took_a_letter_repeats_the_same_letter(
    office: Office,
) -> None:
    report = await office.save()
    await office.schedule(report)
    await office.voice.run(MORNING)
    (args,) = await office.jobs()
    dying = asyncio.create_task(office.do(args))
    loop = asyncio.get_running_loop()

    def end(step: str, address: str) -> None:
        if step == "data":
            loop.call_soon_threadsafe(dying.cancel)

    office.box.refuse = end
    (died,) = await asyncio.gather(dying, return_exceptions=True)
    assert isinstance(died, asyncio.CancelledError)
    office.box.refuse = lambda step, address: None
    assert (await office.read(report))["mailings"][0]["state"] == "sending"
    await office.wait(61)
    assert (await office.read(report))["mailings"][0]["state"] == "sent"
    assert len({message["Message-ID"] for _, message in office.box.taken}) == 1


async def test_the_report_shows_what_its_owner_may_see_when_it_goes(office: Office) -> None:
    role = {
        "name": "看报表",
        "layer": "platform",
        "permissions": ["reports.see", "reports.export", "reports.save"],
    }
    admin = await office.client("admin")
    made = await admin.post("/api/roles", json=role)
    assert made.status_code == 201, made.text
    definition = {"report": "seat_calls", "period": "yesterday"}
    report = await office.save(definition=definition)
    await talk_with_hold(office.voice)
    await office.schedule(report, language="en")
    await office.wait(MORNING)
    place = f"/api/users/{office.people['one']}"
    admin = await office.client("admin")
    assert (await admin.patch(place, json={"roles": [made.json()["id"]]})).status_code == 200
    await talk_with_hold(office.voice)
    await office.wait(24 * HOUR)
    first, second = (text_of(message) for _, message in office.box.taken)
    assert "138 0013 8000" in first or "13800138000" in first
    assert "8000" not in second.replace("****8000", "")
    assert "138" in second


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"active": False}, "owner_inactive"),
        ({"roles": []}, "not_permitted"),
        (None, "owner_gone"),
    ],
)
async def test_an_owner_who_may_no_longer_see_it_stops_the_mails(
    office: Office, change: dict[str, Any] | None, reason: str
) -> None:
    report = await office.save("two")
    await office.schedule(report, "two")
    place = f"/api/users/{office.people['two']}"
    admin = await office.client("admin")
    answer = await (admin.delete(place) if change is None else admin.patch(place, json=change))
    assert answer.status_code < 300, answer.text
    await office.voice.centre.kit.supervisor.settle()
    await office.wait(MORNING)
    await office.wait(48 * HOUR)
    assert office.box.taken == []
    schedule = (await office.read(report, "admin"))["schedule"]
    assert (schedule["state"], schedule["stop_reason"]) == ("stopped", reason)
    assert schedule["next_due_at"] is None
    assert len(await office.trail("report_schedule.stop")) == 1


async def test_a_private_report_of_a_removed_person_is_gone_with_its_mails(
    office: Office,
) -> None:
    report = await office.save("two", shared=False)
    await office.schedule(report, "two")
    await (await office.client("admin")).delete(f"/api/users/{office.people['two']}")
    await office.wait(MORNING)
    assert office.box.taken == []


async def test_a_paused_report_waits_and_goes_on_with_the_next_due_time(office: Office) -> None:
    report = await office.save()
    await office.schedule(report)
    assert (await office.press(report, "pause")).json()["schedule"]["next_due_at"] is None
    assert (await office.press(report, "pause")).json()["schedule"]["state"] == "paused"
    await office.wait(3 * 24 * HOUR)
    resumed = (await office.press(report, "resume")).json()["schedule"]
    assert resumed["next_due_at"] == "2026-03-06T00:00:00Z"
    assert office.box.taken == []
    await office.wait(24 * HOUR)
    assert [message["Subject"] for _, message in office.box.taken] == ["每日话务 · 2026-03-05"]


async def test_due_times_that_passed_while_nothing_ran_are_made_up_for_once(
    office: Office,
) -> None:
    report = await office.save()
    await office.schedule(report)
    office.voice.centre.clock.advance(5 * 24 * HOUR)
    await office.wait(1)
    assert [message["Subject"] for _, message in office.box.taken] == ["每日话务 · 2026-03-02"]
    assert (await office.read(report))["schedule"]["next_due_at"] == "2026-03-08T00:00:00Z"


async def test_sending_now_comes_beside_the_due_times_and_not_twice_at_once(
    office: Office,
) -> None:
    report = await office.save()
    await office.schedule(report)
    first, second = await asyncio.gather(office.press(report, "send"), office.press(report, "send"))
    assert sorted([first.status_code, second.status_code]) == [200, 409]
    await office.work()
    (mailing,) = (await office.read(report))["mailings"]
    assert (mailing["state"], mailing["by"]) == ("sent", "班长一")
    assert [message["Subject"] for _, message in office.box.taken] == ["每日话务 · 2026-03-01"]
    await office.wait(MORNING)
    assert len(office.box.taken) == 2


async def test_addresses_outside_need_the_companys_leave_when_set_and_when_sent(
    office: Office,
) -> None:
    report = await office.save()
    more: dict[str, Any] = {"addresses": ["boss@example.test", "BOSS@example.test"]}
    refused = await office.schedule(report, **more)
    assert (refused.status_code, refused.json()["slug"]) == (422, "outside-not-allowed")
    admin = await office.client("admin")
    allow = await admin.patch("/api/settings", json={"report_mail_outside": True})
    assert allow.status_code == 200, allow.text
    assert (await office.schedule(report, **more)).status_code == 200
    await office.wait(MORNING)
    assert sorted(office.box.addresses) == ["BOSS@example.test", "one@lingting.test"]
    refuse = {"report_mail_outside": False}
    await (await office.client("admin")).patch("/api/settings", json=refuse)
    await office.wait(24 * HOUR)
    assert len(office.box.taken) == 3
    (newest, _) = (await office.read(report))["mailings"]
    told = {one["address"]: one["reason"] for one in newest["letters"]}
    assert told["BOSS@example.test"] == "outside"


@pytest.mark.parametrize(
    ("wrong", "slug"),
    [
        ({"people": []}, "recipients-needed"),
        ({"people": ["019fb000-0000-7000-8000-000000000000"]}, "recipient-unknown"),
        ({"hour": 24}, "invalid"),
        ({"addresses": ["a b@c"]}, "address-unfit"),
        ({"addresses": ["a@b.test\r\nBcc: c@d.test"]}, "address-unfit"),
        ({"rhythm": "hourly"}, "invalid"),
    ],
)
async def test_what_cannot_be_mailed_is_refused(
    office: Office, wrong: dict[str, Any], slug: str
) -> None:
    report = await office.save()
    answer = await office.schedule(report, **wrong)
    assert (answer.status_code, answer.json()["slug"]) == (422, slug)
    assert (await office.read(report))["schedule"] is None


async def test_only_the_owner_says_to_whom_it_goes(office: Office) -> None:
    report = await office.save()
    await office.schedule(report)
    for who, status in (("two", 403), ("admin", 403)):
        assert (await office.schedule(report, who)).status_code == status
        assert (await office.press(report, "send", who)).status_code == status
    place = f"/api/saved-reports/{report}/schedule"
    assert (await (await office.client("two")).get(place)).status_code == 403
    assert (await office.press(report, "pause", "admin")).status_code == 200
    assert (await (await office.client("admin")).delete(place)).status_code == 204
    assert (await office.read(report))["schedule"] is None
    assert (await office.press(report, "send")).status_code == 404


def text_of(message: Any) -> str:
    """What stands in the letter and in its file."""
    body = message.get_body(("plain",)).get_content()
    files = [one.get_payload(decode=True).decode() for one in message.iter_attachments()]
    return "\n".join([body, *files])
