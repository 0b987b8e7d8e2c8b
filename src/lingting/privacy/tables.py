"""Deletions that were asked for; the row stays as proof, without the person."""

import sqlalchemy as sa

from lingting.platform.db import JSONB, tenant_table

_at = sa.TIMESTAMP(timezone=True)

erasures = tenant_table(
    "erasures",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("customer", sa.Uuid),
    sa.Column("keys", JSONB, nullable=False),
    sa.Column("token", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("asked_by", sa.Uuid, nullable=False),
    sa.Column("asked_at", _at, nullable=False),
    sa.Column("calls_total", sa.Integer, nullable=False),
    sa.Column("calls_done", sa.Integer, nullable=False),
    sa.Column("done_at", _at),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
)
"""`keys` are the person's numbers while the work goes on, and empty afterwards."""
