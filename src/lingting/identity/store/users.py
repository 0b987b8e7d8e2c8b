"""The SQL of users."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.identity.domain.users import User, account_key
from lingting.identity.tables import user_roles, users
from lingting.kernel.ids import RoleId, TenantId, UserId
from lingting.platform.as_json import as_rows

_ROLES = (
    sa.select(sa.func.coalesce(sa.func.array_agg(user_roles.c.role_id), sa.text("'{}'::uuid[]")))
    .where(user_roles.c.user_id == users.c.id, user_roles.c.tenant_id == users.c.tenant_id)
    .scalar_subquery()
)
_COLUMNS = (
    users.c.id,
    users.c.account,
    users.c.name,
    users.c.language,
    users.c.active,
    users.c.must_change_password,
    users.c.photo.is_not(None).label("has_photo"),
    users.c.created_at,
    users.c.email,
    users.c.started_on,
    _ROLES.label("roles"),
)
_FIELDS = [column.name for column in _COLUMNS]
_ADD = sa.text(
    """
    INSERT INTO users (tenant_id, id, account, account_key, name, email, started_on,
        password_hash, language, active, must_change_password, created_at)
    SELECT :tenant, id, account, account_key, name, email, started_on,
        password_hash, language, active, must_change_password, created_at
    FROM jsonb_populate_recordset(NULL::users, CAST(:rows AS jsonb))
    ON CONFLICT (tenant_id, account_key) WHERE removed_at IS NULL DO NOTHING RETURNING id
    """
)
_ADD_ROLES = sa.text(
    """
    INSERT INTO user_roles (tenant_id, user_id, role_id)
    SELECT :tenant, user_id, role_id
    FROM jsonb_populate_recordset(NULL::user_roles, CAST(:rows AS jsonb))
    """
)
_TAKE_ROLES = sa.text(
    """
    DELETE FROM user_roles AS t
    USING jsonb_populate_recordset(NULL::user_roles, CAST(:rows AS jsonb)) AS r
    WHERE r.tenant_id IS NULL AND t.tenant_id = :tenant AND t.user_id = r.user_id
    """
)
_CHANGE = sa.text(
    """
    UPDATE users AS t SET name = r.name, email = r.email, started_on = r.started_on,
        language = r.language, active = r.active
    FROM jsonb_populate_recordset(NULL::users, CAST(:rows AS jsonb)) AS r
    WHERE r.tenant_id IS NULL AND t.tenant_id = :tenant AND t.id = r.id
    """
)
_REMOVE = sa.text(
    """
    UPDATE users AS t SET active = false, removed_at = r.removed_at, photo = NULL
    FROM jsonb_populate_recordset(NULL::users, CAST(:rows AS jsonb)) AS r
    WHERE r.tenant_id IS NULL AND t.tenant_id = :tenant AND t.id = r.id
    """
)


async def add_all(conn: AsyncConnection, tenant: TenantId, made: Mapping[User, str]) -> str | None:
    """Stores users with the hashes of their passwords; the first account that is taken."""
    rows = [
        {
            "id": user.id,
            "account": user.account,
            "account_key": account_key(user.account),
            "name": user.name,
            "email": user.email,
            "started_on": user.started_on,
            "password_hash": password_hash,
            "language": user.language,
            "active": user.active,
            "must_change_password": user.must_change_password,
            "created_at": user.created_at,
        }
        for user, password_hash in made.items()
    ]
    stored = set((await conn.execute(_ADD, as_rows(tenant, rows))).scalars())
    taken = next((user.account for user in made if user.id not in stored), None)
    if taken is None:
        await _add_roles(conn, tenant, made)
    return taken


async def change_all(conn: AsyncConnection, tenant: TenantId, changed: Mapping[User, User]) -> None:
    """Writes what each of these users has become, his roles as well."""
    rows = [
        {
            "id": user.id,
            "name": user.name,
            "email": user.email,
            "started_on": user.started_on,
            "language": user.language,
            "active": user.active,
        }
        for user in changed.values()
    ]
    await conn.execute(_CHANGE, as_rows(tenant, rows))
    others = [now for was, now in changed.items() if set(was.roles) != set(now.roles)]
    if others:
        await _take_roles(conn, tenant, others)
        await _add_roles(conn, tenant, others)


async def _take_roles(conn: AsyncConnection, tenant: TenantId, those: Iterable[User]) -> None:
    await conn.execute(_TAKE_ROLES, as_rows(tenant, [{"user_id": user.id} for user in those]))


async def _add_roles(conn: AsyncConnection, tenant: TenantId, those: Iterable[User]) -> None:
    rows = [{"user_id": user.id, "role_id": one} for user in those for one in set(user.roles)]
    await conn.execute(_ADD_ROLES, as_rows(tenant, rows))


async def by_id(conn: AsyncConnection, user: UserId, *, lock: bool = False) -> User | None:
    """A user who was not removed."""
    query = sa.select(*_COLUMNS).where(users.c.id == user, users.c.removed_at.is_(None))
    query = query.with_for_update(of=users) if lock else query
    row = (await conn.execute(query)).first()
    return _user(row) if row else None


async def by_ids(conn: AsyncConnection, wanted: Collection[UserId]) -> list[User]:
    """Those of these users who were not removed."""
    query = sa.select(*_COLUMNS).where(users.c.id.in_(wanted), users.c.removed_at.is_(None))
    return [_user(row) for row in await conn.execute(query)]


async def found(
    conn: AsyncConnection, text: str | None = None, after: str | None = None, limit: int = 10_000
) -> list[User]:
    """Users in the order of their accounts; `text` is part of the account or the name."""
    query = sa.select(*_COLUMNS).where(users.c.removed_at.is_(None))
    if text:
        in_account = users.c.account_key.contains(account_key(text), autoescape=True)
        query = query.where(in_account | users.c.name.icontains(text, autoescape=True))
    if after is not None:
        query = query.where(users.c.account_key > after)
    rows = await conn.execute(query.order_by(users.c.account_key).limit(limit))
    return [_user(row) for row in rows]


async def secret_of(conn: AsyncConnection, account: str) -> tuple[UserId, str] | None:
    """Id and password hash of an active user, by account."""
    query = sa.select(users.c.id, users.c.password_hash).where(
        users.c.account_key == account_key(account),
        users.c.active,
        users.c.removed_at.is_(None),
    )
    row = (await conn.execute(query)).first()
    return (UserId(row.id), row.password_hash) if row else None


async def names(conn: AsyncConnection) -> dict[UserId, str]:
    """Names of all users, those who were removed as well."""
    rows = await conn.execute(sa.select(users.c.id, users.c.name))
    return {UserId(row.id): row.name for row in rows}


async def by_account(conn: AsyncConnection, account: str) -> UserId | None:
    """Id of a user who was not removed, active or not."""
    query = sa.select(users.c.id).where(
        users.c.account_key == account_key(account), users.c.removed_at.is_(None)
    )
    return (await conn.execute(query)).scalar()


async def accounts(conn: AsyncConnection) -> dict[UserId, str]:
    """Accounts of users who were not removed."""
    query = sa.select(users.c.id, users.c.account).where(users.c.removed_at.is_(None))
    return {UserId(user): account for user, account in await conn.execute(query)}


async def active_with(conn: AsyncConnection, wanted: Collection[RoleId]) -> list[User]:
    """Active users who have one of these roles."""
    theirs = sa.select(user_roles.c.user_id).where(user_roles.c.role_id.in_(wanted))
    query = sa.select(*_COLUMNS).where(
        users.c.id.in_(theirs), users.c.active, users.c.removed_at.is_(None)
    )
    return [_user(row) for row in await conn.execute(query)]


async def password_hash(conn: AsyncConnection, user: UserId) -> str | None:
    query = sa.select(users.c.password_hash).where(users.c.id == user)
    return (await conn.execute(query)).scalar()


async def photo(conn: AsyncConnection, user: UserId) -> bytes | None:
    query = sa.select(users.c.photo).where(users.c.id == user)
    return (await conn.execute(query)).scalar()


async def change(conn: AsyncConnection, user: UserId, values: Mapping[str, Any]) -> None:
    if values:
        await conn.execute(users.update().where(users.c.id == user).values(**values))


async def remove_all(
    conn: AsyncConnection, tenant: TenantId, gone: Collection[User], now: datetime
) -> None:
    """Takes users out of every list; their rows stay for the company's history."""
    await _take_roles(conn, tenant, gone)
    rows = [{"id": user.id, "removed_at": now} for user in gone]
    await conn.execute(_REMOVE, as_rows(tenant, rows))


def _user(row: tuple[Any, ...]) -> User:
    # A mapping of SQLAlchemy's is ten times as slow, and there are thousands.
    values = dict(zip(_FIELDS, row, strict=True))
    return User(**{**values, "roles": tuple(values["roles"])})
