"""SIP phones of agents."""

from alembic import op

from lingting.platform.schema import secure

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.execute("SET lock_timeout = '5s'")
    op.execute("""
        CREATE TABLE sip_phones (
            tenant_id UUID NOT NULL,
            agent UUID NOT NULL,
            name TEXT NOT NULL,
            secret TEXT NOT NULL,
            made_at TIMESTAMP WITH TIME ZONE NOT NULL,
            CONSTRAINT pk_sip_phones PRIMARY KEY (tenant_id, agent)
        )
    """)
    op.execute("CREATE UNIQUE INDEX uq_sip_phones_name ON sip_phones (name)")
    for statement in secure("sip_phones"):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE sip_phones")
