"""Waiting times stay beside their quarter: out of line, each look at a target would fetch them."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("ALTER TABLE report_queue_sums SET (toast_tuple_target = 8160)")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("ALTER TABLE report_queue_sums RESET (toast_tuple_target)")
