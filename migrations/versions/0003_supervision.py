"""Limits, alerts, and everybody's own wallboard."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from lingting.platform.schema import secure

revision = "0003"
down_revision = "0002"

TABLES = ("floor_thresholds", "floor_alerts", "wallboards")
_at = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "floor_thresholds",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
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
    op.create_table(
        "floor_alerts",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("measure", sa.Text, nullable=False),
        sa.Column("subject", sa.Uuid, nullable=False),
        sa.Column("level", sa.Text, nullable=False),
        sa.Column("since", _at, nullable=False),
        sa.Column("began_at", _at),
        sa.Column("value", sa.Integer),
        sa.Column("ended_at", _at),
        sa.PrimaryKeyConstraint("id", name="pk_floor_alerts"),
    )
    op.create_index("ix_floor_alerts_since", "floor_alerts", ["tenant_id", "since"])
    op.create_index(
        "uq_floor_alerts_open",
        "floor_alerts",
        ["tenant_id", "measure", "subject"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "wallboards",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("sound", sa.Boolean, nullable=False),
        sa.Column("cards", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "user_id", name="pk_wallboards"),
    )
    for table in TABLES:
        for statement in secure(table):
            op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in reversed(TABLES):
        op.drop_table(table)
