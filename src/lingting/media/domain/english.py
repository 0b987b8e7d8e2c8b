"""How English speaks numbers: quantities, digits, ordinals, amounts, dates, times."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
]  # fmt: skip
_TENS = [
    "zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
]  # fmt: skip
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"))
LARGEST = 10**15 - 1
_ORDINALS = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
    "nine": "ninth", "twelve": "twelfth",
}  # fmt: skip
MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
]  # fmt: skip


def _ordinal_word(word: str) -> str:
    if word in _ORDINALS:
        return _ORDINALS[word]
    return word[:-1] + "ieth" if word.endswith("y") else word + "th"


_CARDINAL_WORDS = (*_ONES, *_TENS[2:], "hundred", *(name for _, name in _SCALES))
WORDS = (
    *_CARDINAL_WORDS,
    *(_ordinal_word(word) for word in _CARDINAL_WORDS),
    *("and", "minus", "point", "oh", "hundred", "yuan", "cents", "cent", "a m", "p m"),
    *("o'clock", "star", "hash", "plus", *MONTHS),
)
"""Every fragment that the functions of this module can return."""


def _below_thousand(number: int) -> list[str]:
    words: list[str] = []
    if number >= 100:
        words += [_ONES[number // 100], "hundred"]
        number %= 100
        if number:
            words.append("and")
    if number >= 20:
        words.append(_TENS[number // 10])
        number %= 10
        if not number:
            return words
    if number or not words:
        words.append(_ONES[number])
    return words


def cardinal(number: int) -> list[str]:
    """123 → one hundred and twenty three."""
    if abs(number) > LARGEST:
        return [*(["minus"] if number < 0 else []), *(_ONES[int(d)] for d in str(abs(number)))]
    words = ["minus"] if number < 0 else []
    rest = abs(number)
    spoken = False
    for size, name in _SCALES:
        if rest >= size:
            words += [*_below_thousand(rest // size), name]
            rest %= size
            spoken = True
    if spoken and 0 < rest < 100:
        words.append("and")
    if rest or not spoken:
        words += _below_thousand(rest)
    return words


quantity = cardinal


def decimal(number: Decimal) -> list[str]:
    """3.05 → three point zero five."""
    whole, _, fraction = format(abs(number), "f").partition(".")
    words = cardinal(int(whole))
    fraction = fraction.rstrip("0")
    if fraction:
        words += ["point", *(_ONES[int(digit)] for digit in fraction)]
    return ["minus", *words] if number < 0 else words


def digits(text: str) -> list[str]:
    """One by one, as written."""
    signs = {"*": "star", "#": "hash", "+": "plus"}
    words: list[str] = []
    for character in text:
        if character.isascii() and character.isdigit():
            words.append(_ONES[int(character)])
        elif character in signs:
            words.append(signs[character])
    return words


def telephone(text: str) -> list[str]:
    """Digit by digit, with oh for zero."""
    return ["oh" if word == "zero" else word for word in digits(text)]


def ordinal(number: int) -> list[str]:
    """21 → twenty first."""
    words = cardinal(number)
    return [*words[:-1], _ordinal_word(words[-1])]


def amount(number: Decimal) -> list[str]:
    """12.05 → twelve yuan and five cents."""
    cents = int((abs(number) * 100).to_integral_value())
    whole, part = cents // 100, cents % 100
    words = ["minus"] if number < 0 and cents else []
    if whole or not part:
        words += [*cardinal(whole), "yuan"]
        if part:
            words.append("and")
    if part:
        words += [*cardinal(part), "cent" if part == 1 else "cents"]
    return words


def day(value: date) -> list[str]:
    """2026-02-10 → February tenth twenty twenty six."""
    return [MONTHS[value.month - 1], *ordinal(value.day), *_year(value.year)]


def _year(year: int) -> list[str]:
    century, rest = divmod(year, 100)
    if year < 1100 or 2000 <= year < 2010:
        return cardinal(year)
    if rest == 0:
        return [*cardinal(century), "hundred"]
    return [*cardinal(century), *(["oh"] if rest < 10 else []), *cardinal(rest)]


def clock(value: time) -> list[str]:
    """14:05 → two oh five p m; 9:00 → nine o'clock a m."""
    half = "a m" if value.hour < 12 else "p m"
    hour = cardinal(value.hour % 12 or 12)
    if value.minute == 0:
        return [*hour, "o'clock", half]
    return [*hour, *(["oh"] if value.minute < 10 else []), *cardinal(value.minute), half]
