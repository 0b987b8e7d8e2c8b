"""Sums of days beside those of quarters; each company's are made from its quarters at start."""

import sqlalchemy as sa
from alembic import op

from lingting.platform.schema import secure

revision = "0013"
down_revision = "0012"

KINDS = ("queue", "agent", "busy", "contact", "step")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("report_places", sa.Column("zone", sa.Text))
    op.add_column("report_places", sa.Column("days_from", sa.TIMESTAMP(timezone=True)))
    for kind in KINDS:
        sums, days = f"report_{kind}_sums", f"report_{kind}_days"
        op.execute(f"CREATE TABLE {days} (LIKE {sums} INCLUDING DEFAULTS)")
        keys = sa.inspect(op.get_bind()).get_pk_constraint(sums)["constrained_columns"]
        op.create_primary_key(f"pk_{days}", days, keys)
        op.execute(
            f"CREATE INDEX ix_{days}_start ON {days} USING brin (start) WITH (pages_per_range = 32)"
        )
        for statement in secure(days):
            op.execute(statement)
    op.execute("ALTER TABLE report_queue_days SET (toast_tuple_target = 8160)")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for kind in KINDS:
        op.drop_table(f"report_{kind}_days")
    op.drop_column("report_places", "days_from")
    op.drop_column("report_places", "zone")
