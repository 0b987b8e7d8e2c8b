"""What must hold whenever the world has come to rest, and at the end of a story."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from lingting.acd.domain.core import Core
from lingting.acd.domain.floor import Item, Status
from lingting.acd.domain.states import ItemState, Method, SignIn, Work
from lingting.acd.rows import agent_row, item_row, offer_row, timeline_part
from lingting.calls.domain import Call, CallState, Direction, LegKind
from lingting.calls.domain import LegState as CallLegState
from lingting.calls.domain.listening import ListeningState
from lingting.calls.store import call_row, leg_row
from lingting.kernel.discretion import SEE_NUMBERS
from lingting.kernel.ids import UserId
from lingting.platform.patch import without_nulls
from lingting.reporting import tables as reports
from lingting.testing.fake_leg import LegState
from stories.page import Broken, Page
from stories.rows import Row, Rows
from stories.world import LEADER, World
from support.floor import check as check_floor

SILENCE_SECONDS = 25
DRAWN_TOO = 0.2
"""The share of pages drawn just now that are compared all the same."""
SEES = frozenset({SEE_NUMBERS})
STANDING = {"acd.new_day", "reporting.night", "retention.nightly"}
"""Timers that a company always has."""


async def look(world: World, *, close: bool = True) -> None:
    """Everything that holds at rest; raises Broken.

    What compares memory, pages and rows is left out unless it is a close look, and while the
    engine asked the database nothing.
    """
    hears = world.engine is not None and not (world.late or world.under_way or world.alive.is_held)
    if not hears or world.switch.is_away:
        world.silent_since.clear()
    if not hears:
        return
    if anew := close and world.has_moved():
        rows = world.company.rows()
        contacts_are_told_once(rows)
        log_has_no_gap(rows)
        memory_is_the_database(world, rows)
        timers_have_their_state(world, rows)
        if not world.struck:
            recordings_are_kept(rows)
    floor_is_sound(world)
    nobody_is_in_two_calls(world)
    turns_are_kept(world)
    if not world.switch.is_away:
        the_ready_are_there(world)
        lines_have_their_call(world)
        the_rung_are_offered_something(world)
        nobody_hears_silence(world)
    who_talks_is_at_work(world)
    the_logged_in_are_there(world)
    if anew:
        await pages_show_the_present(world)
        world.was_looked_at()


def require(holds: object, words: str, *about: object) -> None:
    if not holds:
        raise Broken(" ".join([words, *map(str, about)]))


# --- contacts ----------------------------------------------------------------------------------


def contacts_are_told_once(rows: Rows) -> None:
    """No contact is doubled, none ends twice, none ends without an outcome."""
    began = rows.facts("call.arrived", "call.dialled", "call.refused")
    ended = rows.facts("call.ended", "call.refused")
    for call in rows["calls"]:
        key = call["id"]
        require(began.get(key) == 1, "a contact began not once but", began.get(key), "times")
        over = call["ended_at"] is not None
        require(ended.get(key, 0) == int(over), "call.ended was told", ended.get(key, 0), "times")
        require((call["outcome"] is not None) == over, "an outcome is missing or too early")
    require(len(began) == len(rows["calls"]), "a contact was told that is not stored")
    customers = Counter(leg["id"] for leg in rows["legs"] if leg["kind"] == "customer")
    require(all(n == 1 for n in customers.values()), "a caller has two contacts")


def log_has_no_gap(rows: Rows) -> None:
    gap, last = rows["gap"][0]["gap"], rows["gap"][0]["last"]
    require(not gap, "the log has a gap of", gap)
    require(last == rows["seq"][0]["last"], "the log's counter is wrong")


# --- memory ------------------------------------------------------------------------------------


def memory_is_the_database(world: World, rows: Rows) -> None:
    """What a start would load is what is in memory."""
    product = world.alive.product
    core: Core = product.acd._floors.core(world.tenant)
    require(world.tenant not in product.acd._floors._stale, "the floor was not taken up again")
    now = world.wall.now()
    floor = core.floor
    # an agent who is a member but was never seen has no row
    unseen = {a.id for a in floor.agents.values() if a.id not in {r["id"] for r in rows["agents"]}}
    for agent in unseen:
        require(floor.agents[agent].status is Status.SIGNED_OUT, "an agent is not stored")
    seen = [agent_row(one) for one in floor.agents.values() if one.id not in unseen]
    same("agents", seen, rows["agents"])
    same("work items", [item_row(one, now) for one in floor.items.values()], rows["items"])
    same("offers", [offer_row(one, now) for one in floor.offers.values()], rows["offers"])
    stretches = [
        {"agent_id": one.id, **part}
        for one in floor.agents.values()
        if (part := timeline_part(one)) is not None
    ]
    same("stretches", stretches, rows["stretches"], key="agent_id")
    living = [one for one in product.calls.live.all() if one.tenant == world.tenant]
    require(all(one.ended_at is None for one in living), "an ended call is kept in memory")
    stored = [row for row in rows["calls"] if row["ended_at"] is None]
    same("calls", [call_row(one) for one in living], stored)
    for call in living:
        legs = [row for row in rows["legs"] if row["call"] == call.id]
        same("legs", [leg_row(leg) for leg in call.legs], legs)
    listenings = product.calls.listening.live.all()
    same("listenings", [_listening(one) for one in listenings], rows["listenings"])
    hands = product.leading.hands.up(world.tenant)
    same("hands", [{"id": one.id, "agent": one.agent} for one in hands], rows["hands"])


def _listening(one: Any) -> dict[str, Any]:
    names = ("id", "call", "listener", "agent", "leg", "attended", "wait_until", "since")
    row = {name: getattr(one, name) for name in names}
    return row | {"state": one.state.value, "mode": one.mode.value, "seconds": dict(one.seconds)}


def same(
    what: str, memory: Iterable[Mapping[str, Any]], stored: Iterable[Row], key: str = "id"
) -> None:
    """Each thing in memory has its row, and no row is without its thing."""
    of_memory = {row[key]: row for row in memory}
    of_database = {row[key]: row for row in stored}
    require(
        of_memory.keys() == of_database.keys(),
        f"{what}: memory and database have others:",
        of_memory.keys() ^ of_database.keys(),
    )
    for one, row in of_memory.items():
        for name, value in row.items():
            other = of_database[one][name]
            require(value == other, f"{what}: {name} is {value!r} in memory, stored is {other!r}")


def timers_have_their_state(world: World, rows: Rows) -> None:
    """Each stored timer will fire, and means something; what has a deadline has its timer."""
    product = world.alive.product
    known = {(kind, key, due) for _, _, kind, key, due in world.alive.kit.timers._heap}
    sessions = {row["call_id"]: row for row in rows["sessions"]}
    stored: dict[tuple[str, str], Any] = {}
    for row in rows["timers"]:
        kind, key = row["kind"], row["key"]
        stored[kind, key] = row["due_at"]
        require((kind, key, row["due_at"]) in known, "a stored timer will not fire:", kind)
        if kind in STANDING:
            continue
        if kind in ("calls.rejoin", "calls.unreachable"):
            call = product.calls.live.get(UUID(key))
            wanted = CallState.RECONNECTING if kind == "calls.rejoin" else CallState.TALKING
            require(call and call.state is wanted, "a timer without its state:", kind)
        elif kind == "calls.longest":
            call = product.calls.live.get(UUID(key))
            legs = call.legs if call else ()
            outside = any(leg.kind is LegKind.OUTSIDE for leg in legs)
            outside = outside or (call is not None and call.direction is Direction.OUT)
            require(outside, "a timer without its state:", kind)
        elif kind == "calls.listening":
            found = [one for one in product.calls.listening.live.all() if str(one.id) == key]
            calling = found and found[0].state is ListeningState.CALLING
            require(calling, "a timer without its state:", kind)
        elif kind == "flows.session":
            session = sessions.get(UUID(row["data"]["call"]))
            state = session["state"] if session else {"timers": (), "visit": None}
            fits = (
                row["data"]["timer"] in state["timers"] and row["data"]["visit"] == state["visit"]
            )
            require(fits, "a timer without its state:", kind, row["data"], state)
        else:
            require(kind == "acd.due", "a timer that nobody knows:", kind)
    due = product.acd._floors.core(world.tenant).next_due()
    require(stored.get(("acd.due", "floor")) == due, "the floor's timer is wrong:", due)
    for call in product.calls.live.all():
        if call.state is CallState.RECONNECTING:
            require(("calls.rejoin", str(call.id)) in stored, "a rejoin has no end")


# --- the floor ---------------------------------------------------------------------------------


def floor_is_sound(world: World) -> None:
    core = world.alive.product.acd._floors.core(world.tenant)
    try:
        check_floor(core, world.wall.now())
    except AssertionError as error:
        raise Broken(f"the floor: {error}") from error


def nobody_is_in_two_calls(world: World) -> None:
    busy: Counter[Any] = Counter()
    for call in world.alive.product.calls.live.all():
        there = {leg.agent for leg in call.legs if leg.agent and leg.ended_at is None}
        busy.update(there | ({call.agent} if call.agent else set()))
    require(all(n == 1 for n in busy.values()), "somebody is in two calls")
    for person in range(len(world.company.people)):
        up = [
            leg
            for leg in world.switch.legs.values()
            if leg.is_up and leg.dial and leg.called in world.phones(person)
        ]
        require(len(up) <= 1 or world.switch.is_away, "two lines are up at one telephone")


def the_ready_are_there(world: World) -> None:
    """Who is offered calls can take them: his phone is registered, and he is in no call."""
    product = world.alive.product
    for person, agent in enumerate(world.company.people):
        found = product.acd._floors.core(world.tenant).agent(agent)
        if found is None or found.status is not Status.READY:
            continue
        by_page = found.method is Method.WEB
        rings = world.phone(person) if by_page else world.company.sip.name
        require(rings in world.switch.registered, "an agent without a telephone is offered calls")
        require(product.calls.live.of_agent(agent) is None, "a ready agent is in a call")
        require(product.calls.listening.live.by(agent) is None, "a ready agent listens in")


def who_talks_is_at_work(world: World) -> None:
    """Whose call it is gets no other one, and has no after-call work yet."""
    core = world.alive.product.acd._floors.core(world.tenant)
    for call in world.alive.product.calls.live.all():
        if call.agent is not None and call.ended_at is None:
            found = core.agent(call.agent)
            at_work = found is not None and found.work is Work.ENGAGED
            require(at_work, "an agent has a call and is not at work:", found and found.work)


def the_logged_in_are_there(world: World) -> None:
    """Whoever logged in and has a page open is on the floor."""
    core = world.alive.product.acd._floors.core(world.tenant)
    for person in world.pages:
        found = core.floor.agents.get(world.agent(person))
        there = found is not None and found.sign_in is not SignIn.LOGGED_OUT
        require(there, "somebody logged in and is not on the floor:", person)


def turns_are_kept(world: World) -> None:
    """A place in the line never changes while its owner waits, whatever happens to the engine."""
    core = world.alive.product.acd._floors.core(world.tenant)
    for item in core.floor.items.values():
        place = (item.queue.config.id, item.priority, item.enqueued_at)
        before = world.places.setdefault(item.id, place)
        require(before == place, "somebody lost his place:", before, place)
    for item in core.floor.items.values():
        if item.state is not ItemState.OFFERED or item.offer is None:
            continue
        if item.offer.id in world.offers_seen:
            continue
        world.offers_seen.add(item.offer.id)
        for other in core.floor.items.values():
            waits = other.state is ItemState.WAITING and other.queue is item.queue
            if not waits or other.reserved_for is not None or item.directed:
                continue
            if item.preferred == item.offer.agent.id or item.offer.agent.id in other.refused_by:
                continue
            was_there = other.id in world.waiting_before
            require(not was_there or _turn(other) >= _turn(item), "somebody was passed over")
    world.waiting_before = {
        one.id for one in core.floor.items.values() if one.state is ItemState.WAITING
    }


def _turn(item: Item) -> tuple[Any, ...]:
    """Smaller is served earlier: as the routing's description has it, not as the product does."""
    per_point = item.queue.config.seconds_per_point
    if per_point is None:
        return -item.priority, item.enqueued_at
    return 0, item.enqueued_at - timedelta(seconds=item.priority * per_point)


