"""Recordings and their waveforms."""

import sqlalchemy as sa

from lingting.platform.db import tenant_table

_at = sa.TIMESTAMP(timezone=True)

recordings = tenant_table(
    "recordings",
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("call", sa.Uuid, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    sa.Column("began_at", _at, nullable=False),
    sa.Column("leg", sa.Uuid),
    sa.Column("agent", sa.Uuid),
    sa.Column("ended_at", _at),
    sa.Column("expected_seconds", sa.Float),
    sa.Column("seconds", sa.Float),
    sa.Column("sha256", sa.Text),
    sa.Column("size", sa.BigInteger),
    sa.Column("channels", sa.Integer),
    sa.Column("peaks", sa.LargeBinary),
    sa.Index("ix_recordings_call", "tenant_id", "call"),
    sa.Index(
        "ix_recordings_open",
        "tenant_id",
        postgresql_where=sa.text("state IN ('recording', 'ended')"),
    ),
    sa.Index(
        "ix_recordings_waiting",
        "tenant_id",
        "id",
        postgresql_where=sa.text("state = 'waiting'"),
    ),
)
