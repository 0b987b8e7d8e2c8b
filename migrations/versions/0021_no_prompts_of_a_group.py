"""What is played before the queue is a node of the flow; a group's prompts never were."""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("ALTER TABLE skill_groups DROP COLUMN prompts")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("ALTER TABLE skill_groups ADD COLUMN prompts JSONB NOT NULL DEFAULT '[]'")
    op.execute("ALTER TABLE skill_groups ALTER COLUMN prompts DROP DEFAULT")
