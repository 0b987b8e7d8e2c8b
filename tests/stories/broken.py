"""How an invariant says that it does not hold."""

from __future__ import annotations


class Broken(AssertionError):
    """An invariant does not hold."""


def require(holds: object, words: str, *about: object) -> None:
    if not holds:
        raise Broken(" ".join([words, *map(str, about)]))
