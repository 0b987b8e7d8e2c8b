"""Whether a further caller can be served in time; pure."""

from dataclasses import dataclass
from enum import Enum


class Why(Enum):
    """Why nobody more is let in."""

    LATE = "late"
    """The engine reached the caller too late."""
    FULL = "full"
    """Too many calls are here."""
    PORTS = "ports"
    """The switch has hardly a port for sound left; what is left is for those who are here."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one caller was refused: what was measured (seconds, calls, ports) and is allowed."""

    why: Why
    measured: float
    limit: float


def refusal_of(
    late_seconds: float,
    longest_seconds: float,
    living: int,
    most: int,
    ports: int = 0,
    most_ports: int = 0,
) -> Refusal | None:
    """Why a caller whose turn comes so late, to so many, is refused; a limit of 0 is none."""
    if 0 < longest_seconds < late_seconds:
        return Refusal(Why.LATE, round(late_seconds, 1), longest_seconds)
    if 0 < most <= living:
        return Refusal(Why.FULL, living, most)
    if 0 < most_ports <= ports:
        return Refusal(Why.PORTS, ports, most_ports)
    return None
