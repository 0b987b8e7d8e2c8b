"""Which calls a reader of the log wants to see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lingting.kernel.phone import parse_phone

IN_PROGRESS = "in_progress"


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the last page ended; the log is read backwards in time."""

    began_at: datetime
    call: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberWanted:
    """A number to look for: whole (`key`) or, where allowed, a part of it (`digits`)."""

    key: str
    digits: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The filters of the log, all of which must fit; None does not filter."""

    since: datetime | None = None
    until: datetime | None = None
    number: NumberWanted | None = None
    agent: UUID | None = None
    queue: UUID | None = None
    direction: str | None = None
    outcome: str | None = None
    has_recording: bool | None = None
    text: str | None = None
    only_of: UUID | None = None
    """The reader sees only calls in which this agent had a part."""


def number_wanted(text: str, *, parts: bool, region: str = "CN") -> NumberWanted:
    """What was typed, as a number to look for; what is no number finds nothing.

    Who may not see numbers must name a whole one (`parts` false): looking for parts would let
    him guess the hidden digits.
    """
    number = parse_phone(text, region)
    if number.is_anonymous:
        return NumberWanted(key=text, digits=None)
    digits = "".join(char for char in number.raw if char.isdigit())
    whole = number.e164 is not None
    return NumberWanted(key=number.key, digits=digits if parts and not whole and digits else None)
