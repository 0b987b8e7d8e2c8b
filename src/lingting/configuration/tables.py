"""The documents before each import, and what the command line asks of the engine."""

import sqlalchemy as sa

from lingting.platform.db import JSONB, tenant_table

configuration_versions = tenant_table(
    "configuration_versions",
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("by_user", sa.Uuid),
    sa.Column("by_name", sa.Text),
    sa.Column("rolled_back_to", sa.Integer),
    sa.Column("added", sa.Integer, nullable=False),
    sa.Column("changed", sa.Integer, nullable=False),
    sa.Column("removed", sa.Integer, nullable=False),
    sa.Column("document", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "number"),
)

configuration_orders = tenant_table(
    "configuration_orders",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("asked_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("request", JSONB, nullable=False),
    sa.Column("answer", JSONB(none_as_null=True)),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
)
"""`state` is asked, taken or answered; who asked removes the row."""
