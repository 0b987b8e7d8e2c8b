"""Where a dialled number leads: into the own country, abroad, to a premium service or nobody knows.

What is judged are the digits as the carrier will read them. `00…`, `+…` and a carrier's own prefix
before them (`1795100…`) all lead abroad, whether or not the rest is a number that exists.
"""

import re
from dataclasses import dataclass
from enum import Enum

import phonenumbers
from phonenumbers import PhoneNumberType, shortnumberinfo

from lingting.kernel.phone import parse_phone
from lingting.kernel.regions import known_regions

LONGEST_SHORT = 8
"""Digits of a service number, or of a local number without its area."""
NOWHERE = "001"
"""How phonenumbers calls the region of satellites and other numbers without a country."""


class Reach(Enum):
    """How far a number reaches."""

    EMERGENCY = "emergency"
    HOME = "home"
    ABROAD = "abroad"
    PREMIUM = "premium"
    """It costs the caller extra, wherever it is."""
    CODE = "code"
    """`*` or `#`: a command to the carrier, such as forwarding a line."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Destination:
    """A number as it will be dialled. `country` is an ISO code, "" where none is known;
    `worldwide` are the digits after `+`, "" where the number has no such form."""

    dialled: str
    reach: Reach
    country: str = ""
    worldwide: str = ""

    def begins_with(self, prefix: str) -> bool:
        """Whether it does, as it is dialled or in its worldwide form."""
        bare = prefix.removeprefix("+")
        worldwide = bool(self.worldwide) and self.worldwide.startswith(bare)
        return worldwide or self.dialled.removeprefix("+").startswith(bare)

    def country_name(self, language: str) -> str:
        """The country for a person; its calling code where it has no name."""
        if not self.worldwide:
            return ""
        number = phonenumbers.parse("+" + self.worldwide)
        return known_regions().country(number, language) or f"+{number.country_code}"


def destination(text: str, region: str) -> Destination:
    """Where `text` leads when it is dialled in the country `region`; never raises."""
    dialled = parse_phone(text, region).raw
    if re.search(r"[*#]", dialled):
        return Destination(dialled, Reach.CODE)
    if shortnumberinfo.is_emergency_number(dialled, region):
        return Destination(dialled, Reach.EMERGENCY, region)
    try:
        number = phonenumbers.parse(dialled, region)
    except phonenumbers.NumberParseException:
        return Destination(dialled, Reach.UNKNOWN)
    home = number.country_code == phonenumbers.country_code_for_region(region)
    # A long number of one's own country is also written without `+`, which carriers know.
    if home and not phonenumbers.is_valid_number(number):
        number = _longer(dialled, region) or number
    worldwide = f"{number.country_code}{_national(number)}"
    country = _country(number)
    if _costs_extra(number, region):
        return Destination(dialled, Reach.PREMIUM, country, worldwide)
    if not home or country not in ("", region):
        return Destination(dialled, Reach.ABROAD, country, worldwide)
    known = phonenumbers.is_possible_number(number) or len(dialled) <= LONGEST_SHORT
    if not known or "+" in dialled[1:]:
        return Destination(dialled, Reach.UNKNOWN)
    return Destination(dialled, Reach.HOME, region, worldwide)


def _longer(digits: str, region: str) -> phonenumbers.PhoneNumber | None:
    country = str(phonenumbers.country_code_for_region(region))
    if not digits.startswith(country):
        return None
    number = phonenumbers.parse("+" + digits)
    return number if phonenumbers.is_valid_number(number) else None


def _national(number: phonenumbers.PhoneNumber) -> str:
    return str(phonenumbers.national_significant_number(number))


def _country(number: phonenumbers.PhoneNumber) -> str:
    """By the number itself; by its calling code where only one country has that."""
    found = phonenumbers.region_code_for_number(number)
    regions = phonenumbers.region_codes_for_country_code(number.country_code or 0)
    if found is None and len(regions) == 1:
        found = regions[0]
    return "" if found in (None, NOWHERE) else str(found)


def _costs_extra(number: phonenumbers.PhoneNumber, region: str) -> bool:
    if phonenumbers.number_type(number) == PhoneNumberType.PREMIUM_RATE:
        return True
    cost = shortnumberinfo.expected_cost_for_region(number, region)
    return bool(cost == phonenumbers.ShortNumberCost.PREMIUM_RATE)
