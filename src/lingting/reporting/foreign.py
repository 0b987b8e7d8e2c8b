"""The columns of other features' tables that reports read; nothing here is ever written.

Reports join what many features keep. They know those tables by name, not by import, so that a
feature's Python stays behind its `api`; a test compares these columns with the owners' tables.
"""

import sqlalchemy as sa

from lingting.platform.db import JSONB

_at = sa.TIMESTAMP(timezone=True)

tenants = sa.table("tenants", sa.column("id", sa.Uuid), sa.column("time_zone", sa.Text))

calls = sa.table(
    "calls",
    sa.column("id", sa.Uuid),
    sa.column("direction", sa.Text),
    sa.column("state", sa.Text),
    sa.column("caller_raw", sa.Text),
    sa.column("caller_e164", sa.Text),
    sa.column("caller_shown", sa.Text),
    sa.column("caller_key", sa.Text),
    sa.column("called", sa.Text),
    sa.column("began_at", _at),
    sa.column("flow", sa.Uuid),
    sa.column("customer", sa.Uuid),
    sa.column("language", sa.Text),
    sa.column("data", JSONB),
    sa.column("queue", sa.Uuid),
    sa.column("answered_at", _at),
    sa.column("connected_at", _at),
    sa.column("ended_at", _at),
    sa.column("wait_seconds", sa.Float),
    sa.column("talk_seconds", sa.Float),
    sa.column("transfers", sa.Integer),
    sa.column("left_message", sa.Boolean),
    sa.column("step", sa.Text),
    sa.column("outcome", sa.Text),
    sa.column("hung_up_by", sa.Text),
)

legs = sa.table(
    "legs",
    sa.column("id", sa.Uuid),
    sa.column("call", sa.Uuid),
    sa.column("kind", sa.Text),
    sa.column("state", sa.Text),
    sa.column("began_at", _at),
    sa.column("agent", sa.Uuid),
    sa.column("number", sa.Text),
    sa.column("recording", sa.Uuid),
    sa.column("answered_at", _at),
    sa.column("joined_at", _at),
    sa.column("ended_at", _at),
    sa.column("cause", sa.Text),
    sa.column("by", sa.Text),
)

call_notes = sa.table(
    "call_notes",
    sa.column("call", sa.Uuid),
    sa.column("agent", sa.Uuid),
    sa.column("text", sa.Text),
    sa.column("disposition", sa.Text),
    sa.column("saved_at", _at),
)

users = sa.table(
    "users",
    sa.column("id", sa.Uuid),
    sa.column("name", sa.Text),
    sa.column("started_on", sa.Date),
    sa.column("removed_at", _at),
)
queues = sa.table(
    "queues",
    sa.column("id", sa.Uuid),
    sa.column("name", sa.Text),
    sa.column("settings", JSONB),
)
skill_groups = sa.table("skill_groups", sa.column("id", sa.Uuid), sa.column("name", sa.Text))
customers = sa.table("customers", sa.column("id", sa.Uuid), sa.column("name", sa.Text))
flows = sa.table(
    "flows",
    sa.column("id", sa.Uuid),
    sa.column("key", sa.Text),
    sa.column("name_zh", sa.Text),
    sa.column("name_en", sa.Text),
)
busy_reasons = sa.table(
    "busy_reasons",
    sa.column("code", sa.Text),
    sa.column("zh", sa.Text),
    sa.column("en", sa.Text),
)

ALL = (
    tenants,
    calls,
    legs,
    call_notes,
    users,
    queues,
    skill_groups,
    customers,
    flows,
    busy_reasons,
)
