"""What the call's story needs from recordings, which knows the files behind them."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from lingting.platform.db import Transaction


class RecordingStates(Protocol):
    """Tells what became of recordings."""

    async def states_of(self, tx: Transaction, call: UUID) -> Mapping[UUID, str]:
        """The state of every recording and message of a call, by recording."""
        ...
