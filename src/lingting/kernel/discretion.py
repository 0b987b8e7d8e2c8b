"""Personal data with their middle hidden, for people whose work needs no number."""

import re

from lingting.kernel.phone import PhoneNumber, masked

_RUN = re.compile(
    r"(?P<other>(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
    r"|\+?\d(?:[ \u00a0-]?\d){6,}"
)
"""Days and ids are no numbers."""
_PART = re.compile(r"\d{4}")
SEE_NUMBERS = "numbers.see"
"""The permission of those who see all of it."""
ADDRESS_KEPT = 6
"""Province and city, as Chinese addresses begin."""


def masked_text(text: str) -> str:
    """A text in which everything that reads like a number of seven or more digits is masked."""
    return _RUN.sub(lambda found: found[0] if found["other"] else masked(found[0]), text)


def masked_email(email: str) -> str:
    """`z****@example.com`; what is no address is masked as a text."""
    name, at, host = email.partition("@")
    return f"{name[:1]}****@{host}" if at and name else masked_text(email)


def masked_address(address: str) -> str:
    """The beginning of a postal address."""
    return address if len(address) <= ADDRESS_KEPT else address[:ADDRESS_KEPT] + "****"


def shown_phone(number: PhoneNumber, *, see_numbers: bool) -> str:
    """How this reader may see a telephone number."""
    return number.shown if see_numbers else masked(number.shown)


def shown_text(text: str, *, see_numbers: bool) -> str:
    """How this reader may see a text that people or callers wrote."""
    return text if see_numbers else masked_text(text)


def asks_for_digits(text: str) -> bool:
    """Whether a search looks for a part of a number, by which hidden digits could be guessed."""
    return _PART.search(text) is not None


def restored(given: str, present: str) -> str:
    """What somebody wrote who saw `present` masked: what he left masked is as it was."""
    for found in _RUN.finditer(present):
        if not found["other"]:
            given = given.replace(masked(found[0]), found[0], 1)
    return given
