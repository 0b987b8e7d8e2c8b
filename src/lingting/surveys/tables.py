"""Ratings that callers gave."""

import sqlalchemy as sa

from lingting.platform.db import tenant_table

ratings = tenant_table(
    "ratings",
    sa.Column("call_id", sa.Uuid, nullable=False),
    sa.Column("scale", sa.Text, nullable=False),
    sa.Column("agent_id", sa.Uuid, nullable=True),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("score", sa.Integer, nullable=False),
    sa.Column("label_zh", sa.Text, nullable=False),
    sa.Column("label_en", sa.Text, nullable=False),
    sa.Column("given_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "call_id", "scale"),
    sa.Index("ratings_of_agent", "tenant_id", "agent_id", "given_at"),
)
