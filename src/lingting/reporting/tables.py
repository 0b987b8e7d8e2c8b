"""Projections of the event log: rows of facts, and sums of them by quarters of an hour.

Nothing here is known first: every row can be made again from the log. Columns of facts have the
names of the fields in `domain.rows`, columns of sums those in `domain.counting`.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from lingting.platform.db import JSONB, tenant_table

_at = sa.TIMESTAMP(timezone=True)


def _id(name: str, *, needed: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Uuid, nullable=not needed)


def _instant(name: str, *, needed: bool = False) -> sa.Column[object]:
    return sa.Column(name, _at, nullable=not needed)


def _text(name: str, *, needed: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.Text, nullable=not needed)


def _numbers(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(n, sa.BigInteger, nullable=False, server_default="0") for n in names]


def _lists(*names: str) -> list[sa.Column[object]]:
    empty = sa.text("'{}'::integer[]")
    kind = ARRAY(sa.Integer)
    return [sa.Column(name, kind, nullable=False, server_default=empty) for name in names]


def _by_time(name: str) -> sa.Index:
    """Rows are written in the order of time: an index of blocks finds a month's at once."""
    options = {"postgresql_using": "brin", "postgresql_with": {"pages_per_range": 32}}
    return sa.Index(f"ix_report_{name}_start", "start", **options)


places = tenant_table(
    "report_places",
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id"),
)
"""How far a company's log has been read, and by which version of the counting."""

