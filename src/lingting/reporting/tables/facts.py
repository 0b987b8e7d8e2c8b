"""Rows of facts: one per contact, passage, ring, talk, step, survey and state of an agent.

Nothing here is known first: every row can be made again from the log. Columns have the names of the
fields in `domain.rows`.
"""

import sqlalchemy as sa

from lingting.platform.db import JSONB, tenant_table
from lingting.reporting.tables import columns as cl

contacts = tenant_table(
    "report_contacts",
    cl.uuid("id"),
    cl.text("direction", needed=True),
    cl.instant("began_at", needed=True),
    cl.instant("ended_at"),
    cl.text("number_key", needed=True),
    cl.uuid("customer", needed=False),
    cl.uuid("flow", needed=False),
    cl.instant("answered_at"),
    cl.instant("connected_at"),
    cl.uuid("queue", needed=False),
    cl.uuid("agent", needed=False),
    sa.Column("visits", sa.Integer, nullable=False),
    sa.Column("transfers", sa.Integer, nullable=False),
    *cl.numbers("wait_ms", "talk_ms", "hold_ms"),
    cl.text("left_flow"),
    cl.text("left_node"),
    cl.text("outcome"),
    cl.text("by"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("ix_report_contacts_began", "tenant_id", "began_at"),
    sa.Index("ix_report_contacts_number", "tenant_id", "number_key", "began_at"),
    sa.Index(
        "ix_report_contacts_spoke",
        "tenant_id",
        "number_key",
        "began_at",
        postgresql_where=sa.text("connected_at IS NOT NULL"),
    ),
)

visits = tenant_table(
    "report_visits",
    cl.uuid("id"),
    cl.uuid("call"),
    sa.Column("position", sa.Integer, nullable=False),
    cl.uuid("queue"),
    cl.text("channel", needed=True),
    cl.text("origin", needed=True),
    cl.instant("arrived_at", needed=True),
    cl.instant("enqueued_at", needed=True),
    cl.instant("asked_at"),
    cl.instant("ended_at"),
    cl.text("outcome"),
    cl.text("why"),
    sa.Column("ringing", sa.Boolean, nullable=False),
    cl.uuid("agent", needed=False),
    sa.Column("offers", sa.Integer, nullable=False),
    sa.Column("wait_ms", sa.BigInteger),
    *cl.numbers("ring_ms", "talk_ms", "hold_ms"),
    sa.Column("holds", sa.Integer, nullable=False),
    *cl.numbers("longest_hold_ms"),
    cl.instant("talk_ended_at"),
    cl.text("transferred_to"),
    sa.Column("wrap_ms", sa.BigInteger),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("ix_report_visits_call", "tenant_id", "call"),
    sa.Index("ix_report_visits_arrived", "tenant_id", "arrived_at"),
    sa.Index("ix_report_visits_queue", "tenant_id", "queue", "arrived_at"),
    sa.Index(
        "ix_report_visits_abandoned",
        "tenant_id",
        "arrived_at",
        postgresql_include=["queue", "call", "ended_at", "wait_ms"],
        postgresql_where=sa.text("outcome = 'abandoned'"),
    ),
)

rings = tenant_table(
    "report_rings",
    cl.uuid("id"),
    cl.uuid("call"),
    cl.uuid("item"),
    cl.uuid("queue"),
    cl.uuid("agent"),
    cl.instant("began_at", needed=True),
    cl.instant("ended_at"),
    cl.text("result"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("ix_report_rings_call", "tenant_id", "call"),
    sa.Index("ix_report_rings_agent", "tenant_id", "agent", "began_at"),
    sa.Index(
        "ix_report_rings_unanswered",
        "tenant_id",
        "began_at",
        postgresql_include=["agent", "queue"],
        postgresql_where=sa.text("result <> 'accepted'"),
    ),
)

talks = tenant_table(
    "report_talks",
    cl.uuid("call"),
    sa.Column("position", sa.Integer, nullable=False),
    cl.uuid("agent"),
    cl.uuid("queue", needed=False),
    cl.uuid("item", needed=False),
    cl.text("direction", needed=True),
    cl.instant("began_at", needed=True),
    cl.instant("ended_at"),
    *cl.numbers("talk_ms", "hold_ms"),
    sa.Column("holds", sa.Integer, nullable=False),
    *cl.numbers("longest_hold_ms"),
    cl.text("ended_by"),
    cl.text("transferred_to"),
    sa.PrimaryKeyConstraint("tenant_id", "call", "position"),
    sa.Index("ix_report_talks_agent", "tenant_id", "agent", "began_at"),
    sa.Index(
        "ix_report_talks_began",
        "tenant_id",
        "began_at",
        postgresql_include=["talk_ms", "hold_ms"],
    ),
    sa.Index(
        "ix_report_talks_queue",
        "tenant_id",
        "queue",
        "began_at",
        postgresql_include=["talk_ms", "hold_ms"],
    ),
)

steps = tenant_table(
    "report_steps",
    cl.uuid("call"),
    sa.Column("position", sa.Integer, nullable=False),
    cl.text("flow", needed=True),
    cl.text("node", needed=True),
    cl.text("verb", needed=True),
    cl.instant("entered_at", needed=True),
    cl.instant("left_at"),
    cl.text("next_step"),
    cl.text("exit"),
    sa.Column("after_talk", sa.Boolean, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "call", "position"),
    sa.Index("ix_report_steps_node", "tenant_id", "flow", "node", "entered_at"),
)

asked = tenant_table(
    "report_asked",
    cl.uuid("call"),
    sa.Column("position", sa.Integer, nullable=False),
    cl.instant("at", needed=True),
    cl.uuid("agent", needed=False),
    cl.uuid("queue", needed=False),
    cl.uuid("item", needed=False),
    cl.text("scale"),
    cl.text("key"),
    sa.Column("score", sa.Integer),
    cl.text("label_zh"),
    cl.text("label_en"),
    sa.Column("after_talk", sa.Boolean, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "call", "position"),
    sa.Index("ix_report_asked_at", "tenant_id", "at"),
)

spans = tenant_table(
    "report_spans",
    cl.uuid("agent"),
    cl.instant("began_at", needed=True),
    cl.instant("ended_at"),
    cl.text("kind", needed=True),
    cl.text("reason"),
    cl.uuid("call", needed=False),
    cl.uuid("item", needed=False),
    cl.uuid("queue", needed=False),
    sa.PrimaryKeyConstraint("tenant_id", "agent", "began_at"),
    sa.Index("ix_report_spans_began", "tenant_id", "began_at"),
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
    cl.uuid("agent"),
    sa.Column("state", JSONB, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "agent"),
)
"""What is known of each agent after the last fact that was read."""

nodes = tenant_table(
    "report_nodes",
    cl.text("flow", needed=True),
    cl.text("node", needed=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    cl.text("verb", needed=True),
    cl.text("title_zh", needed=True),
    cl.text("title_en", needed=True),
    sa.PrimaryKeyConstraint("tenant_id", "flow", "node"),
)
"""The latest titles of the steps that callers came to."""

FACTS = (contacts, visits, rings, talks, steps, asked, spans, attending, nodes)
