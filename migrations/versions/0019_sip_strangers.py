"""Who is refused at SIP, and until when, outlives the engine."""

from alembic import op

from lingting.platform.login import APP_ROLE

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("""
        CREATE TABLE sip_strangers (
            address TEXT NOT NULL,
            at TIMESTAMP WITH TIME ZONE NOT NULL,
            points FLOAT NOT NULL,
            bans INTEGER NOT NULL,
            banned_until TIMESTAMP WITH TIME ZONE,
            vouched_until TIMESTAMP WITH TIME ZONE,
            claims JSONB NOT NULL,
            CONSTRAINT pk_sip_strangers PRIMARY KEY (address)
        )
    """)
    op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON sip_strangers TO {APP_ROLE}")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP TABLE sip_strangers")