# --- lines -------------------------------------------------------------------------------------


def lines_have_their_call(world: World) -> None:
    """No caller is lost: each line at the switch has its call or listening, and the reverse."""
    product = world.alive.product
    known: dict[Any, Call] = {}
    for call in product.calls.live.all():
        known.update({leg.id: call for leg in call.legs if leg.state is not CallLegState.GONE})
    listening = {one.leg for one in product.calls.listening.live.all() if one.leg}
    for leg in world.switch.legs.values():
        if not leg.is_gone:
            ours = leg.id in known or leg.id in listening
            require(ours, "a line at the switch has no call:", leg.state.value, leg.called)
    for leg_id, call in known.items():
        there = world.switch.legs.get(leg_id)
        alive = there is not None and not there.is_gone
        require(alive, "a call has a line that is gone:", call.state.value, call.leg(leg_id))


def the_rung_are_offered_something(world: World) -> None:
    """A telephone rings for an offer as long as the offer is open."""
    core = world.alive.product.acd._floors.core(world.tenant)
    for call in world.alive.product.calls.live.all():
        for leg in call.legs:
            rings = leg.offer is not None and leg.state is CallLegState.RINGING
            require(not rings or core.is_open(leg.offer), "a telephone rings for nothing")


def nobody_hears_silence(world: World) -> None:
    """Who is on the line hears something within a while: a voice, a prompt, music."""
    now = world.clock.now().timestamp()
    for leg in world.switch.legs.values():
        customer = leg.is_up and leg.id in set(world.callers.values())
        if not customer or not world.switch.what_hears(leg.id).is_silence or leg.message:
            world.silent_since.pop(leg.id, None)
            continue
        since = world.silent_since.setdefault(leg.id, now)
        call = world.alive.product.calls.live.of_leg(leg.id)
        muted = call is not None and call.agent_leg is not None and call.agent_leg.muted
        waits = muted or now - since < SILENCE_SECONDS
        require(
            waits, "a caller hears nothing for", int(now - since), "seconds:", call and call.state
        )


