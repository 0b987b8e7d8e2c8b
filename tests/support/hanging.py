"""The bound of waits whose length is no promise."""

from __future__ import annotations

import asyncio


def unless_it_hangs() -> asyncio.Timeout:
    """Raises TimeoutError when a block does not end; a machine that is merely slow ends it."""
    return asyncio.timeout(120)
