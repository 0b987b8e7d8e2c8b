"""Where the wallboard has the hour's and the day's figures from."""

from collections.abc import Mapping
from datetime import datetime

from lingting.kernel.ids import QueueId
from lingting.platform.db import Transaction
from lingting.supervision.domain.figures import QueueFigures


class Uncounted:
    """Nobody counts yet."""

    async def of(
        self, tx: Transaction, since: datetime, until: datetime
    ) -> Mapping[QueueId | None, QueueFigures]:
        return {}