# --- screens and reports -----------------------------------------------------------------------


async def pages_show_the_present(world: World) -> None:
    """Each page shows what a fresh snapshot would. One that was drawn just now is compared now
    and then: what it could not show is what nobody told it."""
    engine = world.alive
    struck = engine.fuse.struck
    for page in world.pages.values():
        drawn = page.read()
        if "state" not in drawn or world.eyes.random() < DRAWN_TOO:
            user = UserId(world.company.people[page.person])
            fresh = await engine.product.desktop.view.of(world.tenant, user)
            _shows(page, fresh)
        if page.person == LEADER:
            if "board" not in drawn or world.eyes.random() < DRAWN_TOO:
                board = await engine.product.supervision.board.of(world.tenant, SEES)
                _board_shows(page.board or {}, without_nulls(board))
            board_is_the_floor(world, page.board or {})
    require(engine.fuse.struck == struck, "a fault struck while looking")


def _shows(page: Page, fresh: Mapping[str, Any]) -> None:
    shown = page.state or {}
    differs = [k for k in {*fresh, *shown} if fresh.get(k) != shown.get(k)]
    about = [(k, shown.get(k), fresh.get(k)) for k in differs]
    require(not differs, f"page {page.person} shows another:", about)


def _board_shows(shown: Mapping[str, Any], fresh: Mapping[str, Any]) -> None:
    differs = [
        (part, one, shown.get(part, {}).get(one), fresh.get(part, {}).get(one))
        for part in {*fresh, *shown}
        for one in {*fresh.get(part, {}), *shown.get(part, {})}
        if fresh.get(part, {}).get(one) != shown.get(part, {}).get(one)
    ]
    require(not differs, "the board of the floor shows another:", differs)


