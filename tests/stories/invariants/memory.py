"""What the engine has in memory is what the database would give it at a start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from lingting.acd.domain.core import Core
from lingting.acd.domain.floor import Status
from lingting.acd.rows import agent_row, item_row, offer_row, timeline_part
from lingting.calls.domain import CallState, Direction, LegKind
from lingting.calls.domain.listening import ListeningState
from lingting.calls.store import call_row, leg_row
from stories.broken import require
from stories.invariants.floor import comes_again
from stories.rows import Row, Rows
from stories.world import World

STANDING = {"acd.new_day", "reporting.night", "retention.nightly"}
"""Timers that a company always has."""


def memory_is_the_database(world: World, rows: Rows) -> None:
    """What a start would load is what is in memory."""
    product = world.alive.product
    core: Core = product.acd._floors.core(world.tenant)
    require(world.tenant not in product.acd._floors._stale, "the floor was not taken up again")
    now = world.alive.kit.clock.now()
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
        if row.items() <= of_database[one].items():
            continue
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
            rejoins = kind == "calls.rejoin"
            wanted = {CallState.RECONNECTING} if rejoins else {CallState.TALKING}
            if not rejoins and call is not None and call.direction is Direction.OUT:
                wanted.add(CallState.DIALLING)
            require(call and call.state in wanted, "a timer without its state:", kind)
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
    fits = stored.get(("acd.due", "floor")) == due
    require(fits or comes_again(world), "the floor's timer is wrong:", due)
    for call in product.calls.live.all():
        if call.state is CallState.RECONNECTING:
            require(("calls.rejoin", str(call.id)) in stored, "a rejoin has no end")
