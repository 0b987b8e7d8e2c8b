"""Telling other processes over the database, and hearing it for as long as this process lives."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from sqlalchemy.exc import SQLAlchemyError

from lingting.platform.db import ConnectionLost, Database, DatabaseAway
from lingting.platform.log import get_log
from lingting.platform.writing import Writing

AGAIN_AFTER_SECONDS = 1.0

log = get_log(__name__)


async def hear(
    db: Database,
    channel: str,
    told: Callable[[str], None],
    connected: Callable[[], Awaitable[None]],
) -> None:
    """Gives every notice of `channel` to `told`, until cancelled.

    Nobody keeps notices for who was away: `connected` is called whenever hearing begins, and looks
    for what was missed.
    """
    while True:
        try:
            async with db.notices(channel) as notices:
                await connected()
                async for payload in notices:
                    try:
                        told(payload)
                    except Exception as error:  # anybody with a login may say anything here
                        log.error("notice not taken", channel=channel, error=type(error).__name__)
        except (ConnectionLost, DatabaseAway, SQLAlchemyError) as error:
            log.warning("notices are not heard", channel=channel, reason=type(error).__name__)
        await asyncio.sleep(AGAIN_AFTER_SECONDS)


class Notice(Writing):
    """A word on a channel with the commit, unless one went before it a moment ago: rows of
    `{payload}`, each told once."""

    verb = "tell"

    def __init__(self, channel: str) -> None:
        super().__init__(channel)
        self.channel = channel

    def sql(self, among: Sequence[Writing]) -> str:
        told = f"jsonb_to_recordset({self.rows}) AS told(payload text)"
        return f"SELECT pg_notify('{self.channel}', payload) FROM {told}"
