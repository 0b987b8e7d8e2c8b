"""A customer and his telephone numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lingting.kernel.errors import Invalid, NotFound
from lingting.kernel.ids import CustomerId
from lingting.kernel.phone import PhoneNumber, parse_phone

MOST_NUMBERS = 20
LONGEST_NUMBER = 24


class CustomerNotFound(NotFound):
    """The company has no such customer."""


class CustomerNumberUnfit(Invalid):
    """One of the numbers is no telephone number."""


class TooManyNumbers(Invalid):
    """A customer has at most twenty numbers."""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer; equal numbers share a `key`, and people may share a number."""

    id: CustomerId
    name: str
    company: str
    level: str
    email: str
    address: str
    notes: str
    numbers: tuple[PhoneNumber, ...]
    created_at: datetime
    updated_at: datetime


def fit_numbers(texts: Iterable[str], region: str) -> tuple[PhoneNumber, ...]:
    """The numbers without repeats; raises CustomerNumberUnfit or TooManyNumbers."""
    numbers: dict[str, PhoneNumber] = {}
    for text in texts:
        number = parse_phone(text, region)
        if number.is_anonymous or len(number.raw) > LONGEST_NUMBER:
            raise CustomerNumberUnfit(field="numbers", number=text)
        numbers.setdefault(number.key, number)
    if len(numbers) > MOST_NUMBERS:
        raise TooManyNumbers(field="numbers", most=MOST_NUMBERS)
    return tuple(numbers.values())
