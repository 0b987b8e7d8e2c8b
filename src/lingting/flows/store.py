"""The SQL of flows and their versions."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa

from lingting.flows.api import FlowHead
from lingting.flows.domain.document import FlowDocument, read_document, write_document
from lingting.flows.domain.texts import Text
from lingting.flows.tables import flow_versions, flows
from lingting.kernel.ids import FlowId, UserId
from lingting.platform.db import Transaction

_HEAD = (
    flows.c.id,
    flows.c.key,
    flows.c.name_zh,
    flows.c.name_en,
    flows.c.revision,
    flows.c.published_version,
    flows.c.created_at,
    flows.c.changed_at,
)


async def heads(tx: Transaction) -> list[FlowHead]:
    rows = await tx.conn.execute(sa.select(*_HEAD).order_by(flows.c.created_at, flows.c.key))
    return [_head(row) for row in rows.mappings()]


async def head(tx: Transaction, flow: FlowId) -> FlowHead | None:
    row = (await tx.conn.execute(sa.select(*_HEAD).where(flows.c.id == flow))).mappings().first()
    return _head(row) if row else None


async def key_of(tx: Transaction, flow: FlowId) -> str | None:
    return (await tx.conn.execute(sa.select(flows.c.key).where(flows.c.id == flow))).scalar()


async def draft(tx: Transaction, flow: FlowId) -> dict[str, Any] | None:
    """The draft in its JSON form."""
    return (await tx.conn.execute(sa.select(flows.c.draft).where(flows.c.id == flow))).scalar()


async def drafts(tx: Transaction) -> list[tuple[FlowHead, dict[str, Any]]]:
    """Every flow with its draft."""
    rows = await tx.conn.execute(sa.select(*_HEAD, flows.c.draft))
    return [(_head(row), row["draft"]) for row in rows.mappings()]


async def add(tx: Transaction, flow: FlowId, key: str, draft: Mapping[str, Any]) -> None:
    name = read_document(draft).name
    row = {
        "tenant_id": tx.tenant,
        "id": flow,
        "key": key,
        "name_zh": name.zh,
        "name_en": name.en,
        "draft": dict(draft),
        "revision": 1,
        "created_at": tx.now,
        "changed_at": tx.now,
    }
    await tx.conn.execute(flows.insert().values(row))


async def save_draft(
    tx: Transaction, flow: FlowId, draft: Mapping[str, Any], revision: int
) -> bool:
    """Stores a draft; False when the stored one is not `revision` any more."""
    name = read_document(draft).name
    changed = (
        flows.update()
        .where(flows.c.id == flow, flows.c.revision == revision)
        .values(
            draft=dict(draft),
            name_zh=name.zh,
            name_en=name.en,
            revision=revision + 1,
            changed_at=tx.now,
        )
    )
    return (await tx.conn.execute(changed)).rowcount > 0


async def publish(
    tx: Transaction, head: FlowHead, document: FlowDocument, note: str, by: UserId | None
) -> int:
    """Stores the next version and puts it in use; answers its number."""
    last = sa.select(sa.func.max(flow_versions.c.version)).where(
        flow_versions.c.flow_key == head.key
    )
    version: int = ((await tx.conn.execute(last)).scalar() or 0) + 1
    row = {
        "tenant_id": tx.tenant,
        "flow_key": head.key,
        "version": version,
        "document": write_document(document),
        "note": note,
        "published_at": tx.now,
        "published_by": by,
    }
    await tx.conn.execute(flow_versions.insert().values(row))
    used = flows.update().where(flows.c.id == head.id).values(published_version=version)
    await tx.conn.execute(used)
    return version


async def withdraw(tx: Transaction, flow: FlowId) -> None:
    """No version is in use any more."""
    gone = flows.update().where(flows.c.id == flow).values(published_version=None)
    await tx.conn.execute(gone)


async def remove(tx: Transaction, flow: FlowId) -> None:
    await tx.conn.execute(flows.delete().where(flows.c.id == flow))


async def published(tx: Transaction) -> dict[str, int]:
    """Which version of each key is in use."""
    rows = await tx.conn.execute(_PUBLISHED)
    return {row.key: row.published_version for row in rows}


_PUBLISHED = sa.select(flows.c.key, flows.c.published_version).where(
    flows.c.published_version.is_not(None)
)


async def versions(
    tx: Transaction, wanted: Collection[tuple[str, int]]
) -> dict[tuple[str, int], FlowDocument]:
    """Documents by key and version."""
    if not wanted:
        return {}
    query = sa.select(flow_versions.c.flow_key, flow_versions.c.version, flow_versions.c.document)
    place = sa.tuple_(flow_versions.c.flow_key, flow_versions.c.version)
    rows = await tx.conn.execute(query.where(place.in_(list(wanted))))
    return {(row.flow_key, row.version): read_document(row.document) for row in rows}


async def history(tx: Transaction, key: str) -> list[dict[str, Any]]:
    """The versions of a flow, the newest first, without their documents."""
    query = sa.select(
        flow_versions.c.version,
        flow_versions.c.note,
        flow_versions.c.published_at,
        flow_versions.c.published_by,
    )
    query = query.where(flow_versions.c.flow_key == key).order_by(flow_versions.c.version.desc())
    return [dict(row) for row in (await tx.conn.execute(query)).mappings()]


def _head(row: Mapping[Any, Any]) -> FlowHead:
    return FlowHead(
        id=FlowId(row["id"]),
        key=row["key"],
        name=Text(row["name_zh"], row["name_en"]),
        revision=row["revision"],
        published_version=row["published_version"],
        created_at=row["created_at"],
        changed_at=row["changed_at"],
    )
