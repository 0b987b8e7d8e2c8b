"""The table of the mail server: one row, of the installation."""

import sqlalchemy as sa

from lingting.platform.db import global_table

mail_server = global_table(
    "mail_server",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("host", sa.Text, nullable=False),
    sa.Column("port", sa.Integer, nullable=False),
    sa.Column("security", sa.Text, nullable=False),
    sa.Column("user", sa.Text, nullable=False),
    sa.Column("secret", sa.Text),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("sender_name", sa.Text, nullable=False),
    sa.CheckConstraint("id = 1", name="one"),
)