def board_is_the_floor(world: World, board: Mapping[str, Any]) -> None:
    """What a board says of callers and agents is what the calls and the lines are."""
    living = [one for one in world.alive.product.calls.live.all() if one.ended_at is None]
    shown = {*board.get("calls", {}), *board.get("waiting", {})}
    require(shown == {str(one.id) for one in living}, "the board has other calls:", shown)
    waits = {str(one.id) for one in living if one.state is CallState.QUEUED}
    require(board.get("waiting", {}).keys() == waits, "the board has other callers waiting:", waits)
    queues = board.get("queues", {}).values()
    count = sum(one["waiting"] + one["ringing"] for one in queues)
    require(count == len(waits), "the queues of the board have", count, "waiting of", len(waits))
    talks = {str(one.agent): str(one.id) for one in living if one.agent is not None}
    told = {key: one["call"] for key, one in board.get("agents", {}).items() if one.get("call")}
    require(told == talks, "the board has other talks:", told, talks)


async def projections_equal_a_rebuild(world: World) -> None:
    """Reports read as facts came are those that are built anew from the log."""
    projection = world.alive.product.reporting.projection
    await projection.catch_up(world.tenant)
    live = _report_rows(world)
    await projection.rebuild(world.tenant)
    anew = _report_rows(world)
    for name, rows in live.items():
        require(rows == anew[name], "a report differs from its rebuild:", name)


