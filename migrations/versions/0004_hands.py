"""Listening in on talks, raised hands and tips."""

from alembic import op

from lingting.platform.schema import secure

revision = "0004"
down_revision = "0003"

TABLES = {
    "listenings": """
        id UUID PRIMARY KEY,
        call UUID NOT NULL REFERENCES calls (id),
        listener UUID NOT NULL,
        agent UUID NOT NULL,
        state TEXT NOT NULL,
        mode TEXT NOT NULL,
        leg UUID,
        attended UUID,
        began_at TIMESTAMPTZ NOT NULL,
        since TIMESTAMPTZ NOT NULL,
        wait_until TIMESTAMPTZ,
        ended_at TIMESTAMPTZ,
        seconds JSONB NOT NULL,
        why TEXT
    """,
    "hands": """
        id UUID PRIMARY KEY,
        agent UUID NOT NULL,
        text TEXT NOT NULL,
        call UUID,
        raised_at TIMESTAMPTZ NOT NULL,
        taken_by UUID,
        taken_at TIMESTAMPTZ,
        lowered_at TIMESTAMPTZ,
        lowered_by UUID
    """,
    "tips": """
        id UUID PRIMARY KEY,
        agent UUID NOT NULL,
        sender UUID NOT NULL,
        call UUID,
        kind TEXT NOT NULL,
        text TEXT NOT NULL,
        sent_at TIMESTAMPTZ NOT NULL,
        seen_at TIMESTAMPTZ
    """,
}
INDEXES = (
    "CREATE INDEX ix_listenings_alive ON listenings (tenant_id) WHERE ended_at IS NULL",
    "CREATE INDEX ix_listenings_call ON listenings (tenant_id, call)",
    "CREATE UNIQUE INDEX uq_hands_up ON hands (tenant_id, agent) WHERE lowered_at IS NULL",
    "CREATE INDEX ix_tips_unseen ON tips (tenant_id, agent, sent_at) WHERE seen_at IS NULL",
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("ALTER TABLE agents ADD COLUMN aside BOOLEAN NOT NULL DEFAULT false")
    for name, columns in TABLES.items():
        op.execute(f"CREATE TABLE {name} (tenant_id UUID NOT NULL, {columns})")
        for statement in secure(name):
            op.execute(statement)
    for index in INDEXES:
        op.execute(index)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name in TABLES:
        op.execute(f"DROP TABLE {name}")
    op.execute("ALTER TABLE agents DROP COLUMN aside")
