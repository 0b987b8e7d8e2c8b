"""Each company has its own mail server; the one that all shared becomes everybody's own."""

from alembic import op

from lingting.platform.login import APP_ROLE
from lingting.platform.schema import secure

revision = "0020"
down_revision = "0019"

COLUMNS = 'host, port, security, "user", secret, sender, sender_name'
SHAPE = """
    host TEXT NOT NULL,
    port INTEGER NOT NULL,
    security TEXT NOT NULL,
    "user" TEXT NOT NULL,
    secret TEXT,
    sender TEXT NOT NULL,
    sender_name TEXT NOT NULL
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("ALTER TABLE mail_server RENAME TO mail_server_of_all")
    op.execute(f"CREATE TABLE mail_server (tenant_id UUID NOT NULL, {SHAPE})")
    op.execute(
        f"INSERT INTO mail_server (tenant_id, {COLUMNS})"
        f" SELECT tenants.id, {COLUMNS} FROM tenants CROSS JOIN mail_server_of_all"
    )
    op.execute("DROP TABLE mail_server_of_all")
    op.execute("ALTER TABLE mail_server ADD CONSTRAINT pk_mail_server PRIMARY KEY (tenant_id)")
    for statement in secure("mail_server"):
        op.execute(statement)


def downgrade() -> None:
    """Whose server all would share is nobody's to say: it is set again."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TABLE mail_server")
    op.execute(
        f"CREATE TABLE mail_server (id INTEGER NOT NULL, {SHAPE},"
        " CONSTRAINT mail_server_pkey PRIMARY KEY (id),"
        " CONSTRAINT ck_mail_server_one CHECK (id = 1))"
    )
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON mail_server TO {APP_ROLE}")
