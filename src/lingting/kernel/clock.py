"""Where an instant comes from; the domain gets instants as arguments."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant, aware and in UTC."""

    def now(self) -> datetime: ...
