"""How migrations run: as the owner, one transaction each, never waiting long for a lock."""

import sqlalchemy as sa
from alembic import context

from lingting.main.tables import all_tables

connection: sa.Connection = context.config.attributes["connection"]

connection.execute(sa.text("SET lock_timeout = '5s'"))
connection.commit()


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """The job library's tables are its own."""
    return kind != "table" or not (name or "").startswith("procrastinate_")


context.configure(
    connection=connection,
    target_metadata=all_tables(),
    include_name=is_ours,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
