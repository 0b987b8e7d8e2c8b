"""A session lives as long as its person does something, and ends for everybody at once."""

from datetime import timedelta

import pytest

from lingting.identity.events import SessionEnded, SessionStarted
from lingting.kernel.errors import Conflict
from lingting.kernel.ids import TenantId, UserId
from lingting.platform.db import Transaction
from lingting.platform.http.auth import COOKIE
from lingting.platform.realtime import Subscription
from support.centre import Centre, make_centre

pytestmark = pytest.mark.db

HOUR = 3600


class LogOutOnlyWhenBusy(Conflict):
    """What the desk would raise."""


class Ear:
    """Remembers how sessions began and ended."""

    def __init__(self, centre: Centre) -> None:
        self.ended: list[tuple[str, bool]] = []
        self.started = 0
        centre.kit.bus.subscribe(SessionStarted, self.start)
        centre.kit.bus.subscribe(SessionEnded, self.end)

    async def start(self, _: TenantId, __: SessionStarted) -> None:
        self.started += 1

    async def end(self, _: TenantId, event: SessionEnded) -> None:
        self.ended.append((event.reason, event.last))


async def open_page(centre: Centre, account: str) -> Subscription:
    founded = centre.founded["lingting"]

    async def view(_: TenantId, __: UserId) -> dict[str, object]:
        return {}

    centre.kit.hub.show(view)
    return centre.kit.hub.attach(founded.tenant, founded.users[account])


def byes(page: Subscription) -> list[str]:
    messages = [page.messages.get_nowait() for _ in range(page.messages.qsize())]
    return [message["reason"] for message in messages if message["type"] == "bye"]


@pytest.mark.req("UI-12")
async def test_logging_out_ends_the_session_and_tells_the_pages(centre: Centre) -> None:
    client = await centre.log_in("agent1")
    ear, page = Ear(centre), await open_page(centre, "agent1")
    stolen = client.cookies[COOKIE]
    answer = await client.post("/api/auth/logout")
    assert answer.status_code == 204
    assert COOKIE not in client.cookies
    thief = centre.client()
    thief.cookies.set(COOKIE, stolen)
    assert (await thief.get("/api/me")).status_code == 401
    assert ear.ended == [("logged_out", True)]
    assert byes(page) == ["logged-out"]


@pytest.mark.req("STATE-05")
async def test_a_feature_may_refuse_the_log_out(centre: Centre) -> None:
    client = await centre.log_in("agent1")
    asked: list[UserId] = []

    async def only_when_busy(_: Transaction, user: UserId) -> None:
        asked.append(user)
        raise LogOutOnlyWhenBusy()

    centre.identity.before_log_out(only_when_busy)
    answer = await client.post("/api/auth/logout")
    assert answer.status_code == 409
    assert answer.json()["slug"] == "log-out-only-when-busy"
    assert asked == [centre.founded["lingting"].users["agent1"]]
    assert (await client.get("/api/me")).status_code == 200


@pytest.mark.req("STATE-10", "SEC-07")
async def test_a_person_who_does_nothing_is_logged_out(centre: Centre) -> None:
    client = await centre.log_in("agent1")
    ear, page = Ear(centre), await open_page(centre, "agent1")
    centre.clock.advance(12 * HOUR)
    await centre.kit.timers.run_due()
    assert (await client.get("/api/me")).status_code == 401
    assert ear.ended == [("expired", True)]
    assert byes(page) == ["expired"]


async def test_what_a_person_does_prolongs_the_session(centre: Centre) -> None:
    client = await centre.log_in("agent1")
    for language in ("en", "zh-CN", "en", "zh-CN"):
        centre.clock.advance(10 * HOUR)
        await centre.kit.timers.run_due()
        assert (await client.patch("/api/me", json={"language": language})).status_code < 300
    centre.clock.advance(13 * HOUR)
    await centre.kit.timers.run_due()
    assert (await client.get("/api/me")).status_code == 401


@pytest.mark.req("STATE-10", "SEC-07")
async def test_a_page_that_reads_by_itself_prolongs_nothing(centre: Centre) -> None:
    client = await centre.log_in("agent1")
    for _ in range(11):
        centre.clock.advance(HOUR)
        await centre.kit.timers.run_due()
        assert (await client.get("/api/me")).status_code == 200
    centre.clock.advance(HOUR)
    await centre.kit.timers.run_due()
    assert (await client.get("/api/me")).status_code == 401


async def test_another_site_s_page_prolongs_nothing(centre: Centre) -> None:
    client = await centre.log_in("agent1")
    centre.clock.advance(11 * HOUR)
    forged = await client.patch(
        "/api/me", json={"language": "en"}, headers={"x-requested-with": "elsewhere"}
    )
    assert forged.status_code == 403
    centre.clock.advance(HOUR)
    assert (await client.get("/api/me")).status_code == 401


@pytest.mark.req("SEC-07")
async def test_keys_and_mouse_prolong_and_the_end_is_known_before(centre: Centre) -> None:
    cookie = (await centre.log_in("agent1")).cookies[COOKIE]
    centre.clock.advance(11 * HOUR)
    known = await centre.identity.authenticate(cookie)
    assert known is not None
    assert known.ends == centre.clock.now() + timedelta(hours=1)
    told = await centre.identity.authenticate(cookie, active=True)
    assert told is not None
    assert told.ends == centre.clock.now() + timedelta(hours=12)


