"""Turns a value into the fragments that are spoken for it, in each language."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Literal

from lingting.kernel.errors import Invalid
from lingting.media.domain import chinese, english
from lingting.media.domain.sounds import Language

Kind = Literal["digits", "number", "quantity", "amount", "date", "time", "telephone", "ordinal"]
KINDS: tuple[Kind, ...] = (
    "digits", "number", "quantity", "amount", "date", "time", "telephone", "ordinal",
)  # fmt: skip


class NotSpeakable(Invalid):
    """The value does not read as the kind of number that it is to be spoken as."""


def say(kind: Kind, value: str, language: Language) -> tuple[str, ...]:
    """The fragments of `value`, in order. Raises NotSpeakable.

    `date` reads `2026-02-10` or `20260210`; `time` reads `14:05`, `1405` or `14:05:00`.
    """
    speech = english if language == "en" else chinese
    text = value.strip()
    match kind:
        case "digits":
            words = speech.digits(text)
        case "telephone":
            words = speech.telephone(text)
        case "date":
            words = speech.day(_date(text))
        case "time":
            words = speech.clock(_time(text))
        case "ordinal":
            words = speech.ordinal(_whole(text))
        case "amount":
            words = speech.amount(_number(text))
        case "quantity":
            number = _number(text)
            whole = number == number.to_integral_value()
            words = speech.quantity(int(number)) if whole else speech.decimal(number)
        case "number":
            words = speech.decimal(_number(text))
    if not words:
        raise NotSpeakable(kind=kind)
    return tuple(words)


def fragments(language: Language) -> tuple[str, ...]:
    """Every fragment that `say` can return, so that all are rendered beforehand."""
    speech = english if language == "en" else chinese
    return tuple(dict.fromkeys(speech.WORDS))


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise NotSpeakable(kind="number") from None
    if not number.is_finite() or abs(number) > 10**30 or abs(number.adjusted()) > 40:
        raise NotSpeakable(kind="number")
    return number


def _whole(text: str) -> int:
    number = _number(text)
    if number != number.to_integral_value():
        raise NotSpeakable(kind="ordinal")
    return int(number)


def _date(text: str) -> date:
    for form in ("%Y-%m-%d", "%Y%m%d", "%Y/%m/%d"):
        try:
            return datetime.strptime(text[:10], form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise NotSpeakable(kind="date")


def _time(text: str) -> time:
    for form in ("%H:%M", "%H%M", "%H:%M:%S"):
        try:
            return datetime.strptime(text, form).time()  # noqa: DTZ007
        except ValueError:
            continue
    raise NotSpeakable(kind="time")
