"""The port through which a feature says who changed what; the audit feature keeps it."""

import json
from collections.abc import Mapping
from typing import Any, Protocol

from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal


class Trail(Protocol):
    """Keeps one entry per change, in the transaction of the change."""

    async def record(
        self,
        tx: Transaction,
        principal: Principal | None,
        action: str,
        target: str,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """`action` is `<thing>.<verb>`; `target` names the thing; `principal` None: the system."""
        ...


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """For the details of an entry: what each field of `after` was and is, where that differs."""
    old, new = _plain(before), _plain(after)
    told = {
        field: {"before": old.get(field), "after": value}
        for field, value in new.items()
        if old.get(field) != value
    }
    return {"changes": told} if told else {}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """As the row keeps them, so that a tuple equals the list that was read."""
    return json.loads(json.dumps(values, default=str))
