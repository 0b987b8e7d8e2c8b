"""Flows, their published versions, the sessions of calls and the steps that these took."""

import sqlalchemy as sa

from lingting.platform.db import JSONB, tenant_table

flows = tenant_table(
    "flows",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("name_zh", sa.Text, nullable=False),
    sa.Column("name_en", sa.Text, nullable=False),
    sa.Column("draft", JSONB, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("published_version", sa.Integer, nullable=True),
    sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("changed_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.UniqueConstraint("tenant_id", "key"),
)

flow_versions = tenant_table(
    "flow_versions",
    sa.Column("flow_key", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("document", JSONB, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("published_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("published_by", sa.Uuid, nullable=True),
    sa.PrimaryKeyConstraint("tenant_id", "flow_key", "version"),
)

flow_sessions = tenant_table(
    "flow_sessions",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("call_id", sa.Uuid, nullable=False),
    sa.Column("flow_key", sa.Text, nullable=False),
    sa.Column("state", JSONB, nullable=False),
    sa.Column("kept", JSONB, nullable=False),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("left_at", sa.Text, nullable=False),
    sa.Column("started_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("ended_at", sa.TIMESTAMP(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("flow_sessions_of_call", "tenant_id", "call_id"),
)

flow_steps = tenant_table(
    "flow_steps",
    sa.Column("session_id", sa.Uuid, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("call_id", sa.Uuid, nullable=False),
    sa.Column("flow_key", sa.Text, nullable=False),
    sa.Column("flow_version", sa.Integer, nullable=False),
    sa.Column("node", sa.Text, nullable=False),
    sa.Column("verb", sa.Text, nullable=False),
    sa.Column("title_zh", sa.Text, nullable=False),
    sa.Column("title_en", sa.Text, nullable=False),
    sa.Column("exit", sa.Text, nullable=True),
    sa.Column("keys", sa.Text, nullable=False, server_default=""),
    sa.Column("entered_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("left_at", sa.TIMESTAMP(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint("tenant_id", "session_id", "number"),
    sa.Index("flow_steps_of_call", "tenant_id", "call_id"),
)
