"""The tables of customers and their numbers."""

import sqlalchemy as sa

from lingting.platform.db import tenant_table

customers = tenant_table(
    "customers",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("company", sa.Text, nullable=False),
    sa.Column("level", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("notes", sa.Text, nullable=False),
    sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("updated_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
)

customer_numbers = tenant_table(
    "customer_numbers",
    sa.Column("customer_id", sa.Uuid, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("raw", sa.Text, nullable=False),
    sa.Column("position", sa.SmallInteger, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "customer_id", "key"),
    sa.Index("ix_customer_numbers_key", "tenant_id", "key"),
    sa.ForeignKeyConstraint(
        ["tenant_id", "customer_id"],
        ["customers.tenant_id", "customers.id"],
        name="fk_customer_numbers_customer",
        ondelete="CASCADE",
    ),
)
