"""The operator's page over a real database: who may see it, and what it tells."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest

from lingting.adapters.postgres.dump import superuser_url
from lingting.calls.domain.refusing import Why
from lingting.calls.ports import Claim, LegArrived
from lingting.identity.service.founding import Founded
from lingting.main.checks.database import row_security, time_zones
from lingting.main.home import Home
from lingting.main.parts_file import PartsFile
from lingting.main.wiring import Product, app_of, wire
from lingting.operations import catalogue, store
from lingting.operations.domain import SWITCH, CheckRun, Finding
from lingting.operations.probes import NEEDED
from lingting.platform.kit import make_kit
from lingting.platform.settings import Settings
from lingting.testing.fake_speech import FakeSpeech
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import ManualClock

pytestmark = pytest.mark.db
OWN_PAGE = {"x-requested-with": "lingting"}


class Installation:
    """The whole product on a fake switch, with its people."""

    def __init__(self, url: str, home: Any) -> None:
        self.clock = ManualClock()
        kit = make_kit(Settings(home=home), url, self.clock)
        self.switch = FakeSwitch(self.clock)
        self.product: Product = wire(kit, self.switch, FakeSpeech())
        self.app = app_of(self.product)
        self.founded: Founded | None = None
        self._clients: list[httpx.AsyncClient] = []

    async def start(self) -> None:
        self.founded = await self.product.identity.found_company("lingting", "聆听")
        await self.product.start()

    def browser(self, base: str = "http://localhost:8000") -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.app, client=("127.0.0.1", 1))
        client = httpx.AsyncClient(transport=transport, base_url=base, headers=OWN_PAGE)
        self._clients.append(client)
        return client

    async def log_in(self, account: str) -> httpx.AsyncClient:
        assert self.founded is not None
        client = self.browser()
        form = {
            "company": "lingting",
            "account": account,
            "password": self.founded.passwords[account],
        }
        answer = await client.post("/api/auth/login", json=form)
        assert answer.status_code == 200, answer.text
        return client

    async def settle(self) -> None:
        await self.product.kit.supervisor.settle()

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()
        await self.product.stop()


@pytest.fixture
async def installation(database_url: str, tmp_path: Any) -> AsyncIterator[Installation]:
    made = Installation(database_url, tmp_path)
    await made.start()
    yield made
    await made.close()


def _defer(url: str, status: str, name: str = "recordings.check", age: int = 0) -> int:
    with psycopg.connect(superuser_url(url)) as connection:
        row = connection.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, attempts)"
            " VALUES ('default', %s, '{\"number\": \"13800138000\"}', %s, 8) RETURNING id",
            [name, status],
        ).fetchone()
        assert row is not None
        connection.execute(
            "UPDATE procrastinate_events SET at = now() - make_interval(mins => %s)"
            " WHERE job_id = %s",
            [age, row[0]],
        )
        return row[0]


@pytest.mark.req("TEL-09")
async def test_an_administrator_sees_the_parts_and_an_agent_does_not(
    installation: Installation,
) -> None:
    admin = await installation.log_in("admin")
    seen = (await admin.get("/api/operations")).json()
    assert seen["database"]["version"].startswith("18")
    assert 0 < seen["database"]["sessions"] <= seen["database"]["most_sessions"]
    assert (seen["switch"], seen["switch_connected"]) == (None, True)
    assert seen["jobs"]["failed"] == 0
    assert seen["disk"]["free"] > 0
    agent = await installation.log_in("agent1")
    for path in ("", "/checks", "/failed-jobs"):
        assert (await agent.get(f"/api/operations{path}")).status_code == 403
    assert (await agent.post("/api/operations/checks")).status_code == 403


async def test_callers_who_are_refused_are_told_until_a_minute_passed(
    installation: Installation,
) -> None:
    admin = await installation.log_in("admin")
    added = await admin.post("/api/access-numbers", json={"number": "01055550000"})
    assert added.status_code == 201, added.text
    calls, clock = installation.product.calls, installation.clock
    installation.switch.call_in("13800138000", "01055550000")
    for event in installation.switch.take_events():
        if isinstance(event, LegArrived):
            heard = clock.now() - timedelta(seconds=9)
            await calls.door.enter(replace(event, heard_at=heard))
    assert calls.refusals.in_last_minute() == {Why.LATE: 1}
    operations = installation.product.operations.service
    began = clock.now()
    clock.advance(59)
    (alarm,) = (await operations._look()).alarms
    assert (alarm.since, alarm.finding.check, alarm.finding.outcome) == (began, "admission", "late")
    assert "1" in catalogue.found(alarm.finding)["zh-CN"]
    clock.advance(1)
    assert (await operations._look()).alarms == []


async def test_failed_jobs_are_listed_without_what_they_were_about_and_run_again(
    installation: Installation, database_url: str
) -> None:
    one, other = _defer(database_url, "failed"), _defer(database_url, "failed")
    admin = await installation.log_in("admin")
    answer = await admin.get("/api/operations/failed-jobs")
    assert [(row["id"], row["name"], row["attempts"]) for row in answer.json()["items"]] == [
        (other, "recordings.check", 8),
        (one, "recordings.check", 8),
    ]
    assert "13800138000" not in answer.text
    retried = await admin.post("/api/operations/failed-jobs/retry", json={"job": one})
    assert retried.json() == {"count": 1}
    rest = await admin.post("/api/operations/failed-jobs/retry", json={})
    assert rest.json() == {"count": 1}
    assert (await admin.get("/api/operations/failed-jobs")).json()["items"] == []
    trail = (await admin.get("/api/audit")).json()["items"]
    assert [entry["action"] for entry in trail[:2]] == ["job.retry", "job.retry"]


async def test_the_oldest_job_that_is_due_is_found(
    installation: Installation, database_url: str
) -> None:
    _defer(database_url, "todo", age=9)
    async with installation.product.kit.db.without_tenant() as conn:
        facts = await store.jobs(conn)
        database = await store.database(conn)
    assert facts.waiting == 1
    assert facts.oldest_due_at is not None
    assert timedelta(minutes=8) < installation_now(database_url) - facts.oldest_due_at
    assert database.size > 0


async def test_a_worker_that_is_silent_is_seen_though_no_job_waits(
    installation: Installation, database_url: str
) -> None:
    def heard(seconds: int) -> None:
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat)"
                " VALUES (now() - %s * interval '1 second')",
                [seconds],
            )

    async def waits_since() -> datetime | None:
        async with installation.product.kit.db.without_tenant() as conn:
            return (await store.jobs(conn)).oldest_due_at

    assert await waits_since() is None
    heard(600)
    since = await waits_since()
    assert since is not None
    assert timedelta(minutes=9) < installation_now(database_url) - since
    heard(3)
    assert await waits_since() is None


def installation_now(url: str) -> Any:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT now()").fetchone()
        assert row is not None
        return row[0]


class Few:
    """Two groups of checks, and a shelf for the result."""

    groups: Sequence[str] = ("machine", "jobs")

    def __init__(self) -> None:
        self.kept: CheckRun | None = None

    def check(self, group: str) -> list[Finding]:
        return [Finding("backup", "never")] if group == "jobs" else []

    def keep(self, run: CheckRun) -> None:
        self.kept = run

    def last(self) -> CheckRun | None:
        return self.kept


@pytest.mark.req("EMG-11", "ADM-33")
async def test_checks_run_on_demand_and_their_result_is_kept(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = Few()
    monkeypatch.setattr(installation.product.operations.service, "_checks", few)
    admin = await installation.log_in("admin")
    assert (await admin.get("/api/operations/checks")).json() == {"run": None}
    begun = await admin.post("/api/operations/checks")
    assert (begun.status_code, begun.json()["finished"], begun.json()["planned"]) == (202, False, 2)
    await installation.settle()
    run = (await admin.get("/api/operations/checks")).json()["run"]
    assert run["finished"]
    [finding] = run["groups"][1]["findings"]
    assert (finding["check"], finding["verdict"]) == ("backup", "warn")
    assert "./lingting backup" in finding["advice"]["zh-CN"]
    assert few.kept is not None
    assert replace(few.kept, seconds=0).planned == 2


@pytest.mark.req("SEC-03")
async def test_a_refused_address_is_seen_without_its_end_and_let_in_again(
    installation: Installation,
) -> None:
    for _ in range(21):
        installation.switch.account_claimed("203.0.113.77", Claim.FAILED)
    for event in installation.switch.take_events():
        await installation.product.calls.door.enter(event)
    admin, agent = await installation.log_in("admin"), await installation.log_in("agent1")
    answer = await admin.get("/api/operations/bans")
    (ban,) = answer.json()["items"]
    assert (ban["address"], ban["number"], ban["wrong_secrets"]) == ("203.0.113.*", 1, 21)
    until = datetime.fromisoformat(ban["until"])
    assert timedelta() < until - installation.clock.now() <= timedelta(minutes=10)
    assert "203.0.113.77" not in answer.text
    place = f"/api/operations/bans/{ban['id']}"
    assert (await agent.get("/api/operations/bans")).status_code == 403
    assert (await agent.delete(place)).status_code == 403
    assert (await admin.delete(place)).status_code == 204
    assert installation.switch.refused_addresses == []
    again = await admin.delete(place)
    assert (again.status_code, again.json()["slug"]) == (404, "address-not-refused")
    (entry,) = (await admin.get("/api/audit", params={"action": "ban"})).json()["items"]
    assert (entry["action"], entry["details"]) == ("ban.lift", {"address": "203.0.113.*"})


@pytest.mark.req("EMG-02")
async def test_probes_tell_whether_calls_can_be_taken(installation: Installation) -> None:
    nobody = installation.browser()
    assert (await nobody.get("/healthz")).text == "ok\n"
    await installation.settle()
    ready = await nobody.get("/readyz")
    assert ready.status_code == 200
    assert ready.json().keys() == {*NEEDED, "storage", "sound_ports"}
    assert all(ready.json()[part] for part in NEEDED)
    installation.switch.lose_connection()
    await _until_lost(installation)
    away = await nobody.get("/readyz")
    assert (away.status_code, away.json()["switch"]) == (503, False)


@pytest.mark.req("TEL-09")
async def test_a_recordings_folder_that_is_gone_is_an_alarm_until_it_is_back(
    installation: Installation, tmp_path: Any
) -> None:
    watch = installation.product.operations.storage
    admin, nobody = await installation.log_in("admin"), installation.browser()
    await watch.look()
    folder = tmp_path / "data" / "recordings"
    folder.rmdir()
    folder.touch()
    await watch.look()
    [alarm] = [
        one
        for one in (await admin.get("/api/operations")).json()["alarms"]
        if one["finding"]["check"] == "recordings_folder"
    ]
    assert alarm["finding"]["verdict"] == "bad"
    for language in ("zh-CN", "en"):
        assert str(folder) in alarm["finding"]["found"][language]
    ready = await nobody.get("/readyz")
    assert (ready.status_code, ready.json()["storage"]) == (200, False)
    assert 'lingting_storage_usable{folder="recordings"} 0.0' in (await nobody.get("/metrics")).text
    folder.unlink()
    await watch.look()
    assert folder.is_dir()
    assert not [one for one in watch.alarms if one.finding.outcome == "away"]


@pytest.mark.req("TEL-09")
async def test_recordings_that_wait_for_their_storage_are_an_alarm_until_the_last_is_stored(
    installation: Installation, database_url: str
) -> None:
    admin, nobody = await installation.log_in("admin"), installation.browser()
    assert installation.founded is not None
    with psycopg.connect(superuser_url(database_url), autocommit=True) as boss:
        for _ in range(2):
            boss.execute(
                "INSERT INTO recordings (tenant_id, id, call, kind, state, path, began_at,"
                " ended_at) VALUES (%s, gen_random_uuid(), gen_random_uuid(), 'message',"
                " 'waiting', '/x/y.wav', now(), '2026-01-02T03:04:05Z')",
                [installation.founded.tenant],
            )

        async def alarms() -> list[Any]:
            installation.product.operations.service._looked_at = 0.0
            seen = (await admin.get("/api/operations")).json()["alarms"]
            return [one for one in seen if one["finding"]["check"] == "recordings_waiting"]

        (alarm,) = await alarms()
        assert alarm["since"].startswith("2026-01-02T03:04:05")
        assert alarm["finding"]["verdict"] == "warn"
        for language in ("zh-CN", "en"):
            assert alarm["finding"]["found"][language].startswith("2 ")
        assert "lingting_recordings_waiting 2.0" in (await nobody.get("/metrics")).text
        boss.execute("UPDATE recordings SET state = 'stored'")
        assert await alarms() == []
        assert "lingting_recordings_waiting 0.0" in (await nobody.get("/metrics")).text


@pytest.mark.req("TEL-09")
async def test_a_full_disk_of_the_database_is_an_alarm_until_it_has_room(
    installation: Installation, database_url: str
) -> None:
    admin, nobody = await installation.log_in("admin"), installation.browser()
    installation.product.kit.db.room.full_since = installation.clock.now()
    with psycopg.connect(superuser_url(database_url), autocommit=True) as boss:
        boss.execute(
            "CREATE FUNCTION full_disk() RETURNS event_trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$"
        )
        boss.execute(
            "CREATE EVENT TRIGGER full_disk ON ddl_command_start EXECUTE FUNCTION full_disk()"
        )
        seen = (await admin.get("/api/operations")).json()
        assert "database_disk" in [one["finding"]["check"] for one in seen["alarms"]]
        assert seen["database"] is not None
        ready = await nobody.get("/readyz")
        assert (ready.status_code, ready.json()["database"]) == (503, False)
        boss.execute("DROP EVENT TRIGGER full_disk")
        boss.execute("DROP FUNCTION full_disk")
    assert await installation.product.kit.db.usable()
    assert installation.product.kit.db.room.full_since is None


@pytest.mark.req("TEL-09", "EMG-11")
async def test_an_asterisk_that_the_engine_does_not_hear_is_an_alarm_and_a_part_that_does_not_work(
    installation: Installation, tmp_path: Any
) -> None:
    file = PartsFile(Home(tmp_path).parts, installation.clock.now)
    for part in (SWITCH, "serve"):
        file.starting(part)
        file.started(part)
    operations = installation.product.operations.service
    assert [one.state for one in (await operations._look()).parts] == ["running", "running"]
    await installation.clock.run(60)
    installation.switch.lose_connection()
    await _until_lost(installation)
    seen = await operations._look()
    (alarm,) = [one for one in seen.alarms if one.finding.check == "hearing"]
    assert (alarm.finding.outcome, alarm.since) == ("silent", installation.clock.now())
    assert [(one.name, one.state) for one in seen.parts] == [
        (SWITCH, "silent"),
        ("serve", "running"),
    ]
    assert seen.parts[0].since == alarm.since
    installation.switch.restore_connection()
    await installation.settle()
    seen = await operations._look()
    assert [one.state for one in seen.parts] == ["running", "running"]
    assert "hearing" not in [one.finding.check for one in seen.alarms]


async def _until_lost(installation: Installation) -> None:
    for _ in range(500):
        if not installation.product.calls.door.connected:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the loss was not told")


@pytest.mark.req("SEC-03")
async def test_measures_are_told_to_this_machine_and_name_no_person(
    installation: Installation, database_url: str
) -> None:
    _defer(database_url, "failed")
    admin = await installation.log_in("admin")
    user = (await admin.get("/api/users")).json()["items"][0]["id"]
    await admin.get(f"/api/users/{user}")
    text = (await installation.browser().get("/metrics")).text
    assert 'lingting_jobs{state="failed"} 1.0' in text
    assert "lingting_switch_connected 1.0" in text
    assert 'route="/api/users"' in text
    assert user not in text
    elsewhere = installation.browser("http://call.example.com")
    assert (await elsewhere.get("/metrics")).status_code == 403


async def test_tables_that_somebody_opened_are_named(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        assert row_security(connection).outcome == "good"
        connection.execute("ALTER TABLE recordings NO FORCE ROW LEVEL SECURITY")
        found = row_security(connection)
        assert (found.outcome, found.values["tables"]) == ("open", "recordings")


async def test_a_role_that_leads_to_the_owner_is_named(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE ROLE backdoor")
        connection.execute("GRANT backdoor TO lingting_app")
        assert row_security(connection).outcome == "powerful"
        connection.rollback()
        assert row_security(connection).outcome == "good"


async def test_program_and_database_agree_on_the_companies_zones(
    installation: Installation, database_url: str
) -> None:
    now = installation.clock.now()
    with psycopg.connect(superuser_url(database_url)) as connection:
        assert time_zones(connection, now).values["zones"] == "Asia/Shanghai"
        connection.execute("UPDATE tenants SET time_zone = 'America/New_York'")
        assert time_zones(connection, now).outcome == "good"
        connection.execute("UPDATE tenants SET time_zone = 'Nowhere/Else'")
        found = time_zones(connection, now)
        assert (found.outcome, found.values["zones"]) == ("unknown", "Nowhere/Else")
