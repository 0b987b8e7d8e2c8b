"""The port through which a feature says who changed what; the audit feature keeps it."""

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
