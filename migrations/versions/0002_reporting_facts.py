"""Facts of reports and their sums, projected from the event log."""

from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = (
    "report_places",
    "report_contacts",
    "report_visits",
    "report_rings",
    "report_talks",
    "report_steps",
    "report_asked",
    "report_spans",
    "report_attending",
    "report_nodes",
    "report_queue_sums",
    "report_agent_sums",
    "report_busy_sums",
    "report_contact_sums",
    "report_step_sums",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    text = Path(__file__).with_suffix(".sql").read_text("utf-8")
    op.get_bind().exec_driver_sql(text.replace("%", "%%"))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in reversed(TABLES):
        op.drop_table(table)
