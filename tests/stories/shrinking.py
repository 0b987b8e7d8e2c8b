"""Makes a failing story short: leaves steps out as long as the same thing breaks (ddmin)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from stories.steps import Step

Fails = Callable[[Sequence[Step]], Awaitable[bool]]


async def shrink(steps: Sequence[Step], fails: Fails, tries: int = 100) -> list[Step]:
    """The shortest list that still fails, as far as `tries` runs find it."""
    kept, size = list(steps), max(len(steps) // 2, 1)
    while size >= 1 and tries > 0:
        shorter = False
        start = 0
        while start < len(kept) and tries > 0:
            without = kept[:start] + kept[start + size :]
            tries -= 1
            if without and await fails(without):
                kept, shorter = without, True
            else:
                start += size
        if size == 1 and not shorter:
            break
        size = max(size // 2, 1) if not shorter or size > 1 else 1
    return kept
