"""Telephone numbers: what a carrier sends, normalised, and how a person reads it."""

import re
from dataclasses import dataclass

import phonenumbers

from lingting.kernel.regions import known_regions

ANONYMOUS_WORDS = frozenset({"", "anonymous", "unknown", "unavailable", "private", "restricted"})
_DIGIT = re.compile(r"\d")  # of any script: forms hold full-width digits too
ERASED_DIGITS = 20
"""More than any number has."""
_ERASED = re.compile(rf"\*\*\d{{{ERASED_DIGITS}}}")
_NOT_DIALLED = re.compile(r"[^\d+*#]")
_SEPARATORS = re.compile(r"[\s-]")


@dataclass(frozen=True, slots=True)
class PhoneNumber:
    """A number as it arrived (`raw`), its E.164 form where it has one, and how to show it.

    An anonymous caller has `raw == ""` and no `e164`. Of a person whose data were deleted `raw`
    is a random text that no telephone can dial; it keeps his calls apart from those of others.
    """

    raw: str
    e164: str | None
    shown: str

    @property
    def is_anonymous(self) -> bool:
        """Whether the caller withheld the number or none was sent."""
        return not self.raw

    @property
    def is_erased(self) -> bool:
        """Whether the number was deleted on the person's demand."""
        return _ERASED.fullmatch(self.raw) is not None

    @property
    def key(self) -> str:
        """What equal numbers share: E.164 where known, else the digits."""
        return self.e164 or self.raw


def parse_phone(text: str | None, region: str = "CN") -> PhoneNumber:
    """Reads what a SIP header, a form or a file carries; never raises.

    `+86 138 0013 8000`, `86138…`, `0138…` and `138…` are one number (key `+8613800138000`).
    Short numbers (10086, 1001, 95xxx) and anything that is no number keep their digits as key.
    """
    given = (text or "").strip()
    given = given.removeprefix("sip:").removeprefix("tel:").split("@")[0].split(";")[0]
    if given.lower() in ANONYMOUS_WORDS:
        return PhoneNumber("", None, "")
    if _ERASED.fullmatch(given):
        return PhoneNumber(given, None, "***")
    digits = _DIGIT.sub(lambda found: str(int(found[0])), _NOT_DIALLED.sub("", given))
    if not digits.strip("+*#"):
        return PhoneNumber("", None, "")
    for candidate in _readings(digits, region):
        try:
            number = phonenumbers.parse(candidate, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return PhoneNumber(digits, _e164(number), _shown(number, region))
    return PhoneNumber(digits, None, digits)


def region_name(number: PhoneNumber, language: str = "zh") -> str | None:
    """The area that a number belongs to (归属地), or None where none is known."""
    if number.e164 is None:
        return None
    parsed = phonenumbers.parse(number.e164)
    kind = phonenumbers.number_type(parsed)
    if kind == phonenumbers.PhoneNumberType.UNKNOWN:
        return None
    known, area = known_regions(), ""
    if phonenumbers.is_number_type_geographical(kind, parsed.country_code or 0):
        area = known.area(_without_mobile_token(parsed), language)
    return area or known.country(parsed, language) or None


def masked(shown: str) -> str:
    """A number with its middle hidden, for people who need no number: `138****8000`.

    However it is written and however long it is, as many stars stand for what is hidden.
    """
    number = _SEPARATORS.sub("", shown)
    if len(number) <= 4:
        return number
    keep = 3 if len(number) >= 9 else 1
    hidden = max(len(number) - keep - 4, 1)
    return f"{number[:keep]}****{number[keep + hidden :]}"


def _readings(digits: str, region: str) -> list[str]:
    """The ways carriers write one number, the most literal first."""
    readings = [digits]
    country = str(phonenumbers.country_code_for_region(region))
    if digits.startswith(country) and len(digits) > 10:
        readings.append("+" + digits)
    if digits.startswith("00"):
        readings.append("+" + digits[2:])
    if digits.startswith("01") and len(digits) == 12:
        readings.append(digits[1:])
    return readings


def _without_mobile_token(number: phonenumbers.PhoneNumber) -> str:
    """Its worldwide digits; some countries put a mark of mobile telephones before the area."""
    token = phonenumbers.country_mobile_token(number.country_code or 0)
    national = phonenumbers.national_significant_number(number)
    return f"{number.country_code}{national.removeprefix(token)}"


def _e164(number: phonenumbers.PhoneNumber) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _shown(number: phonenumbers.PhoneNumber, region: str) -> str:
    home = phonenumbers.country_code_for_region(region)
    if number.country_code != home:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