@pytest.mark.req("STATE-10", "SEC-07")
async def test_whoever_is_at_work_is_not_cut_before_the_timer_looked(centre: Centre) -> None:
    client = await centre.log_in("agent1")
    centre.identity.stay_logged_in_while(lambda _, __: True)
    centre.clock.advance(13 * HOUR)
    assert (await client.get("/api/me")).status_code == 200
    there = await centre.identity.authenticate(client.cookies[COOKIE])
    assert there is not None
    assert there.ends is None


async def test_an_expired_session_is_useless_before_anybody_cleaned_up(centre: Centre) -> None:
    client = await centre.log_in("agent1")
    centre.clock.advance(13 * HOUR)
    assert (await client.get("/api/me")).status_code == 401


@pytest.mark.req("STATE-10")
async def test_an_agent_at_work_stays_logged_in_although_he_clicks_nothing(
    centre: Centre,
) -> None:
    client = await centre.log_in("agent1")
    at_work = True
    centre.identity.stay_logged_in_while(lambda _, __: at_work)
    for _ in range(3):
        centre.clock.advance(12 * HOUR)
        await centre.kit.timers.run_due()
    assert (await client.get("/api/me")).status_code == 200
    at_work = False
    centre.clock.advance(13 * HOUR)
    await centre.kit.timers.run_due()
    assert (await client.get("/api/me")).status_code == 401


async def test_a_company_may_log_people_out_sooner(centre: Centre) -> None:
    admin = await centre.log_in()
    await admin.patch("/api/settings", json={"idle_log_out_minutes": 30})
    agent = await centre.log_in("agent1")
    centre.clock.advance(31 * 60)
    assert (await agent.get("/api/me")).status_code == 401


async def test_the_expiry_survives_a_restart(centre: Centre, database_url: str) -> None:
    client = await centre.log_in("agent1")
    again = make_centre(database_url)
    ear = Ear(again)
    await again.kit.timers.load([centre.founded["lingting"].tenant])
    again.clock.advance(13 * HOUR)
    await again.kit.timers.run_due()
    assert ear.ended == [("expired", True)]
    centre.identity.sessions.forget_principals()
    assert (await client.get("/api/me")).status_code == 401
    await again.close()


async def test_a_person_with_a_seat_is_logged_in_at_one_place_only(centre: Centre) -> None:
    first = await centre.log_in("agent1")
    ear, page = Ear(centre), await open_page(centre, "agent1")
    second = await centre.log_in("agent1")
    assert (await first.get("/api/me")).status_code == 401
    assert (await second.get("/api/me")).status_code == 200
    assert (ear.started, ear.ended) == (1, [("elsewhere", False)])
    assert byes(page) == ["elsewhere"]


async def test_an_administrator_without_a_seat_may_be_logged_in_twice(centre: Centre) -> None:
    first, second = await centre.log_in(), await centre.log_in()
    ear = Ear(centre)
    await first.post("/api/auth/logout")
    assert ear.ended == [("logged_out", False)]
    assert (await second.get("/api/me")).status_code == 200


async def test_logging_in_again_in_the_same_browser_ends_the_old_session(centre: Centre) -> None:
    client = await centre.log_in()
    old = client.cookies[COOKIE]
    password = centre.founded["lingting"].passwords["admin"]
    await centre.try_login(client, "admin", password)
    assert client.cookies[COOKIE] != old
    thief = centre.client()
    thief.cookies.set(COOKIE, old)
    assert (await thief.get("/api/me")).status_code == 401


async def test_another_person_in_the_same_browser_logs_the_first_one_out(centre: Centre) -> None:
    client = await centre.log_in("agent1")
    ear = Ear(centre)
    await centre.try_login(client, "agent2", centre.founded["lingting"].passwords["agent2"])
    assert ear.ended == [("logged_out", True)]
    assert (await client.get("/api/me")).json()["user"]["account"] == "agent2"


async def test_a_cookie_of_one_company_is_nobody_s_in_another(centre: Centre) -> None:
    client = await centre.log_in("admin", "one")
    other = await centre.found("two")
    secret = client.cookies[COOKIE].partition(".")[2]
    thief = centre.client()
    thief.cookies.set(COOKIE, f"{other.tenant.hex}.{secret}")
    assert (await thief.get("/api/me")).status_code == 401


async def test_changed_rights_count_from_the_next_request(centre: Centre) -> None:
    admin, leader = await centre.log_in(), await centre.log_in("leader")
    assert (await leader.get("/api/users")).status_code == 200
    user = centre.founded["lingting"].users["leader"]
    await admin.patch(f"/api/users/{user}", json={"roles": []})
    assert (await leader.get("/api/users")).status_code == 403


async def test_a_person_who_is_switched_off_is_out_at_once(centre: Centre) -> None:
    admin, agent = await centre.log_in(), await centre.log_in("agent1")
    ear = Ear(centre)
    user = centre.founded["lingting"].users["agent1"]
    await admin.patch(f"/api/users/{user}", json={"active": False})
    assert (await agent.get("/api/me")).status_code == 401
    assert ear.ended == [("revoked", True)]
    password = centre.founded["lingting"].passwords["agent1"]
    answer = await centre.try_login(centre.client(), "agent1", password)
    assert answer.json()["slug"] == "login-failed"
