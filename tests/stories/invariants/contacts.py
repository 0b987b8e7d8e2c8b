"""Contacts and their recordings: none is lost, none is told twice."""

from __future__ import annotations

from collections import Counter

from stories.broken import require
from stories.rows import Rows
from stories.world import World


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


def what_was_kept_is_told(world: World, rows: Rows) -> None:
    """Who came, left or spoke while the database was away is written down as of that time,
    whichever engine does it; a line that nobody needed any more then is ended before. What fails
    twice is lost, and a clock that was set knows no time."""
    contacts = {leg["id"] for leg in rows["legs"]}
    require(world.kept.callers <= contacts, "a caller was kept for later and is lost")
    if world.struck:
        return
    told = {row["id"] for row in rows["tapes"] if row["name"] == "message.left"}
    lost = {str(one) for one in world.kept.messages} - told
    require(not lost, "a message was kept for later and is lost")
    for leg in rows["legs"]:
        ended = world.kept.ends.get(leg["id"])
        fits = ended is None or world.wall.ahead or leg["ended_at"] <= ended
        require(fits, "a line ended later than it did:", leg["kind"], leg["ended_at"], ended)
