"""Sums of facts by quarters of an hour, and the same sums by days.

Nothing here is known first: quarters are made from rows of facts, days from quarters. Columns have
the names of `domain.counting`. Both tables of a kind have the same columns, so that a report may
read either: `start` is the instant at which the quarter, or the company's day, begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from lingting.platform.db import tenant_table
from lingting.reporting.tables import columns as cl


@dataclass(frozen=True, slots=True)
class Summed:
    """One kind of sums."""

    quarters: sa.Table
    days: sa.Table
    keys: tuple[str, ...]
    """What a row is the sum of, after the company."""


def _summed(
    name: str,
    keys: Sequence[sa.Column[object]],
    numbers: Sequence[str],
    lists: Sequence[str] = (),
) -> Summed:
    def table(grain: str) -> sa.Table:
        return tenant_table(
            f"report_{name}_{grain}",
            cl.instant("start", needed=True),
            *(key._copy() for key in keys),
            *cl.numbers(*numbers),
            *cl.lists(*lists),
            sa.PrimaryKeyConstraint("tenant_id", *names),
            _by_time(f"report_{name}_{grain}"),
        )

    names = ("start", *(key.name for key in keys))
    return Summed(table("sums"), table("days"), names)


def _by_time(table: str) -> sa.Index:
    """Rows are written in the order of time: an index of blocks finds a month's at once."""
    options = {"postgresql_using": "brin", "postgresql_with": {"pages_per_range": 32}}
    return sa.Index(f"ix_{table}_start", "start", **options)


QUEUES = _summed(
    "queue",
    [cl.uuid("queue")],
    (
        "offered",
        "from_first",
        "from_overflow",
        "from_transfer",
        "from_return",
        "answered",
        "abandoned",
        "overflowed",
        "messages",
        "in_progress",
        "abandoned_ringing",
        "answer_wait_ms",
        "abandon_wait_ms",
        "other_wait_ms",
        "longest_wait_ms",
        "ring_ms",
        "talk_ms",
        "hold_ms",
        "held",
        "longest_hold_ms",
        "wrap_ms",
        "transferred",
        "asked",
        "score_sum",
    ),
    ("answer_waits", "queue_waits", "abandon_waits", "asked_waits", "scores"),
)
AGENTS = _summed(
    "agent",
    [cl.uuid("agent"), cl.uuid("queue")],
    (
        "logged_in_ms",
        "idle_ms",
        "busy_ms",
        "do_not_disturb_ms",
        "ringing_ms",
        "dialling_ms",
        "talking_ms",
        "holding_ms",
        "reconnecting_ms",
        "wrapping_ms",
        "offers",
        "accepted",
        "rejected",
        "unreachable",
        "missed",
        "withdrawn",
        "talks_in",
        "talks_out",
        "held",
        "transferred",
        "one_stop",
        "longest_hold_ms",
        "longest_talk_ms",
        "asked",
        "score_sum",
    ),
    ("scores",),
)
BUSY = _summed("busy", [cl.uuid("agent"), cl.text("reason", needed=True)], ("spent_ms",))
CONTACTS = _summed(
    "contact",
    [
        cl.text("direction", needed=True),
        cl.uuid("flow"),
        cl.text("outcome", needed=True),
        sa.Column("queued", sa.Boolean, nullable=False),
    ],
    ("contacts", "whole_ms", "wait_ms", "talk_ms", "transfers"),
)
STEPS = _summed(
    "step",
    [
        cl.text("flow", needed=True),
        cl.text("node", needed=True),
        cl.text("target", needed=True),
    ],
    ("entered", "spent_ms"),
)
KINDS = (QUEUES, AGENTS, BUSY, CONTACTS, STEPS)

queue_sums, agent_sums, busy_sums = QUEUES.quarters, AGENTS.quarters, BUSY.quarters
contact_sums, step_sums = CONTACTS.quarters, STEPS.quarters
SUMS = tuple(one.quarters for one in KINDS)
DAYS = tuple(one.days for one in KINDS)
