"""The platform's own tables and the metadata that every feature's tables join."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

event_log = sa.Table(
    "event_log",
    metadata,
    sa.Column("tenant_id", sa.Uuid, primary_key=True),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("call_id", sa.Uuid),
    sa.Column("data", JSONB, nullable=False),
    sa.Index("ix_event_log_call", "tenant_id", "call_id", "seq"),
    info={"tenant": True},
)

event_seq = sa.Table(
    "event_seq",
    metadata,
    sa.Column("tenant_id", sa.Uuid, primary_key=True),
    sa.Column("last", sa.BigInteger, nullable=False),
    info={"tenant": True},
)

timers = sa.Table(
    "timers",
    metadata,
    sa.Column("tenant_id", sa.Uuid, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("due_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("data", JSONB, nullable=False),
    info={"tenant": True},
)
