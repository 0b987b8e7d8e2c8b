"""Calls and legs as values, their machines as tables; no I/O."""

from lingting.calls.domain.activity import activity_of
from lingting.calls.domain.call import Call, Direction, Leg, LegKind, Outcome
from lingting.calls.domain.machines import CallState, CallTrigger, LegState

__all__ = [
    "Call",
    "CallState",
    "CallTrigger",
    "Direction",
    "Leg",
    "LegKind",
    "LegState",
    "Outcome",
    "activity_of",
]
