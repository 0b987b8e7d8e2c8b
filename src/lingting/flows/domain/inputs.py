"""What a session can be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec


class Input(msgspec.Struct, frozen=True):
    """Something that happened to the caller or to what the flow asked for."""


class Started(Input, frozen=True):
    """The call reached the flow."""


class Resumed(Input, frozen=True):
    """The engine was away and took the session up again."""


class Played(Input, frozen=True):
    """Everything of this play was heard, or it could not be played."""

    play: int
    failed: bool = False


class Digit(Input, frozen=True):
    """The caller pressed a key: 0-9, *, #, A-D."""

    key: str


class TimedOut(Input, frozen=True):
    """A timer that the node set is over."""

    timer: str
    visit: int


class QueueKnown(Input, frozen=True):
    """How a queue is now; `ahead`, `waited` and `estimate` (seconds) only while queued in it.

    `offered`: an agent's phone is ringing for this caller at this moment.
    """

    availability: Literal["available", "all_busy", "none_signed_in", "unknown"]
    ahead: int | None = None
    waited: float | None = None
    estimate: float | None = None
    offered: bool = False


class QueueAnswered(Input, frozen=True):
    """An agent took the call."""

    agent: str = ""


class QueueClosed(Input, frozen=True):
    """The queue gave the caller back: nobody is signed in, or the queue is gone or full."""

    why: Literal["no_agent", "all_busy", "failed"] = "failed"


class TalkEnded(Input, frozen=True):
    """The other side hung up; the caller is still there."""

    by: str = ""


class Dialled(Input, frozen=True):
    """What became of the number that the flow dialled."""

    result: Literal["answered", "no_answer", "busy", "failed"]


class MessageRecorded(Input, frozen=True):
    """The caller's message ended."""

    recording: int
    seconds: float
    failed: bool = False


class CustomerKnown(Input, frozen=True):
    """What the customer database answered."""

    status: Literal["success", "empty", "error"]
    fields: Mapping[str, str] = {}


class CallerGone(Input, frozen=True):
    """The caller hung up."""
