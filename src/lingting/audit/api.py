"""What upper features may ask of the trail."""

from datetime import datetime
from typing import Protocol

from lingting.platform.db import Transaction
from lingting.platform.trail import Trail


class Audit(Trail, Protocol):
    """The trail itself: `record(tx, principal, action, target, details)`."""

    async def forget(self, tx: Transaction, before: datetime) -> int: ...
