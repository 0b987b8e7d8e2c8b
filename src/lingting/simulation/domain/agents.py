"""How agents work: pace, reaction, holding, handing on, wrapping up, pauses and shifts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum

from lingting.simulation.domain.callers import Caller, Intention
from lingting.simulation.domain.cast import QueueKey
from lingting.simulation.domain.chance import Chance


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentHabits:
    """What is peculiar to one agent, for as long as his world lasts."""

    account: str
    pace: float
    """Times the length that a matter takes; below 1 is quick."""
    reaction_seconds: float
    """The median from the first ring to the answer."""
    wrap_up_seconds: float
    """The median of after-call work."""
    misses: float
    holds: float
    hands_on: float
    takes_notes: float
    """Shares of his calls."""
    pause_every_seconds: float
    """The mean of the time at work between two pauses."""


class Disposition(Enum):
    """What became of the matter (小结)."""

    SOLVED = "solved"
    FOLLOW_UP = "follow_up"
    TICKET = "ticket"
    WRONG_NUMBER = "wrong_number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """The customer hears music from `after` on, for `seconds`."""

    after: float
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """What one agent does with one offered call. Times are seconds of the world.

    An agent who misses it lets it ring. `talk_seconds` is all the time with the customer, hold
    included. `hand_on` names the queue that he sends the customer to at the end of his talk.
    """

    misses: bool
    reaction_seconds: float
    talk_seconds: float
    hold: Hold | None
    hand_on: QueueKey | None
    caller_hangs_up: bool
    """Whether the customer hangs up first; otherwise the agent does, and a rating may follow."""
    wrap_up_seconds: float
    disposition: Disposition
    takes_note: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """After so long at work he goes busy for that reason (a code of `acd`), for so long."""

    after: float
    reason: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """When somebody is at work."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stint:
    """In a centre that never closes: so long at work, then so long away."""

    present_seconds: float
    away_seconds: float


STRANGER_MATTER = 110.0
"""How long a talk takes with somebody whom the world did not invent."""
SHORTEST_REACTION = 0.8
_PAUSES = {  # reason: (share, median seconds, spread)
    "toilet": (0.34, 200.0, 0.3),
    "rest": (0.30, 420.0, 0.25),
    "meal": (0.10, 1500.0, 0.15),
    "asking": (0.10, 150.0, 0.4),
    "meeting": (0.06, 900.0, 0.2),
    "training": (0.04, 1200.0, 0.2),
    "leader_talk": (0.06, 360.0, 0.4),
}
_DISPOSITIONS = {
    Disposition.SOLVED: 0.74,
    Disposition.FOLLOW_UP: 0.14,
    Disposition.TICKET: 0.12,
}
_SHIFTS = ((time(8), time(16)), (time(9), time(18)), (time(12), time(20)), (time(14), time(22)))


def draw_habits(chance: Chance, account: str) -> AgentHabits:
    """The agent's habits; `chance` is his own stream."""
    return AgentHabits(
        account=account,
        pace=chance.between(0.8, 1.25),
        reaction_seconds=chance.between(1.8, 4.0),
        wrap_up_seconds=chance.between(12.0, 32.0),
        misses=chance.between(0.005, 0.03),
        holds=chance.between(0.05, 0.2),
        hands_on=chance.between(0.02, 0.07),
        takes_notes=chance.between(0.4, 0.9),
        pause_every_seconds=chance.between(2400.0, 4800.0),
    )


def draw_handling(chance: Chance, habits: AgentHabits, caller: Caller | None) -> Handling:
    """What he does with a call of `caller` (None: of somebody from outside the world)."""
    matter = caller.matter_seconds if caller else chance.lognormal(STRANGER_MATTER, 0.4)
    talk = matter * habits.pace
    misdialled = caller is not None and caller.intention is Intention.MISDIALLED
    disposition = chance.choose(tuple(_DISPOSITIONS), tuple(_DISPOSITIONS.values()))
    return Handling(
        misses=chance.happens(habits.misses),
        reaction_seconds=max(chance.lognormal(habits.reaction_seconds, 0.35), SHORTEST_REACTION),
        talk_seconds=talk,
        hold=_hold(chance, habits, talk),
        hand_on=_hand_on(chance, habits, caller),
        caller_hangs_up=chance.happens(0.35),
        wrap_up_seconds=chance.lognormal(habits.wrap_up_seconds, 0.5),
        disposition=Disposition.WRONG_NUMBER if misdialled else disposition,
        takes_note=chance.happens(habits.takes_notes),
    )


def draw_pause(chance: Chance, habits: AgentHabits) -> Pause:
    """His next pause, counted from when he last came to work."""
    shares = [share for share, _, _ in _PAUSES.values()]
    reason = chance.choose(tuple(_PAUSES), shares)
    _, median, spread = _PAUSES[reason]
    after = max(chance.exponential(habits.pause_every_seconds), 300.0)
    return Pause(after=after, reason=reason, seconds=chance.lognormal(median, spread))


def draw_stint(chance: Chance, *, first: bool) -> Stint:
    """How long he stays in a centre that never closes; of his first stay a part is over."""
    present = chance.between(5400.0, 10_800.0)
    share = chance.between(0.2, 1.0) if first else 1.0
    return Stint(present_seconds=present * share, away_seconds=chance.between(240.0, 720.0))


def draw_shift(chance: Chance, day: date, zone: tzinfo) -> Shift | None:
    """His shift on a day; about five days of seven. `chance` is the stream of him and the day."""
    weekend = day.weekday() >= 5
    if not chance.happens(0.5 if weekend else 0.86):
        return None
    begins, ends = chance.choose(_SHIFTS, (0.35, 0.3, 0.2, 0.15))
    late = timedelta(seconds=chance.between(-240.0, 180.0))
    stays = timedelta(seconds=chance.between(0.0, 600.0))
    return Shift(
        begins=datetime.combine(day, begins, zone) + late,
        ends=datetime.combine(day, ends, zone) + stays,
    )


def _hold(chance: Chance, habits: AgentHabits, talk: float) -> Hold | None:
    if not chance.happens(habits.holds) or talk < 40.0:
        return None
    seconds = min(chance.lognormal(25.0, 0.5), talk * 0.5)
    return Hold(after=chance.between(0.2, 0.4) * talk, seconds=seconds)


def _hand_on(chance: Chance, habits: AgentHabits, caller: Caller | None) -> QueueKey | None:
    """To another queue than the one he came from; at most once in a call's life."""
    if not chance.happens(habits.hands_on):
        return None
    came = caller.queue if caller else QueueKey.ENQUIRY
    others = [one for one in (QueueKey.SERVICE, QueueKey.COMPLAINT) if one is not came]
    return chance.choose(others)