def _report_rows(world: World) -> dict[str, list[Any]]:
    server, found = world.company.server, {}
    with server.pipeline():
        for table in (*reports.FACTS, *reports.SUMS):
            keys = ", ".join(column.name for column in table.primary_key.columns)
            query = f"SELECT * FROM {table.name} WHERE tenant_id = %s ORDER BY {keys}"
            found[table.name] = server.execute(query.encode(), (world.tenant,))
    return {name: cursor.fetchall() for name, cursor in found.items()}


def recordings_are_kept(rows: Rows) -> None:
    """Each recording and message that was told has its row, and a row says what was told."""
    for row in rows["tapes"]:
        require(row["state"] is not None, "a recording has no row:", row["name"])
        ended = row["ended"] or row["name"] == "message.left"
        wanted = "ended" if ended else "recording"
        require(row["state"] == wanted, "a recording that is", wanted, "is stored as", row["state"])
    over = {row["id"]: row["ended"] for row in rows["tapes"]}
    for leg in rows["legs"]:
        if leg["recording"] is None or leg["answered_at"] is None:
            continue
        recording = str(leg["recording"])
        require(recording in over, "a talk was not recorded:", leg["kind"])
        ends = leg["ended_at"] is None or over[recording]
        require(ends, "a line is gone and its recording goes on:", leg["kind"])


# --- the end -----------------------------------------------------------------------------------


async def all_is_settled(world: World) -> None:
    """No living call, no line, no bridge; each contact has one outcome; nobody is at work."""
    product = world.alive.product
    require(
        not product.calls.live.all(),
        "a call never ended:",
        [(one.state.value, one.direction.value) for one in product.calls.live.all()],
    )
    left = [one for one in world.switch.legs.values() if not one.is_gone]
    require(not left, "a line was left at the switch:", [one.called for one in left])
    require(not world.switch.bridges, "a bridge was left at the switch")
    rows = world.company.rows()
    for call in rows["calls"]:
        require(call["outcome"] is not None, "a contact has no outcome")
    require(not rows["items"] and not rows["offers"], "somebody waits whom nobody will serve")
    require(not rows["sessions"], "a flow runs without a call")
    require(not rows["listenings"], "a listening goes on without a call")
    for row in rows["agents"]:
        require(row["work"] in ("free", "wrapping"), "an agent is at work without a call")
        require(not row["aside"], "an agent is set aside for nothing")
    recordings_are_kept(rows)
    contacts = {leg["id"] for leg in rows["legs"]}
    require(world.kept_callers <= contacts, "a caller was kept for later and is lost")
    kinds = {row["kind"] for row in rows["timers"]} - STANDING - {"acd.due"}
    require(not kinds, "a timer outlived its call:", kinds)


Check = Callable[[World], Any]
__all__ = ["LEADER", "LegState", "all_is_settled", "look"]
