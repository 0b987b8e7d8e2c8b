"""The tables of agents, queues, work items, offers and the decisions about them."""

import sqlalchemy as sa

from lingting.platform.db import JSONB, tenant_table

_instant = sa.TIMESTAMP(timezone=True)

skill_groups = tenant_table(
    "skill_groups",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("music", sa.Text),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.UniqueConstraint("tenant_id", "name"),
)

skill_group_members = tenant_table(
    "skill_group_members",
    sa.Column("group_id", sa.Uuid, nullable=False),
    sa.Column("agent_id", sa.Uuid, nullable=False),
    sa.Column("level", sa.Integer, nullable=False),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "group_id", "agent_id"),
    sa.ForeignKeyConstraint(
        ["tenant_id", "group_id"],
        ["skill_groups.tenant_id", "skill_groups.id"],
        name="fk_skill_group_members_group",
        ondelete="CASCADE",
    ),
)

queues = tenant_table(
    "queues",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("settings", JSONB, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.UniqueConstraint("tenant_id", "name"),
)

busy_reasons = tenant_table(
    "busy_reasons",
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("zh", sa.Text, nullable=False),
    sa.Column("en", sa.Text, nullable=False),
    sa.Column("system", sa.Boolean, nullable=False),
    sa.Column("enabled", sa.Boolean, nullable=False),
    sa.Column("planned", sa.Boolean, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "code"),
)

agents = tenant_table(
    "agents",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("sign_in", sa.Text, nullable=False),
    sa.Column("method", sa.Text),
    sa.Column("presence", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("work", sa.Text, nullable=False),
    sa.Column("since", _instant, nullable=False),
    sa.Column("idle_since", _instant, nullable=False),
    sa.Column("work_since", _instant),
    sa.Column("auto_idle", sa.Boolean, nullable=False),
    sa.Column("idle_after", sa.Boolean, nullable=False),
    sa.Column("reachable", sa.Boolean, nullable=False),
    sa.Column("phone_lost_at", _instant),
    sa.Column("aside", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("wrap_seconds", sa.Integer, nullable=False),
    sa.Column("wrap_until", _instant),
    sa.Column("ref", sa.Uuid),
    sa.Column("calls", sa.Integer, nullable=False),
    sa.Column("handled_seconds", sa.Float, nullable=False),
    sa.Column("missed", sa.Integer, nullable=False),
    sa.Column("rejected", sa.Integer, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
)

agent_states = tenant_table(
    "agent_states",
    sa.Column("number", sa.BigInteger, sa.Identity(), nullable=False),
    sa.Column("agent_id", sa.Uuid, nullable=False),
    sa.Column("began_at", _instant, nullable=False),
    sa.Column("ended_at", _instant),
    sa.Column("sign_in", sa.Text, nullable=False),
    sa.Column("method", sa.Text),
    sa.Column("presence", sa.Text, nullable=False),
    sa.Column("reason", sa.Text),
    sa.Column("work", sa.Text, nullable=False),
    sa.Column("ref", sa.Uuid),
    sa.PrimaryKeyConstraint("tenant_id", "number"),
    sa.Index("ix_agent_states_agent", "tenant_id", "agent_id", "began_at"),
    sa.Index(
        "uq_agent_states_open",
        "tenant_id",
        "agent_id",
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    ),
)

work_items = tenant_table(
    "work_items",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("queue_id", sa.Uuid, nullable=False),
    sa.Column("ref", sa.Uuid, nullable=False),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("given_priority", sa.Integer),
    sa.Column("enqueued_at", _instant, nullable=False),
    sa.Column("joined_at", _instant, nullable=False),
    sa.Column("waits_until", _instant),
    sa.Column("skills", JSONB(none_as_null=True)),
    sa.Column("data", JSONB, nullable=False),
    sa.Column("preferred_agent", sa.Uuid),
    sa.Column("directed", sa.Boolean, nullable=False),
    sa.Column("preferred_until", _instant),
    sa.Column("preferred_outcome", sa.Text),
    sa.Column("reserved_for", sa.Uuid),
    sa.Column("refused_by", JSONB, nullable=False),
    sa.Column("agent_id", sa.Uuid),
    sa.Column("assigned_at", _instant),
    sa.Column("ended_at", _instant),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("ix_work_items_ref", "tenant_id", "ref"),
    sa.Index(
        "ix_work_items_living",
        "tenant_id",
        postgresql_where=sa.text("ended_at IS NULL"),
    ),
)

offers = tenant_table(
    "offers",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("item_id", sa.Uuid, nullable=False),
    sa.Column("agent_id", sa.Uuid, nullable=False),
    sa.Column("made_at", _instant, nullable=False),
    sa.Column("expires_at", _instant, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("closed_at", _instant),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("ix_offers_item", "tenant_id", "item_id"),
    sa.Index("ix_offers_open", "tenant_id", postgresql_where=sa.text("closed_at IS NULL")),
)

routing_decisions = tenant_table(
    "routing_decisions",
    sa.Column("number", sa.BigInteger, sa.Identity(), nullable=False),
    sa.Column("at", _instant, nullable=False),
    sa.Column("item_id", sa.Uuid, nullable=False),
    sa.Column("queue_id", sa.Uuid, nullable=False),
    sa.Column("ref", sa.Uuid, nullable=False),
    sa.Column("offer_id", sa.Uuid),
    sa.Column("agent_id", sa.Uuid),
    sa.Column("reason", JSONB, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "number"),
    sa.Index("ix_routing_decisions_item", "tenant_id", "item_id", "number"),
    sa.Index("ix_routing_decisions_ref", "tenant_id", "ref", "number"),
)
