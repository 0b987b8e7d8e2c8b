"""The companies of the installation, and their settings."""

import sqlalchemy as sa

from lingting.platform.db import JSONB, global_table, tenant_table

tenants = global_table(
    "tenants",
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("short_name", sa.Text, nullable=False),
    sa.Column("short_name_key", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("time_zone", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
)

tenant_settings = tenant_table(
    "tenant_settings",
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("value", JSONB, nullable=False),
    sa.Column("changed_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "key"),
)
