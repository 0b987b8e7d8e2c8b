"""What stands beside the projections: how far they are, what was proven, what people keep."""

import sqlalchemy as sa

from lingting.platform.db import JSONB, tenant_table
from lingting.reporting.tables import columns as cl

places = tenant_table(
    "report_places",
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    cl.text("zone"),
    cl.instant("days_from"),
    sa.PrimaryKeyConstraint("tenant_id"),
)
"""How far a company's log has been read, and by which version of the counting; whose days the sums
of days are, and from when on they are made (from the beginning, when nothing stands there)."""

proofs = tenant_table(
    "report_proofs",
    sa.Column("day", sa.Date, nullable=False),
    cl.instant("at", needed=True),
    sa.Column("holds", sa.Boolean, nullable=False),
    sa.Column("findings", JSONB, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "day"),
)
"""What the second counting of each day found."""

saved_reports = tenant_table(
    "saved_reports",
    cl.uuid("id"),
    cl.uuid("owner"),
    cl.text("name", needed=True),
    sa.Column("shared", sa.Boolean, nullable=False),
    sa.Column("definition", JSONB, nullable=False),
    cl.instant("changed_at", needed=True),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("ix_saved_reports_owner", "tenant_id", "owner"),
)
"""Reports that people made for themselves or for the company; not made from the log."""
