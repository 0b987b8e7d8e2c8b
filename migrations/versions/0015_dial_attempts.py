"""What was dialled, and what the company's rules did not allow."""

from alembic import op

from lingting.platform.schema import secure

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("""
        CREATE TABLE dial_attempts (
            tenant_id UUID NOT NULL,
            id UUID NOT NULL,
            at TIMESTAMP WITH TIME ZONE NOT NULL,
            agent UUID,
            call UUID,
            number TEXT NOT NULL,
            country TEXT NOT NULL,
            refused TEXT,
            address TEXT,
            CONSTRAINT pk_dial_attempts PRIMARY KEY (id)
        )
    """)
    op.execute("CREATE INDEX ix_dial_attempts_at ON dial_attempts (tenant_id, at)")
    op.execute(
        "CREATE INDEX ix_dial_attempts_refused ON dial_attempts (tenant_id, id)"
        " WHERE refused IS NOT NULL"
    )
    for statement in secure("dial_attempts"):
        op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TABLE dial_attempts")
