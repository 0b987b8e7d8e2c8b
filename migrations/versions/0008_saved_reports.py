"""Reports that people save under a name."""

from alembic import op

from lingting.platform.schema import secure

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("""
        CREATE TABLE saved_reports (
            tenant_id UUID NOT NULL,
            id UUID NOT NULL,
            owner UUID NOT NULL,
            name TEXT NOT NULL,
            shared BOOLEAN NOT NULL,
            definition JSONB NOT NULL,
            changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
            CONSTRAINT pk_saved_reports PRIMARY KEY (tenant_id, id)
        )
    """)
    op.execute("CREATE INDEX ix_saved_reports_owner ON saved_reports (tenant_id, owner)")
    for statement in secure("saved_reports"):
        op.execute(statement)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TABLE saved_reports")
