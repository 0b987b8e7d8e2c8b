"""A seat (坐席): a numbered place with an extension, held by at most one user."""

import re
from dataclasses import dataclass

from lingting.identity.domain.errors import ExtensionUnfit, SeatNumberUnfit
from lingting.kernel.ids import SeatId, UserId

_NUMBER = re.compile(r"A[0-9]{3,6}")
_EXTENSION = re.compile(r"[0-9]{3,8}")


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat; `number` (坐席号) is what people call it, `extension` what they dial."""

    id: SeatId
    number: str
    extension: str
    user: UserId | None
    has_password: bool


def fit_number(text: str) -> str:
    """The seat number as it is stored; raises SeatNumberUnfit (the letter is an upper-case A)."""
    if not _NUMBER.fullmatch(number := text.strip()):
        raise SeatNumberUnfit(field="number")
    return number


def fit_extension(text: str) -> str:
    """The extension as it is stored; raises ExtensionUnfit."""
    if not _EXTENSION.fullmatch(extension := text.strip()):
        raise ExtensionUnfit(field="extension")
    return extension
