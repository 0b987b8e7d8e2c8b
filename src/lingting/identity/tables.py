"""The tables of users, roles, seats and logins."""

import sqlalchemy as sa

from lingting.platform.db import JSONB, global_table, tenant_table

users = tenant_table(
    "users",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("account_key", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False, server_default=""),
    sa.Column("started_on", sa.Date),
    sa.Column("password_hash", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("must_change_password", sa.Boolean, nullable=False),
    sa.Column("photo", sa.LargeBinary),
    sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("removed_at", sa.TIMESTAMP(timezone=True)),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index(
        "uq_users_account",
        "tenant_id",
        "account_key",
        unique=True,
        postgresql_where=sa.text("removed_at IS NULL"),
    ),
)

roles = tenant_table(
    "roles",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("key", sa.Text),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("layer", sa.Text, nullable=False),
    sa.Column("permissions", JSONB(none_as_null=True)),
    sa.Column("menus", JSONB(none_as_null=True)),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.UniqueConstraint("tenant_id", "name"),
)

user_roles = tenant_table(
    "user_roles",
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("role_id", sa.Uuid, nullable=False),
    sa.PrimaryKeyConstraint("tenant_id", "user_id", "role_id"),
    sa.ForeignKeyConstraint(
        ["tenant_id", "user_id"], ["users.tenant_id", "users.id"], name="fk_user_roles_user"
    ),
    sa.ForeignKeyConstraint(
        ["tenant_id", "role_id"], ["roles.tenant_id", "roles.id"], name="fk_user_roles_role"
    ),
)

seats = tenant_table(
    "seats",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("extension", sa.Text, nullable=False),
    sa.Column("user_id", sa.Uuid),
    sa.Column("password_hash", sa.Text),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.UniqueConstraint("tenant_id", "number", name="uq_seats_number"),
    sa.UniqueConstraint("tenant_id", "extension", name="uq_seats_extension"),
    sa.UniqueConstraint("tenant_id", "user_id", name="uq_seats_user"),
    sa.ForeignKeyConstraint(
        ["tenant_id", "user_id"], ["users.tenant_id", "users.id"], name="fk_seats_user"
    ),
)

sessions = tenant_table(
    "sessions",
    sa.Column("id", sa.Uuid, nullable=False),
    sa.Column("user_id", sa.Uuid, nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False),
    sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("seen_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("address", sa.Text),
    sa.PrimaryKeyConstraint("tenant_id", "id"),
    sa.Index("uq_sessions_token", "tenant_id", "token_hash", unique=True),
    sa.Index("ix_sessions_user", "tenant_id", "user_id"),
    sa.ForeignKeyConstraint(
        ["tenant_id", "user_id"], ["users.tenant_id", "users.id"], name="fk_sessions_user"
    ),
)

login_attempts = global_table(
    "login_attempts",
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Column("account_hash", sa.LargeBinary, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("succeeded", sa.Boolean, nullable=False),
    sa.Index("ix_login_attempts_account", "account_hash", "at"),
    sa.Index("ix_login_attempts_address", "address", "at"),
    sa.Index("ix_login_attempts_at", "at"),
)
"""Outside every company, because tries for unknown companies count as well."""

captchas = global_table(
    "captchas",
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("code_hash", sa.LargeBinary, nullable=False),
    sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False),
    sa.Index("ix_captchas_expires", "expires_at"),
)
