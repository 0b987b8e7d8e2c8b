"""The product's own page of checks reads which migration was the newest."""

from alembic import op

from lingting.platform.login import APP_ROLE

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(f"GRANT SELECT ON alembic_version TO {APP_ROLE}")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(f"REVOKE SELECT ON alembic_version FROM {APP_ROLE}")
