"""Chance that its name alone determines: the same name gives the same draws, everywhere."""

from __future__ import annotations

import math
from collections.abc import Sequence
from hashlib import blake2b
from statistics import NormalDist
from typing import TypeVar

T = TypeVar("T")

_MASK = 2**64 - 1
_STEP = 0x9E3779B97F4A7C15
_NORMAL = NormalDist()


class Chance:
    """A stream of draws (SplitMix64), named by a seed and by what is drawn.

    Every caller, agent and turn has a stream of its own, so that what one of them draws never
    depends on the order in which others do.
    """

    __slots__ = ("_name", "_state")

    def __init__(self, *name: str | int) -> None:
        self._name = name
        text = "\x1f".join(str(part) for part in name)
        self._state = int.from_bytes(blake2b(text.encode(), digest_size=8).digest())

    def of(self, *name: str | int) -> Chance:
        """The stream of something that belongs to this one; draws nothing from this one."""
        return Chance(*self._name, *name)

    def unit(self) -> float:
        """Above 0 and below 1."""
        self._state = (self._state + _STEP) & _MASK
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        mixed ^= mixed >> 31
        return ((mixed >> 12) + 0.5) / 2**52

    def happens(self, share: float) -> bool:
        """True in `share` of all draws."""
        return self.unit() < share

    def between(self, low: float, high: float) -> float:
        """Evenly between two bounds."""
        return low + (high - low) * self.unit()

    def whole(self, low: int, high: int) -> int:
        """A whole number, both bounds included."""
        return low + int(self.unit() * (high - low + 1))

    def choose(self, items: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """One of the items, evenly or by weight."""
        if weights is None:
            return items[self.whole(0, len(items) - 1)]
        point = self.unit() * sum(weights)
        for item, weight in zip(items, weights, strict=True):
            point -= weight
            if point < 0:
                return item
        return items[-1]

    def exponential(self, mean: float) -> float:
        """Time until the next of events that know no memory."""
        return -mean * math.log(self.unit())

    def weibull(self, scale: float, shape: float) -> float:
        """Time until something wears out; `shape` below 1: mostly early, above 1: mostly late."""
        return scale * (-math.log(self.unit())) ** (1 / shape)

    def lognormal(self, median: float, spread: float) -> float:
        """How long people take: half below `median`, now and then much longer."""
        return median * math.exp(spread * _NORMAL.inv_cdf(self.unit()))
