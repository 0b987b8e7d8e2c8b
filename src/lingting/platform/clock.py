"""The real clock, and the moment that late work belongs to."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_AS_OF: ContextVar[datetime | None] = ContextVar("as_of", default=None)


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@contextmanager
def as_of(at: datetime | None) -> Iterator[None]:
    """What is done in here happened at `at`, although it is written down later."""
    token = _AS_OF.set(at)
    try:
        yield
    finally:
        _AS_OF.reset(token)


def belongs_to() -> datetime | None:
    """The moment of `as_of`, if there is one."""
    return _AS_OF.get()


def begin_now() -> None:
    """A task of its own is not part of the late work that started it."""
    _AS_OF.set(None)
