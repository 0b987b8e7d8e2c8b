"""Saved reports that are mailed: when, to whom, and what became of each letter."""

import sqlalchemy as sa

from lingting.platform.db import JSONB, tenant_table
from lingting.reporting.tables import columns as cl

report_schedules = tenant_table(
    "report_schedules",
    cl.uuid("report"),
    cl.uuid("owner"),
    cl.text("rhythm", needed=True),
    sa.Column("hour", sa.Integer, nullable=False),
    sa.Column("weekday", sa.Integer, nullable=False),
    sa.Column("day", sa.Integer, nullable=False),
    cl.text("reported", needed=True),
    sa.Column("people", JSONB, nullable=False),
    sa.Column("addresses", JSONB, nullable=False),
    cl.text("attach", needed=True),
    cl.text("language", needed=True),
    cl.text("state", needed=True),
    cl.text("stop_reason"),
    cl.instant("next_due_at"),
    sa.PrimaryKeyConstraint("tenant_id", "report"),
    sa.ForeignKeyConstraint(
        ["tenant_id", "report"],
        ["saved_reports.tenant_id", "saved_reports.id"],
        name="fk_report_schedules_report",
        ondelete="CASCADE",
    ),
)
"""When a saved report is mailed, and to whom."""

report_mailings = tenant_table(
    "report_mailings",
    cl.uuid("id"),
    cl.uuid("report"),
    cl.instant("due_at", needed=True),
    sa.Column("by", sa.Uuid),
    sa.Column("first", sa.Date, nullable=False),
    sa.Column("last", sa.Date, nullable=False),
    cl.text("state", needed=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    cl.instant("next_try_at"),
    cl.text("reason"),
    cl.text("told"),
    cl.instant("ended_at"),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.UniqueConstraint("tenant_id", "report", "due_at", name="uq_report_mailings_due"),
    sa.ForeignKeyConstraint(
        ["tenant_id", "report"],
        ["report_schedules.tenant_id", "report_schedules.report"],
        name="fk_report_mailings_report",
        ondelete="CASCADE",
    ),
)
"""One due time of a schedule: there is one row for it, so it is sent once."""

report_letters = tenant_table(
    "report_letters",
    cl.uuid("mailing"),
    cl.text("address", needed=True),
    cl.text("name"),
    cl.text("state", needed=True),
    cl.text("reason"),
    cl.text("told"),
    cl.instant("sent_at"),
    sa.PrimaryKeyConstraint("tenant_id", "mailing", "address"),
    sa.ForeignKeyConstraint(
        ["tenant_id", "mailing"],
        ["report_mailings.tenant_id", "report_mailings.id"],
        name="fk_report_letters_mailing",
        ondelete="CASCADE",
    ),
)
"""One recipient of a mailing."""
