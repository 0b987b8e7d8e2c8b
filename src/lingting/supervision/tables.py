"""Limits, alerts, and everybody's own wallboard."""

import sqlalchemy as sa

from lingting.platform.db import JSONB, tenant_table

_at = sa.TIMESTAMP(timezone=True)

floor_thresholds = tenant_table(
    "floor_thresholds",
    sa.Column("measure", sa.Text, nullable=False),
    sa.Column("queue", sa.Uuid),
    sa.Column("warning", sa.Integer),
    sa.Column("alarm", sa.Integer),
    sa.Column("sound", sa.Boolean, nullable=False),
    sa.UniqueConstraint(
        "tenant_id",
        "measure",
        "queue",
        name="uq_floor_thresholds",
        postgresql_nulls_not_distinct=True,
    ),
)
"""What a company chose; `queue` null: for all queues without limits of their own."""

floor_alerts = tenant_table(
    "floor_alerts",
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("measure", sa.Text, nullable=False),
    sa.Column("subject", sa.Uuid, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("since", _at, nullable=False),
    sa.Column("began_at", _at),
    sa.Column("value", sa.Integer),
    sa.Column("ended_at", _at),
    sa.Index("ix_floor_alerts_since", "tenant_id", "since"),
    sa.Index(
        "uq_floor_alerts_open",
        "tenant_id",
        "measure",
        "subject",
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    ),
)
"""`level` is the worst that was reached; `ended_at` null: still beyond."""

wallboards = tenant_table(
    "wallboards",
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("sound", sa.Boolean, nullable=False),
    sa.Column("cards", JSONB, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "user_id"),
)
"""Which cards a person chose, in his order."""

hands = tenant_table(
    "hands",
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("agent", sa.Uuid, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("call", sa.Uuid),
    sa.Column("raised_at", _at, nullable=False),
    sa.Column("taken_by", sa.Uuid),
    sa.Column("taken_at", _at),
    sa.Column("lowered_at", _at),
    sa.Column("lowered_by", sa.Uuid),
    sa.Index(
        "uq_hands_up",
        "tenant_id",
        "agent",
        unique=True,
        postgresql_where=sa.text("lowered_at IS NULL"),
    ),
)

tips = tenant_table(
    "tips",
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("agent", sa.Uuid, nullable=False),
    sa.Column("sender", sa.Uuid, nullable=False),
    sa.Column("call", sa.Uuid),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("sent_at", _at, nullable=False),
    sa.Column("seen_at", _at),
    sa.Index(
        "ix_tips_unseen",
        "tenant_id",
        "agent",
        "sent_at",
        postgresql_where=sa.text("seen_at IS NULL"),
    ),
)
