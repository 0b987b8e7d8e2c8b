"""The trail; rows are added, never changed."""

import sqlalchemy as sa

from lingting.platform.db import JSONB, tenant_table

audit_log = tenant_table(
    "audit_log",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("user_id", sa.Uuid),
    sa.Column("account", sa.Text),
    sa.Column("user_name", sa.Text),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("address", sa.Text),
    sa.Column("details", JSONB, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
)
audit_log.info["append_only"] = True
