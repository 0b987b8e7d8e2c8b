"""Sums of reports are found by their time: a block index, since they are written in its order."""

from alembic import op

revision = "0010"
down_revision = "0009"

TABLES = ("queue", "agent", "busy", "contact", "step")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name in TABLES:
        op.execute(
            f"CREATE INDEX ix_report_{name}_sums_start ON report_{name}_sums "
            "USING brin (start) WITH (pages_per_range = 32)"
        )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name in TABLES:
        op.execute(f"DROP INDEX ix_report_{name}_sums_start")
