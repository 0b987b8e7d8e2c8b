"""Indexes for lists of contacts: those who gave up, unanswered rings, and what they add up to."""

from alembic import op

revision = "0014"
down_revision = "0013"

MADE = (
    "ix_report_contacts_spoke ON report_contacts (tenant_id, number_key, began_at) "
    "WHERE connected_at IS NOT NULL",
    "ix_report_visits_abandoned ON report_visits (tenant_id, arrived_at) "
    "INCLUDE (queue, call, ended_at, wait_ms) WHERE outcome = 'abandoned'",
    "ix_report_rings_unanswered ON report_rings (tenant_id, began_at) "
    "INCLUDE (agent, queue) WHERE result <> 'accepted'",
    "ix_report_talks_queue ON report_talks (tenant_id, queue, began_at) INCLUDE (talk_ms, hold_ms)",
)
TALKS = "CREATE INDEX ix_report_talks_began ON report_talks (tenant_id, began_at)"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for made in MADE:
        op.execute(f"CREATE INDEX {made}")
    op.execute("DROP INDEX ix_report_talks_began")
    op.execute(f"{TALKS} INCLUDE (talk_ms, hold_ms)")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP INDEX ix_report_talks_began")
    op.execute(TALKS)
    for made in MADE:
        op.execute(f"DROP INDEX {made.split()[0]}")
