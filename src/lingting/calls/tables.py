"""Tables of calls, legs, the agents' notes and SIP phones, what was dialled, and who is refused."""

import sqlalchemy as sa

from lingting.platform.db import JSONB, global_table, tenant_table

_at = sa.TIMESTAMP(timezone=True)

calls = tenant_table(
    "calls",
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("direction", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("caller_raw", sa.Text, nullable=False),
    sa.Column("caller_e164", sa.Text),
    sa.Column("caller_shown", sa.Text, nullable=False),
    sa.Column("caller_key", sa.Text, nullable=False),
    sa.Column("called", sa.Text, nullable=False),
    sa.Column("trunk", sa.Text, nullable=False),
    sa.Column("bridge", sa.Uuid, nullable=False),
    sa.Column("began_at", _at, nullable=False),
    sa.Column("flow", sa.Uuid),
    sa.Column("access_number", sa.Uuid),
    sa.Column("customer", sa.Uuid),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("data", JSONB, nullable=False),
    sa.Column("queue", sa.Uuid),
    sa.Column("item", sa.Uuid),
    sa.Column("enqueued_at", _at),
    sa.Column("agent", sa.Uuid),
    sa.Column("answered_at", _at),
    sa.Column("connected_at", _at),
    sa.Column("reconnect_by", _at),
    sa.Column("ended_at", _at),
    sa.Column("wait_seconds", sa.Float, nullable=False),
    sa.Column("talk_seconds", sa.Float, nullable=False),
    sa.Column("transfers", sa.Integer, nullable=False),
    sa.Column("left_message", sa.Boolean, nullable=False),
    sa.Column("overflowed", sa.Boolean, nullable=False),
    sa.Column("step", sa.Text),
    sa.Column("outcome", sa.Text),
    sa.Column("hung_up_by", sa.Text),
    sa.Index("ix_calls_began", "tenant_id", "began_at"),
    sa.Index("ix_calls_caller", "tenant_id", "caller_key", "began_at"),
    sa.Index("ix_calls_customer", "tenant_id", "customer", "began_at"),
    sa.Index("ix_calls_alive", "tenant_id", postgresql_where=sa.text("ended_at IS NULL")),
)

legs = tenant_table(
    "legs",
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("call", sa.Uuid, sa.ForeignKey("calls.id"), nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("began_at", _at, nullable=False),
    sa.Column("agent", sa.Uuid),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("offer", sa.Uuid),
    sa.Column("recording", sa.Uuid),
    sa.Column("answered_at", _at),
    sa.Column("joined_at", _at),
    sa.Column("held_at", _at),
    sa.Column("ended_at", _at),
    sa.Column("muted", sa.Boolean, nullable=False),
    sa.Column("cause", sa.Text),
    sa.Column("by", sa.Text),
    sa.Index("ix_legs_call", "tenant_id", "call"),
    sa.Index("ix_legs_agent", "tenant_id", "agent", "began_at"),
)

listenings = tenant_table(
    "listenings",
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("call", sa.Uuid, sa.ForeignKey("calls.id"), nullable=False),
    sa.Column("listener", sa.Uuid, nullable=False),
    sa.Column("agent", sa.Uuid, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("mode", sa.Text, nullable=False),
    sa.Column("leg", sa.Uuid),
    sa.Column("attended", sa.Uuid),
    sa.Column("began_at", _at, nullable=False),
    sa.Column("since", _at, nullable=False),
    sa.Column("wait_until", _at),
    sa.Column("ended_at", _at),
    sa.Column("seconds", JSONB, nullable=False),
    sa.Column("why", sa.Text),
    sa.Index("ix_listenings_alive", "tenant_id", postgresql_where=sa.text("ended_at IS NULL")),
    sa.Index("ix_listenings_call", "tenant_id", "call"),
)

call_notes = tenant_table(
    "call_notes",
    sa.Column("call", sa.Uuid, sa.ForeignKey("calls.id"), primary_key=True),
    sa.Column("agent", sa.Uuid, primary_key=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("disposition", sa.Text),
    sa.Column("saved_at", _at, nullable=False),
)

sip_phones = tenant_table(
    "sip_phones",
    sa.Column("agent", sa.Uuid, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("made_at", _at, nullable=False),
    sa.Index("uq_sip_phones_name", "name", unique=True),
)
"""Digest authentication needs the secret itself or its equal, so it is kept as it is; it is
random, made here, and good for nothing but this phone."""

dial_attempts = tenant_table(
    "dial_attempts",
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("at", _at, nullable=False),
    sa.Column("agent", sa.Uuid),
    sa.Column("call", sa.Uuid),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("country", sa.Text, nullable=False),
    sa.Column("refused", sa.Text),
    sa.Column("address", sa.Text),
    sa.Index("ix_dial_attempts_at", "tenant_id", "at"),
    sa.Index(
        "ix_dial_attempts_refused",
        "tenant_id",
        "id",
        postgresql_where=sa.text("refused IS NOT NULL"),
    ),
)

sip_strangers = global_table(
    "sip_strangers",
    sa.Column("address", sa.Text, primary_key=True),
    sa.Column("at", _at, nullable=False),
    sa.Column("points", sa.Float, nullable=False),
    sa.Column("bans", sa.Integer, nullable=False),
    sa.Column("banned_until", _at),
    sa.Column("vouched_until", _at),
    sa.Column("claims", JSONB, nullable=False),
)
"""Outside every company: whom the installation's switch refuses is of no company."""
