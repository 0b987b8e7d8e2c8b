"""Indexes that cost each call something and serve no question."""

from alembic import op

revision = "0022"
down_revision = "0021"

GONE = (
    "ix_report_spans_item ON report_spans (tenant_id, item)",
    "ix_recordings_agent ON recordings (tenant_id, agent, began_at)",
    "ix_work_items_queue ON work_items (tenant_id, queue_id, assigned_at)",
)
"""Wrap-ups are added to passages as they end; nobody looks for the recordings of an agent; the
last items taken are asked for whatever their queue is."""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for gone in GONE:
        op.execute(f"DROP INDEX {gone.split()[0]}")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for gone in GONE:
        op.execute(f"CREATE INDEX {gone}")
