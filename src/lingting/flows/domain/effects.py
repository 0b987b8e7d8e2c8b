"""What a session wants done; the runner performs it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from lingting.flows.domain.texts import Text
from lingting.media.domain.sounds import Language, Sound

Outcome = Literal["completed", "served", "abandoned", "failed"]
"""How a session ended: the flow said goodbye, the caller left after he was served (talked to
somebody or left a message), he left before that, or the flow itself broke."""


class Effect(msgspec.Struct, frozen=True):
    """One thing to do or to note."""


class Answer(Effect, frozen=True):
    """Take the call, so that the caller can hear."""


class Ring(Effect, frozen=True):
    """Let the caller hear ringing, before the call is taken."""


class Play(Effect, frozen=True):
    """Let the caller hear the sounds, one after another; answered by `Played(play)`."""

    play: int
    sounds: tuple[Sound, ...]
    language: Language


class StopPlay(Effect, frozen=True):
    """End this play."""

    play: int


class StartTimer(Effect, frozen=True):
    """Answered by `TimedOut(timer, visit)` after `seconds`."""

    timer: str
    visit: int
    seconds: float


class CancelTimer(Effect, frozen=True):
    """Forget this timer."""

    timer: str
    visit: int


class StartMusic(Effect, frozen=True):
    """Waiting music from the named collection."""

    music: str


class StopMusic(Effect, frozen=True):
    """End the waiting music."""


class AskQueue(Effect, frozen=True):
    """Answered by `QueueKnown`."""

    queue: str


class Enqueue(Effect, frozen=True):
    """Put the caller into a queue; `keep_credit` counts the time that he has waited before."""

    queue: str
    keep_credit: bool
    priority: int | None = None


class LeaveQueue(Effect, frozen=True):
    """Take the caller out of the queue."""


class DialOut(Effect, frozen=True):
    """Connect the caller with a telephone number; answered by `Dialled`."""

    number: str
    ring_seconds: float


class RecordMessage(Effect, frozen=True):
    """A beep, then record the caller; answered by `MessageRecorded(recording)`."""

    recording: int
    max_seconds: float
    end_key: str


class KeepMessage(Effect, frozen=True):
    """The recording is a message for the company."""

    recording: int
    seconds: float
    node: str


class AskCustomer(Effect, frozen=True):
    """Read or write the customer database; answered by `CustomerKnown`."""

    action: Literal["find", "insert", "update"]
    number: str
    fields: Mapping[str, str]


class GiveRating(Effect, frozen=True):
    """The caller rated the service."""

    scale: str
    key: str
    score: int
    label: Text


class SetData(Effect, frozen=True):
    """Values that travel with the call to the agent's screen."""

    data: Mapping[str, str]


class KeysEntered(Effect, frozen=True):
    """The caller entered keys at a node; `keys` is hidden where the node says so."""

    node: str
    keys: str


class Entered(Effect, frozen=True):
    """The session came to a node; `visit` counts its steps."""

    flow: str
    version: int
    node: str
    verb: str
    title: Text
    visit: int


class Left(Effect, frozen=True):
    """The session left a node through an exit; "" when it was cut short."""

    node: str
    exit: str


class Trouble(Effect, frozen=True):
    """Something went wrong that an administrator should know."""

    node: str
    slug: str
    detail: str = ""


class Hangup(Effect, frozen=True):
    """Release the call."""


class Finished(Effect, frozen=True):
    """The session is over; `node` is the step where it was, `variables` what it keeps."""

    outcome: Outcome
    served: bool
    node: str
    variables: Mapping[str, str]
