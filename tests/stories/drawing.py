"""Draws a story from a seed: each seed leaves out kinds of steps, so that rare ones meet."""

from __future__ import annotations

import random
from collections.abc import Callable

from stories.steps import AT_WORK_ALREADY, Step
from stories.world import AGENTS, LEADER

CALLERS = 4
WAITS = (0.5, 1, 2, 3.1, 5, 8, 13, 16, 21, 31, 61)
JUMPS = (-40, -3, 2, 30, 90)
FAULTS = ("dies", "statement_fails", "database_drops", "answer_lost", "stalls")

Draw = Callable[[random.Random], Step]


def _caller(r: random.Random) -> int:
    return r.randrange(CALLERS)


def _agent(r: random.Random) -> int:
    return r.randrange(AGENTS)


def _of_agent(word: str) -> Draw:
    return lambda r: (word, _agent(r))


ALWAYS: dict[str, tuple[int, Draw]] = {
    "dials": (10, lambda r: ("dials", _caller(r))),
    "wait": (16, lambda r: ("wait", r.choice(WAITS))),
    "signs_in": (4, _of_agent("comes")),
    "idle": (7, _of_agent("idle")),
    "picks_up": (12, _of_agent("picks_up")),
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
    "phone_hangs_up": (4, _of_agent("phone_hangs_up")),
    "hangs_up": (3, _of_agent("hangs_up")),
    "refuses": (2, lambda r: (r.choice(("phone_refuses", "rejects")), _agent(r))),
    "hold": (4, lambda r: (r.choice(("holds", "retrieves")), _agent(r))),
    "mutes": (1, lambda r: ("mutes", _agent(r), r.random() < 0.5)),
    "to_agent": (3, lambda r: ("transfers_to_agent", _agent(r), _agent(r))),
    "to_queue": (2, lambda r: ("transfers_to_queue", _agent(r), r.randrange(2))),
    "to_flow": (2, _of_agent("transfers_to_flow")),
    "to_outside": (2, _of_agent("transfers_outside")),
    "dials_out": (3, _of_agent("dials_out")),
    "states": (4, lambda r: (r.choice(("busy", "do_not_disturb")), _agent(r))),
    "auto_idle": (2, lambda r: ("auto_idle", _agent(r), r.random() < 0.8)),
    "wrap_up": (3, lambda r: (r.choice(("ends_wrap_up", "extends_wrap_up")), _agent(r))),
    "signs_out": (1, _of_agent("signs_out")),
    "session_ends": (1, _of_agent("session_ends")),
    "phone": (4, lambda r: (r.choice(("phone_goes", "phone_comes")), _agent(r))),
    "page": (5, lambda r: (r.choice(("page_goes", "page_comes", "page_comes")), _agent(r))),
    "loses_sound": (1, _of_agent("loses_sound")),
    "listens": (
        4,
        lambda r: ("listens", LEADER, _agent(r), r.choice(("silent", "whisper", "barge"))),
    ),
    "listening": (
        2,
        lambda r: r.choice((("stops_listening", LEADER), ("switches_mode", LEADER, "barge"))),
    ),
    "takes_over": (4, lambda r: ("takes_over", LEADER, _agent(r))),
    "leader_works": (4, lambda r: (r.choice(("comes", "idle", "picks_up")), LEADER)),
    "sip": (5, lambda r: (r.choice(("comes_by_sip", "sip_phone_comes", "sip_phone_goes")),)),
    "leader_page": (2, lambda r: (r.choice(("page_goes", "page_comes")), LEADER)),
    "forces": (2, lambda r: (r.choice(("forces_busy", "forces_out")), LEADER, _agent(r))),
    "moves": (1, lambda r: ("moves", LEADER, _agent(r), r.random() < 0.6)),
    "raises_hand": (1, _of_agent("raises_hand")),
    "reports": (1, lambda r: ("reports_follow",)),
    "dies": (2, lambda r: ("dies",)),
    "fault": (5, lambda r: ("will", r.choice(FAULTS), r.randint(1, 40))),
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
LEAST, MOST = 8, 30
AT_WORK_SHARE = 0.75


def draw(seed: int) -> list[Step]:
    """The story of a seed."""
    chance = random.Random(seed)
    kinds = dict(ALWAYS)
    share = chance.choice((0.15, 0.3, 0.5, 0.8))
    kinds |= {name: kind for name, kind in SOMETIMES.items() if chance.random() < share}
    weights = [weight for weight, _ in kinds.values()]
    draws = [one for _, one in kinds.values()]
    length = chance.randint(LEAST, MOST)
    first: list[Step] = [AT_WORK_ALREADY]
    if chance.random() > AT_WORK_SHARE:
        first = [("comes", person) for person in range(AGENTS) if chance.random() < 0.7]
    if "sip" in kinds:
        first = [*first, ("comes_by_sip",)]
    if "takes_over" in kinds or "leader_works" in kinds:
        first.append(("comes", LEADER))
    elif "listens" in kinds or "leader_page" in kinds:
        first.append(("logs_in", LEADER))
    return [*first, *(chance.choices(draws, weights)[0](chance) for _ in range(length))]
