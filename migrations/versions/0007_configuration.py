"""The history of configuration imports, and what the command line asks of the engine."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from lingting.platform.schema import secure

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "configuration_versions",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
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
    op.create_table(
        "configuration_orders",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("asked_at", sa.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("request", JSONB, nullable=False),
        sa.Column("answer", JSONB),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
    )
    for table in ("configuration_versions", "configuration_orders"):
        for statement in secure(table):
            op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("configuration_orders")
    op.drop_table("configuration_versions")
