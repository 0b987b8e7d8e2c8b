"""Recordings that wait for their storage are looked for again and again, however many there are."""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.execute(
        "CREATE INDEX ix_recordings_waiting ON recordings (tenant_id, id) WHERE state = 'waiting'"
    )


def downgrade() -> None:
    op.execute("DROP INDEX ix_recordings_waiting")
