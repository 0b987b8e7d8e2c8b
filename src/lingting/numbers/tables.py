"""The tables of access numbers, and the directory that finds a call's company."""

import sqlalchemy as sa

from lingting.platform.db import global_table, tenant_table

access_numbers = tenant_table(
    "access_numbers",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("flow_id", sa.Uuid),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
)

bound_numbers = tenant_table(
    "bound_numbers",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
)

bound_number_targets = tenant_table(
    "bound_number_targets",
    sa.Column("bound_number_id", sa.Uuid, nullable=False),
    sa.Column("access_number_id", sa.Uuid, nullable=False),
    sa.Column("position", sa.SmallInteger, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "bound_number_id", "access_number_id"),
    sa.ForeignKeyConstraint(
        ["tenant_id", "bound_number_id"],
        ["bound_numbers.tenant_id", "bound_numbers.id"],
        name="fk_bound_number_targets_bound",
        ondelete="CASCADE",
    ),
    sa.ForeignKeyConstraint(
        ["tenant_id", "access_number_id"],
        ["access_numbers.tenant_id", "access_numbers.id"],
        name="fk_bound_number_targets_access",
        ondelete="CASCADE",
    ),
)

access_number_directory = global_table(
    "access_number_directory",
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("tenant_id", sa.Uuid, sa.ForeignKey("tenants.id"), nullable=False),
    sa.Column("number_id", sa.Uuid, nullable=False),
)
"""Outside every company: a call arrives before its company is known. No number has two owners."""
