"""Draws a story from a seed: each seed leaves out kinds of steps, so that rare ones meet."""

from __future__ import annotations

import random
from collections.abc import Callable

from stories.company import AGENTS, LEADER
from stories.steps import AT_WORK_ALREADY, WHO_RINGS, WHO_TALKS, WHO_WRAPS, Step

CALLERS = 4
WAITS = (0.5, 1, 2, 3.1, 5, 8, 13, 16, 21, 31, 61)
JUMPS = (-3600, -40, -3, 2, 30, 90, 3600)
FITTING = 0.7
"""How often a step is of somebody for whom it is not out of place."""
FAULTS: dict[str, tuple[int, ...]] = {
    "dies": (5, 15, 40),
    "statement_fails": (5, 15, 40),
    "database_drops": (5, 15, 40),
    "answer_lost": (2, 5, 15),
    "stalls": (3, 10, 30),
    "dies_unheard": (1, 3, 10),
    "timer_fails": (1, 3),
}
"""At which touch each strikes at the latest; some touches are rarer than others."""

Draw = Callable[[random.Random], Step | list[Step]]
"""A step, or some that matter together."""


def _caller(r: random.Random) -> int:
    return r.randrange(CALLERS)


def _agent(r: random.Random) -> int:
    return r.randrange(AGENTS)


def _of_agent(word: str) -> Draw:
    return lambda r: (word, _agent(r))


def _talker(r: random.Random) -> int | str:
    return WHO_TALKS if r.random() < FITTING else _agent(r)


def _rung(r: random.Random) -> int | str:
    return WHO_RINGS if r.random() < FITTING else _agent(r)


def _of_talker(word: str) -> Draw:
    return lambda r: (word, _talker(r))


def _wraps(r: random.Random) -> int | str:
    return WHO_WRAPS if r.random() < FITTING else _agent(r)


def _fault(r: random.Random) -> Step:
    what = r.choice(list(FAULTS))
    return "will", what, r.randint(1, r.choice(FAULTS[what]))


def _gap(r: random.Random) -> list[Step]:
    """Something happens while the database is away, and the engine dies before it is back."""
    meanwhile: list[Step] = [
        ("caller_hangs_up", _caller(r)),
        ("presses", _caller(r), "#"),
        ("phone_hangs_up", _talker(r)),
        ("picks_up", _rung(r)),
        ("dials", _caller(r)),
    ]
    return [("database_goes",), r.choice(meanwhile), ("dies",)]


def _unread(r: random.Random) -> list[Step]:
    """The engine dies without a database, and another stands in that can read nothing."""
    first: list[Step] = [("dials_out", _agent(r))] if r.random() < 0.5 else []
    meanwhile: list[Step] = [
        ("caller_hangs_up", _caller(r)),
        ("dials", _caller(r)),
        ("phone_hangs_up", _talker(r)),
        ("picks_up", _rung(r)),
        ("loses_sound", _talker(r)),
        ("outside_answers",),
        ("outside_hangs_up",),
        ("outside_is_busy",),
        ("wait", r.choice(WAITS)),
    ]
    before, unheard, *unread = r.sample(meanwhile, 4)
    return [
        *first,
        ("database_goes",),
        *([before] if r.random() < 0.3 else []),
        ("dies",),
        *([unheard] if r.random() < 0.6 else []),
        ("stands_in",),
        *unread,
        ("database_comes",),
    ]


def _unheard(r: random.Random) -> list[Step]:
    """Whoever is rung answers while no engine is there, perhaps until his offer is over."""
    return [("dies",), ("picks_up", WHO_RINGS), ("wait", r.choice((2, 16, 31)))]


def _half_done(r: random.Random) -> list[Step]:
    """The engine dies when a call's end is written, and before the switch is told."""
    ends: list[Step] = [("caller_hangs_up", 0), ("phone_hangs_up", _talker(r))]
    return [("will", "dies_unheard", r.randint(1, 2)), r.choice(ends)]


def _stays(r: random.Random) -> list[Step]:
    """A caller goes on in his flow when his agent has hung up, who wraps up meanwhile."""
    return [("phone_hangs_up", WHO_TALKS), ("wait", r.choice((1, 3.1))), ("caller_hangs_up", 0)]


def _unfinished(r: random.Random) -> list[Step]:
    """What a caller hears ends while no engine is there."""
    caller = _caller(r)
    return [
        ("dials_menu", caller),
        ("dies",),
        ("wait", r.choice((5, 13))),
        ("starts",),
        ("wait", 31),
    ]


def _refuses(r: random.Random) -> Step | list[Step]:
    refuses: Step = (r.choice(("phone_refuses", "rejects")), _rung(r))
    return refuses if r.random() < 0.7 else [refuses, ("dies",)]


