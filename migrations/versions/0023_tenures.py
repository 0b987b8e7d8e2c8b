"""Each engine that begins to lead has a number; one with an older number writes nothing more."""

from alembic import op

from lingting.platform.login import APP_ROLE

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.execute("CREATE SEQUENCE engine_tenures AS integer")
    op.execute(f"GRANT SELECT, UPDATE ON SEQUENCE engine_tenures TO {APP_ROLE}")
    # A sequence is read as it is now, whatever the snapshot of the statement. The lock is that
    # on which a new leader waits for what is under way: see platform/leading.py.
    op.execute("""
        CREATE FUNCTION engine_leads(tenure integer) RETURNS void LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock_shared(1279872584);
          IF (SELECT last_value FROM engine_tenures) <> tenure THEN
            RAISE EXCEPTION 'another engine leads' USING ERRCODE = '57P99';
          END IF;
        END $$
    """)


def downgrade() -> None:
    op.execute("DROP FUNCTION engine_leads")
    op.execute("DROP SEQUENCE engine_tenures")
