"""Prompts of a company, and the recordings that replace their words."""

import sqlalchemy as sa

from lingting.platform.db import tenant_table

prompts = tenant_table(
    "prompts",
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("zh", sa.Text, nullable=False),
    sa.Column("en", sa.Text, nullable=False),
    sa.Column("changed_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "key"),
)

prompt_recordings = tenant_table(
    "prompt_recordings",
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("original_name", sa.Text, nullable=False),
    sa.Column("seconds", sa.Double, nullable=False),
    sa.Column("uploaded_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("uploaded_by", sa.Uuid, nullable=True),
    sa.PrimaryKeyConstraint("tenant_id", "key", "language"),
)
