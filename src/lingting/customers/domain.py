"""A customer and his telephone numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from lingting.kernel.discretion import masked_address, masked_email, masked_text, restored
from lingting.kernel.errors import Invalid, NotFound
from lingting.kernel.ids import CustomerId
from lingting.kernel.phone import PhoneNumber, masked, parse_phone

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


def discreet(one: Customer) -> Customer:
    """The customer for people who may not see numbers and addresses."""
    return replace(
        one,
        name=masked_text(one.name),
        email=masked_email(one.email),
        address=masked_address(one.address),
        notes=masked_text(one.notes),
    )


def meant(one: Customer, given: Mapping[str, str]) -> dict[str, str]:
    """What somebody wrote who saw the customer masked; what he left masked is not changed."""
    shown = discreet(one)
    found: dict[str, str] = {}
    for key, text in given.items():
        if text != getattr(shown, key):
            present = getattr(one, key)
            found[key] = restored(text, present) if key in ("name", "notes") else text
    return found


def meant_numbers(one: Customer, given: Iterable[str]) -> list[str]:
    """The same of his numbers: a masked one stands for the first that it may be."""
    left = list(one.numbers)
    found: list[str] = []
    for text in given:
        same = next((number for number in left if masked(number.shown) == text), None)
        if same is not None:
            left.remove(same)
        found.append(same.raw if same is not None else text)
    return found


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
