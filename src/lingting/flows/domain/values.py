"""Variables in texts, and comparing them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Literal

Operator = Literal[
    "eq", "ne", "lt", "le", "gt", "ge", "contains", "starts_with", "in", "empty", "not_empty"
]
_NAME = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")


def fill(text: str, variables: Mapping[str, str]) -> str:
    """`{name}` becomes the variable's value; an unknown name becomes nothing."""
    return _NAME.sub(lambda match: variables.get(match.group(1), ""), text)


def names_in(text: str) -> tuple[str, ...]:
    """The variables that a text mentions."""
    return tuple(_NAME.findall(text))


def holds(left: str, operator: Operator, right: str) -> bool:
    """Whether the comparison is true; numbers compare as numbers, all else as text."""
    match operator:
        case "empty":
            return not left
        case "not_empty":
            return bool(left)
        case "contains":
            return right in left
        case "starts_with":
            return left.startswith(right)
        case "in":
            return left in [part.strip() for part in right.replace("，", ",").split(",")]
        case _:
            return _ordered(left, operator, right)


def _ordered(left: str, operator: str, right: str) -> bool:
    numbers = _number(left), _number(right)
    if numbers[0] is not None and numbers[1] is not None:
        sign = (numbers[0] > numbers[1]) - (numbers[0] < numbers[1])
    else:
        sign = (left > right) - (left < right)
    return {
        "eq": sign == 0,
        "ne": sign != 0,
        "lt": sign < 0,
        "le": sign <= 0,
        "gt": sign > 0,
        "ge": sign >= 0,
    }[operator]


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def plus(value: str, amount: str) -> str:
    """The sum of two numbers; a value that is no number counts as nought."""
    total = (_number(value) or Decimal(0)) + (_number(amount) or Decimal(0))
    return format(total.normalize(), "f")
