"""The table of mail servers: a row per company."""

import sqlalchemy as sa

from lingting.platform.db import tenant_table

mail_server = tenant_table(
    "mail_server",
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("port", sa.Integer, nullable=False),
    sa.Column("security", sa.Text, nullable=False),
    sa.Column("user", sa.Text, nullable=False),
    sa.Column("secret", sa.Text),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("sender_name", sa.Text, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id"),
)