contacts = tenant_table(
    "report_contacts",
    _id("id"),
    _text("direction", needed=True),
    _instant("began_at", needed=True),
    _instant("ended_at"),
    _text("number_key", needed=True),
    _id("customer", needed=False),
    _id("flow", needed=False),
    _instant("answered_at"),
    _instant("connected_at"),
    _id("queue", needed=False),
    _id("agent", needed=False),
    sa.Column("visits", sa.Integer, nullable=False),
    sa.Column("transfers", sa.Integer, nullable=False),
    *_numbers("wait_ms", "talk_ms", "hold_ms"),
    _text("left_flow"),
    _text("left_node"),
    _text("outcome"),
    _text("by"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("ix_report_contacts_began", "tenant_id", "began_at"),
    sa.Index("ix_report_contacts_number", "tenant_id", "number_key", "began_at"),
)

visits = tenant_table(
    "report_visits",
    _id("id"),
    _id("call"),
    sa.Column("position", sa.Integer, nullable=False),
    _id("queue"),
    _text("channel", needed=True),
    _text("origin", needed=True),
    _instant("arrived_at", needed=True),
    _instant("enqueued_at", needed=True),
    _instant("asked_at"),
    _instant("ended_at"),
    _text("outcome"),
    _text("why"),
    sa.Column("ringing", sa.Boolean, nullable=False),
    _id("agent", needed=False),
    sa.Column("offers", sa.Integer, nullable=False),
    sa.Column("wait_ms", sa.BigInteger),
    *_numbers("ring_ms", "talk_ms", "hold_ms"),
    sa.Column("holds", sa.Integer, nullable=False),
    *_numbers("longest_hold_ms"),
    _instant("talk_ended_at"),
    _text("transferred_to"),
    sa.Column("wrap_ms", sa.BigInteger),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("ix_report_visits_call", "tenant_id", "call"),
    sa.Index("ix_report_visits_arrived", "tenant_id", "arrived_at"),
    sa.Index("ix_report_visits_queue", "tenant_id", "queue", "arrived_at"),
)

rings = tenant_table(
    "report_rings",
    _id("id"),
    _id("call"),
    _id("item"),
    _id("queue"),
    _id("agent"),
    _instant("began_at", needed=True),
    _instant("ended_at"),
    _text("result"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("ix_report_rings_call", "tenant_id", "call"),
    sa.Index("ix_report_rings_agent", "tenant_id", "agent", "began_at"),
)

talks = tenant_table(
    "report_talks",
    _id("call"),
    sa.Column("position", sa.Integer, nullable=False),
    _id("agent"),
    _id("queue", needed=False),
    _id("item", needed=False),
    _text("direction", needed=True),
    _instant("began_at", needed=True),
    _instant("ended_at"),
    *_numbers("talk_ms", "hold_ms"),
    sa.Column("holds", sa.Integer, nullable=False),
    *_numbers("longest_hold_ms"),
    _text("ended_by"),
    _text("transferred_to"),
    sa.PrimaryKeyConstraint("tenant_id", "call", "position"),
    sa.Index("ix_report_talks_agent", "tenant_id", "agent", "began_at"),
    sa.Index("ix_report_talks_began", "tenant_id", "began_at"),
)

steps = tenant_table(
    "report_steps",
    _id("call"),
    sa.Column("position", sa.Integer, nullable=False),
    _text("flow", needed=True),
    _text("node", needed=True),
    _text("verb", needed=True),
    _instant("entered_at", needed=True),
    _instant("left_at"),
    _text("next_step"),
    _text("exit"),
    sa.Column("after_talk", sa.Boolean, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "call", "position"),
    sa.Index("ix_report_steps_node", "tenant_id", "flow", "node", "entered_at"),
)

asked = tenant_table(
    "report_asked",
    _id("call"),
    sa.Column("position", sa.Integer, nullable=False),
    _instant("at", needed=True),
    _id("agent", needed=False),
    _id("queue", needed=False),
    _id("item", needed=False),
    _text("scale"),
    _text("key"),
    sa.Column("score", sa.Integer),
    _text("label_zh"),
    _text("label_en"),
    sa.Column("after_talk", sa.Boolean, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "call", "position"),
    sa.Index("ix_report_asked_at", "tenant_id", "at"),
)

spans = tenant_table(
    "report_spans",
    _id("agent"),
    _instant("began_at", needed=True),
    _instant("ended_at"),
    _text("kind", needed=True),
    _text("reason"),
    _id("call", needed=False),
    _id("item", needed=False),
    _id("queue", needed=False),
    sa.PrimaryKeyConstraint("tenant_id", "agent", "began_at"),
    sa.Index("ix_report_spans_began", "tenant_id", "began_at"),
    sa.Index("ix_report_spans_item", "tenant_id", "item"),
    sa.Index(
        "uq_report_spans_open",
        "tenant_id",
        "agent",
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    ),
)

attending = tenant_table(
    "report_attending",
    _id("agent"),
    sa.Column("state", JSONB, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "agent"),
)
"""What is known of each agent after the last fact that was read."""

nodes = tenant_table(
    "report_nodes",
    _text("flow", needed=True),
    _text("node", needed=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    _text("verb", needed=True),
    _text("title_zh", needed=True),
    _text("title_en", needed=True),
    sa.PrimaryKeyConstraint("tenant_id", "flow", "node"),
)
"""The latest titles of the steps that callers came to."""

queue_sums = tenant_table(
    "report_queue_sums",
    _instant("start", needed=True),
    _id("queue"),
    *_numbers(
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
    *_lists("answer_waits", "queue_waits", "abandon_waits", "asked_waits", "scores"),
    sa.PrimaryKeyConstraint("tenant_id", "start", "queue"),
    _by_time("queue_sums"),
)

agent_sums = tenant_table(
    "report_agent_sums",
    _instant("start", needed=True),
    _id("agent"),
    _id("queue"),
    *_numbers(
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
    *_lists("scores"),
    sa.PrimaryKeyConstraint("tenant_id", "start", "agent", "queue"),
    _by_time("agent_sums"),
)

busy_sums = tenant_table(
    "report_busy_sums",
    _instant("start", needed=True),
    _id("agent"),
    _text("reason", needed=True),
    *_numbers("spent_ms"),
    sa.PrimaryKeyConstraint("tenant_id", "start", "agent", "reason"),
    _by_time("busy_sums"),
)

contact_sums = tenant_table(
    "report_contact_sums",
    _instant("start", needed=True),
    _text("direction", needed=True),
    _id("flow"),
    _text("outcome", needed=True),
    sa.Column("queued", sa.Boolean, nullable=False),
    *_numbers("contacts", "whole_ms", "wait_ms", "talk_ms", "transfers"),
    sa.PrimaryKeyConstraint("tenant_id", "start", "direction", "flow", "outcome", "queued"),
    _by_time("contact_sums"),
)

step_sums = tenant_table(
    "report_step_sums",
    _instant("start", needed=True),
    _text("flow", needed=True),
    _text("node", needed=True),
    _text("target", needed=True),
    *_numbers("entered", "spent_ms"),
    sa.PrimaryKeyConstraint("tenant_id", "start", "flow", "node", "target"),
    _by_time("step_sums"),
)

proofs = tenant_table(
    "report_proofs",
    sa.Column("day", sa.Date, nullable=False),
    _instant("at", needed=True),
    sa.Column("holds", sa.Boolean, nullable=False),
    sa.Column("findings", JSONB, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "day"),
)
"""What the second counting of each day found."""

saved_reports = tenant_table(
    "saved_reports",
    _id("id"),
    _id("owner"),
    _text("name", needed=True),
    sa.Column("shared", sa.Boolean, nullable=False),
    sa.Column("definition", JSONB, nullable=False),
    _instant("changed_at", needed=True),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("ix_saved_reports_owner", "tenant_id", "owner"),
)
"""Reports that people made for themselves or for the company; not made from the log."""

report_schedules = tenant_table(
    "report_schedules",
    _id("report"),
    _id("owner"),
    _text("rhythm", needed=True),
    sa.Column("hour", sa.Integer, nullable=False),
    sa.Column("weekday", sa.Integer, nullable=False),
    sa.Column("day", sa.Integer, nullable=False),
    _text("reported", needed=True),
    sa.Column("people", JSONB, nullable=False),
    sa.Column("addresses", JSONB, nullable=False),
    _text("attach", needed=True),
    _text("language", needed=True),
    _text("state", needed=True),
    _text("stop_reason"),
    _instant("next_due_at"),
    sa.PrimaryKeyConstraint("tenant_id", "report"),
    sa.ForeignKeyConstraint(
        ["tenant_id", "report"],
        ["saved_reports.tenant_id", "saved_reports.id"],
        name="fk_report_schedules_report",
        ondelete="CASCADE",
    ),
)
"""When a saved report is mailed, and to whom."""

report_mailings = tenant_table(
    "report_mailings",
    _id("id"),
    _id("report"),
    _instant("due_at", needed=True),
    sa.Column("by", sa.Uuid),
    sa.Column("first", sa.Date, nullable=False),
    sa.Column("last", sa.Date, nullable=False),
    _text("state", needed=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    _instant("next_try_at"),
    _text("reason"),
    _text("told"),
    _instant("ended_at"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.UniqueConstraint("tenant_id", "report", "due_at", name="uq_report_mailings_due"),
    sa.ForeignKeyConstraint(
        ["tenant_id", "report"],
        ["report_schedules.tenant_id", "report_schedules.report"],
        name="fk_report_mailings_report",
        ondelete="CASCADE",
    ),
)
"""One due time of a schedule: there is one row for it, so it is sent once."""

report_letters = tenant_table(
    "report_letters",
    _id("mailing"),
    _text("address", needed=True),
    _text("name"),
    _text("state", needed=True),
    _text("reason"),
    _text("told"),
    _instant("sent_at"),
    sa.PrimaryKeyConstraint("tenant_id", "mailing", "address"),
    sa.ForeignKeyConstraint(
        ["tenant_id", "mailing"],
        ["report_mailings.tenant_id", "report_mailings.id"],
        name="fk_report_letters_mailing",
        ondelete="CASCADE",
    ),
)
"""One recipient of a mailing."""

FACTS = (contacts, visits, rings, talks, steps, asked, spans, attending, nodes)
SUMS = (queue_sums, agent_sums, busy_sums, contact_sums, step_sums)
