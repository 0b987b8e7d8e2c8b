"""How fast somebody may talk to us."""

import time


class Pace:
    """How many messages may come: `burst` at once, `each_second` for ever."""

    def __init__(self, each_second: float = 20.0, burst: float = 200.0) -> None:
        self._each_second, self._burst = each_second, burst
        self._left = burst
        self._at = time.monotonic()

    def allows(self, now: float | None = None) -> bool:
        """Whether one more may come now."""
        now = time.monotonic() if now is None else now
        gained = (now - self._at) * self._each_second
        self._left = min(self._burst, self._left + max(gained, 0.0))
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
