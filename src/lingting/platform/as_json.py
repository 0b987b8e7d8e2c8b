"""How values are written as JSON into the database."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from lingting.kernel.ids import TenantId


def to_json(value: Any) -> str:
    return json.dumps(value, default=_plain, ensure_ascii=False)


def as_rows(tenant: TenantId, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The parameters of a statement that takes a company's rows as one value, `:rows`: a long list
    of values takes longer to read than to write."""
    return {"tenant": tenant, "rows": msgspec.json.encode(rows).decode()}


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not JSON")
