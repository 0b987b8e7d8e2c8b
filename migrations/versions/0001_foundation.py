"""The foundation's tables."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

FOLDER = Path(__file__).parent
APP_ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'lingting_app') THEN
    CREATE ROLE lingting_app NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOLOGIN;
  END IF;
  EXECUTE format('GRANT lingting_app TO %I', current_user);
END $$
"""
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO lingting_app",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO lingting_app",
    "GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO lingting_app",
    "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO lingting_app",
    "REVOKE ALL ON alembic_version FROM lingting_app",
    "REVOKE UPDATE, DELETE, TRUNCATE ON audit_log FROM lingting_app",
)
DROP_ALL = """
DO $$ DECLARE thing record; BEGIN
  FOR thing IN SELECT tablename AS name FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'
  LOOP EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', thing.name); END LOOP;
  FOR thing IN SELECT p.oid::regprocedure AS name FROM pg_proc p
    JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public' AND p.proname LIKE 'procrastinate%'
  LOOP EXECUTE format('DROP FUNCTION IF EXISTS %s CASCADE', thing.name); END LOOP;
  FOR thing IN SELECT t.typname AS name FROM pg_type t
    JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE n.nspname = 'public' AND t.typname LIKE 'procrastinate%'
      AND (t.typtype = 'e' OR t.typtype = 'c')
  LOOP EXECUTE format('DROP TYPE IF EXISTS %I CASCADE', thing.name); END LOOP;
END $$
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    connection = op.get_bind()
    connection.exec_driver_sql(APP_ROLE.replace("%", "%%"))
    for name in ("0001_foundation.sql", "0001_jobs.sql"):
        text = (FOLDER / name).read_text("utf-8")
        connection.exec_driver_sql(text.replace("%", "%%"))
    for statement in GRANTS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.get_bind().exec_driver_sql(DROP_ALL.replace("%", "%%"))
