"""What must hold whenever the world has come to rest, and at the end of a story."""

from __future__ import annotations

from stories.broken import require
from stories.invariants.contacts import (
    contacts_are_told_once,
    log_has_no_gap,
    recordings_are_kept,
    what_was_kept_is_told,
)
from stories.invariants.floor import (
    floor_is_sound,
    nobody_is_in_two_calls,
    nobody_waits_too_long,
    the_logged_in_are_there,
    the_ready_are_there,
    turns_are_kept,
    who_talks_is_at_work,
)
from stories.invariants.lines import (
    lines_have_their_call,
    nobody_hears_silence,
    the_rung_are_offered_something,
    the_unread_are_looked_after,
    who_answered_in_time_speaks,
    who_is_left_hears_music,
    who_talks_is_heard,
    who_talks_is_recorded,
)
from stories.invariants.memory import STANDING, memory_is_the_database, timers_have_their_state
from stories.invariants.pages import pages_show_the_present
from stories.invariants.reports import figures_are_what_happened, projections_equal_a_rebuild
from stories.world import World

__all__ = ["all_is_settled", "figures_are_what_happened", "look", "projections_equal_a_rebuild"]


async def look(world: World, *, close: bool = True) -> None:
    """Everything that holds at rest; raises Broken.

    What compares memory, pages and rows is left out unless it is a close look, and while the
    engine asked the database nothing.
    """
    hears = world.engine is not None and not (world.late or world.under_way)
    held = hears and world.alive.is_held
    if not hears or held or world.switch.is_away:
        world.silent_since.clear()
        world.answered_unheard.clear()
    if held and not world.switch.is_away:
        who_is_left_hears_music(world)
        if world.alive.stands_in:
            the_unread_are_looked_after(world)
    if not hears or held:
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
    nobody_waits_too_long(world)
    nobody_is_in_two_calls(world)
    turns_are_kept(world)
    if not world.switch.is_away:
        the_ready_are_there(world)
        who_answered_in_time_speaks(world)
        lines_have_their_call(world)
        the_rung_are_offered_something(world)
        who_talks_is_heard(world)
        who_talks_is_recorded(world)
        nobody_hears_silence(world)
    who_talks_is_at_work(world)
    the_logged_in_are_there(world)
    if anew:
        await pages_show_the_present(world)
        world.was_looked_at()


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
    what_was_kept_is_told(world, rows)
    kinds = {row["kind"] for row in rows["timers"]} - STANDING - {"acd.due"}
    require(not kinds, "a timer outlived its call:", kinds)
