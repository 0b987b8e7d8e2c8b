"""The mail server, people's addresses, and reports that are mailed on a schedule."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from lingting.platform.login import APP_ROLE
from lingting.platform.schema import secure

revision = "0011"
down_revision = "0010"

TIME = sa.TIMESTAMP(timezone=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("users", sa.Column("email", sa.Text, nullable=False, server_default=""))
    op.create_table(
        "mail_server",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("port", sa.Integer, nullable=False),
        sa.Column("security", sa.Text, nullable=False),
        sa.Column("user", sa.Text, nullable=False),
        sa.Column("secret", sa.Text),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("sender_name", sa.Text, nullable=False),
        sa.CheckConstraint("id = 1", name="ck_mail_server_one"),
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON mail_server TO {APP_ROLE}")
    op.create_table(
        "report_schedules",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("report", sa.Uuid, nullable=False),
        sa.Column("owner", sa.Uuid, nullable=False),
        sa.Column("rhythm", sa.Text, nullable=False),
        sa.Column("hour", sa.Integer, nullable=False),
        sa.Column("weekday", sa.Integer, nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("reported", sa.Text, nullable=False),
        sa.Column("people", JSONB, nullable=False),
        sa.Column("addresses", JSONB, nullable=False),
        sa.Column("attach", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("stop_reason", sa.Text),
        sa.Column("next_due_at", TIME),
        sa.PrimaryKeyConstraint("tenant_id", "report"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "report"],
            ["saved_reports.tenant_id", "saved_reports.id"],
            name="fk_report_schedules_report",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "report_mailings",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("report", sa.Uuid, nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("by", sa.Uuid),
        sa.Column("first", sa.Date, nullable=False),
        sa.Column("last", sa.Date, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("next_try_at", TIME),
        sa.Column("reason", sa.Text),
        sa.Column("told", sa.Text),
        sa.Column("ended_at", TIME),
        sa.PrimaryKeyConstraint("tenant_id", "id"),
        sa.UniqueConstraint("tenant_id", "report", "due_at", name="uq_report_mailings_due"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "report"],
            ["report_schedules.tenant_id", "report_schedules.report"],
            name="fk_report_mailings_report",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "report_letters",
        sa.Column("tenant_id", sa.Uuid, nullable=False),
        sa.Column("mailing", sa.Uuid, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("name", sa.Text),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("told", sa.Text),
        sa.Column("sent_at", TIME),
        sa.PrimaryKeyConstraint("tenant_id", "mailing", "address"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "mailing"],
            ["report_mailings.tenant_id", "report_mailings.id"],
            name="fk_report_letters_mailing",
            ondelete="CASCADE",
        ),
    )
    for table in ("report_schedules", "report_mailings", "report_letters"):
        for statement in secure(table):
            op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for table in ("report_letters", "report_mailings", "report_schedules", "mail_server"):
        op.drop_table(table)
    op.drop_column("users", "email")
