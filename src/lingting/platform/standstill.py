"""An engine whose loop stands still is ended: while it lives no other can do its work."""

import asyncio
import faulthandler

LONGEST_SECONDS = 15.0
"""Longer than anything that an engine does without a pause, on a busy machine too."""
EVERY_SECONDS = 1.0


async def end_at_standstill(longest: float = LONGEST_SECONDS) -> None:
    """Runs until cancelled. The process ends, and says where each of its threads stood, when the
    loop did not come by here for so long: watched by a thread that needs no Python."""
    try:
        while True:
            faulthandler.dump_traceback_later(longest, exit=True)
            await asyncio.sleep(EVERY_SECONDS)
    finally:
        faulthandler.cancel_dump_traceback_later()