ALWAYS: dict[str, tuple[int, Draw]] = {
    "dials": (10, lambda r: ("dials", _caller(r))),
    "wait": (16, lambda r: ("wait", r.choice(WAITS))),
    "signs_in": (4, _of_agent("comes")),
    "idle": (7, _of_agent("idle")),
    "picks_up": (12, lambda r: ("picks_up", _rung(r))),
    "caller_hangs_up": (5, lambda r: ("caller_hangs_up", _caller(r))),
}
SOMETIMES: dict[str, tuple[int, Draw]] = {
    "dials_menu": (7, lambda r: ("dials_menu", _caller(r))),
    "falls_silent": (2, lambda r: ("falls_silent", _caller(r))),
    "presses": (4, lambda r: ("presses", _caller(r), r.choice(("1", "2", "3", "9", "#")))),
    "outside": (
        4,
        lambda r: (r.choice(("outside_answers", "outside_is_busy", "outside_hangs_up")),),
    ),
    "phone_hangs_up": (4, _of_talker("phone_hangs_up")),
    "hangs_up": (3, _of_talker("hangs_up")),
    "refuses": (3, _refuses),
    "hold": (4, lambda r: (r.choice(("holds", "retrieves")), _talker(r))),
    "mutes": (1, lambda r: ("mutes", _talker(r), r.random() < 0.5)),
    "to_agent": (3, lambda r: ("transfers_to_agent", _talker(r), _agent(r))),
    "to_queue": (2, lambda r: ("transfers_to_queue", _talker(r), r.randrange(2))),
    "to_flow": (2, _of_talker("transfers_to_flow")),
    "to_outside": (2, _of_talker("transfers_outside")),
    "dials_out": (4, lambda r: ("dials_out", _wraps(r) if r.random() < 0.5 else _agent(r))),
    "states": (4, lambda r: (r.choice(("busy", "do_not_disturb")), _agent(r))),
    "auto_idle": (2, lambda r: ("auto_idle", _agent(r), r.random() < 0.8)),
    "wrap_up": (3, lambda r: (r.choice(("ends_wrap_up", "extends_wrap_up")), _wraps(r))),
    "signs_out": (1, _of_agent("signs_out")),
    "session_ends": (1, _of_talker("session_ends")),
    "phone": (4, lambda r: (r.choice(("phone_goes", "phone_comes")), _talker(r))),
    "page_goes": (2, _of_talker("page_goes")),
    "page_comes": (3, _of_agent("page_comes")),
    "loses_sound": (1, _of_talker("loses_sound")),
    "listens": (
        4,
        lambda r: ("listens", LEADER, _talker(r), r.choice(("silent", "whisper", "barge"))),
    ),
    "listening": (
        2,
        lambda r: r.choice((("stops_listening", LEADER), ("switches_mode", LEADER, "barge"))),
    ),
    "takes_over": (4, lambda r: ("takes_over", LEADER, _talker(r))),
    "leader_works": (4, lambda r: (r.choice(("comes", "idle", "picks_up")), LEADER)),
    "sip": (5, lambda r: (r.choice(("comes_by_sip", "sip_phone_comes", "sip_phone_goes")),)),
    "leader_page": (2, lambda r: (r.choice(("page_goes", "page_comes")), LEADER)),
    "forces": (2, lambda r: (r.choice(("forces_busy", "forces_out")), LEADER, _agent(r))),
    "moves": (1, lambda r: ("moves", LEADER, _agent(r), r.random() < 0.6)),
    "raises_hand": (1, _of_agent("raises_hand")),
    "reports": (1, lambda r: ("reports_follow",)),
    "dies": (2, lambda r: ("dies",)),
    "stops": (1, lambda r: ("everything_stops", r.choice((2, 40, 700)))),
    "fault": (9, _fault),
    "gap": (2, _gap),
    "unread": (2, _unread),
    "unheard": (1, _unheard),
    "half_done": (1, _half_done),
    "stays": (2, _stays),
    "unfinished": (1, _unfinished),
    "database": (3, lambda r: (r.choice(("database_goes", "database_comes", "database_comes")),)),
    "late": (3, lambda r: (r.choice(("news_are_late", "news_arrive", "news_arrive")),)),
    "twice": (2, lambda r: ("news_come_twice",)),
    "switch": (
        3,
        lambda r: r.choice(
            (("switch_goes",), ("switch_comes", False), ("switch_comes", False),
             ("switch_comes", True))
        ),
    ),
    "clock": (1, lambda r: ("clock_jumps", r.choice(JUMPS))),
}  # fmt: skip
LENGTHS = 8, 30
"""The fewest and the most steps of a story, besides those with which it begins."""
AT_WORK_SHARE = 0.75
TOO_FEW: tuple[Step, ...] = (("busy", 0), ("busy", 1))
BEGINNINGS: dict[tuple[Step, ...], int] = {
    (): 4,
    (("dials", 0), ("wait", 5), ("picks_up", WHO_RINGS)): 4,
    (*TOO_FEW, ("dials", 0), ("dials", 1), ("dials", 2), ("wait", 5)): 1,
    (*TOO_FEW, ("dials", 0), ("dials_menu", 1), ("wait", 4), ("presses", 1, "1"), ("wait", 3.1)): 1,
    (("dials_menu", 0), ("wait", 4), ("presses", 0, "2"), ("wait", 5)): 1,
}
"""Nothing, a talk, more callers than agents, one of them with a complaint, a message: most that can
go wrong does so with one of these."""


def draw(seed: int, lengths: tuple[int, int] = LENGTHS) -> list[Step]:
    """The story of a seed."""
    chance = random.Random(seed)
    kinds = dict(ALWAYS)
    share = chance.choice((0.15, 0.3, 0.5, 0.8))
    kinds |= {name: kind for name, kind in SOMETIMES.items() if chance.random() < share}
    weights = [weight for weight, _ in kinds.values()]
    draws = [one for _, one in kinds.values()]
    length = chance.randint(*lengths)
    first: list[Step] = [AT_WORK_ALREADY]
    if chance.random() > AT_WORK_SHARE:
        first = [("comes", person) for person in range(AGENTS) if chance.random() < 0.7]
    if "sip" in kinds:
        first = [*first, ("comes_by_sip",)]
    if "takes_over" in kinds or "leader_works" in kinds:
        first.append(("comes", LEADER))
    elif "listens" in kinds or "leader_page" in kinds:
        first.append(("logs_in", LEADER))
    first += chance.choices(list(BEGINNINGS), list(BEGINNINGS.values()))[0]
    for _ in range(length):
        drawn = chance.choices(draws, weights)[0](chance)
        first += drawn if isinstance(drawn, list) else [drawn]
    return first
