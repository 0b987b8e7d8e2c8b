"""The foundation's tables."""

import procrastinate.schema
import sqlalchemy as sa
from alembic import op

from lingting.main.tables import all_tables
from lingting.platform.schema import grant, secure

revision = "0001"
down_revision = None

APP_ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lingting_app') THEN
    CREATE ROLE lingting_app NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOLOGIN;
  END IF;
  EXECUTE format('GRANT lingting_app TO %I', current_user);
END $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(APP_ROLE)
    connection = op.get_bind()
    metadata = all_tables()
    metadata.create_all(connection)
    for table in metadata.sorted_tables:
        if table.info.get("tenant"):
            for statement in secure(table):
                op.execute(statement)
    connection.exec_driver_sql(procrastinate.schema.SchemaManager.get_schema().replace("%", "%%"))
    for statement in grant():
        op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(sa.text("DROP SCHEMA public CASCADE"))
    op.execute(sa.text("CREATE SCHEMA public"))
    op.execute(sa.text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
    op.execute(sa.text("INSERT INTO alembic_version VALUES ('0001')"))
