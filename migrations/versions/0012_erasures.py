"""Deletions of one person's data."""

from alembic import op

from lingting.platform.schema import secure

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("""
        CREATE TABLE erasures (
            tenant_id UUID NOT NULL,
            id UUID NOT NULL,
            customer UUID,
            keys JSONB NOT NULL,
            token TEXT NOT NULL,
            reason TEXT NOT NULL,
            asked_by UUID NOT NULL,
            asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
            calls_total INTEGER NOT NULL,
            calls_done INTEGER NOT NULL,
            done_at TIMESTAMP WITH TIME ZONE,
            CONSTRAINT pk_erasures PRIMARY KEY (tenant_id, id)
        )
    """)
    for statement in secure("erasures"):
        op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TABLE erasures")
