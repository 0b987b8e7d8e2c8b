"""How Mandarin speaks numbers: quantities, digits, ordinals, amounts, dates, times."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

DIGITS = "零一二三四五六七八九"
_SMALL_UNITS = ("", "十", "百", "千")
_LARGE_UNITS = ("", "万", "亿", "万亿")
LARGEST = 10**16 - 1
WORDS = (
    *DIGITS,
    *"十百千万亿两幺",
    *("负", "点", "第", "元", "角", "分", "整", "年", "月", "日", "半", "上午", "下午", "星"),
    *("井", "加"),
)
"""Every fragment that the functions of this module can return."""


def _section(number: int) -> list[str]:
    """A number below 10,000 without the large unit: 205 → 二 百 零 五."""
    words: list[str] = []
    gap = False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit == 0:
            gap = bool(words)
            continue
        if gap:
            words.append("零")
            gap = False
        words.append(DIGITS[digit])
        if power:
            words.append(_SMALL_UNITS[power])
    return words


def _sections(number: int) -> list[str]:
    """The whole number by groups of four digits, with 零 where places are missing."""
    groups: list[int] = []
    while number:
        groups.append(number % 10_000)
        number //= 10_000
    words: list[str] = []
    for index in range(len(groups) - 1, -1, -1):
        group = groups[index]
        if group == 0:
            continue
        if words and (group < 1000 or groups[index + 1] == 0):
            words.append("零")
        words += _section(group)
        words += list(_large_unit(index, groups))
    return words


def _large_unit(index: int, groups: list[int]) -> str:
    if index == 3:
        return "万" if groups[2] else "万亿"
    return _LARGE_UNITS[index]


def cardinal(number: int) -> list[str]:
    """A whole number as it is read: 10 → 十, 12 → 十二, 110 → 一百一十, 10005 → 一万零五."""
    if abs(number) > LARGEST:
        return [*(["负"] if number < 0 else []), *(DIGITS[int(d)] for d in str(abs(number)))]
    if number == 0:
        return ["零"]
    words = _sections(abs(number))
    if words[:2] == ["一", "十"]:
        words = words[1:]
    return ["负", *words] if number < 0 else words


def quantity(number: int) -> list[str]:
    """A number that counts something: 2 → 两 (两位), 200 → 两百, 2000 → 两千, 12 → 十二."""
    if abs(number) > LARGEST:
        return cardinal(number)
    words = cardinal(number)
    for index, word in enumerate(words):
        if word != "二":
            continue
        following = words[index + 1] if index + 1 < len(words) else ""
        alone = len([w for w in words if w != "负"]) == 1
        leads = index == 0 or words[index - 1] in ("负", "万", "亿", "万亿", "零")
        if alone or following in ("百", "千") or (leads and following in ("万", "亿", "万亿")):
            words[index] = "两"
    return words


def decimal(number: Decimal) -> list[str]:
    """A number with decimals: 3.05 → 三 点 零 五."""
    whole, _, fraction = format(abs(number), "f").partition(".")
    words = cardinal(int(whole))
    fraction = fraction.rstrip("0")
    if fraction:
        words += ["点", *(DIGITS[int(digit)] for digit in fraction)]
    return ["负", *words] if number < 0 else words


def digits(text: str) -> list[str]:
    """One by one, as written: 10086 → 一 零 零 八 六."""
    return [word for character in text for word in _character(character)]


def telephone(text: str) -> list[str]:
    """Digit by digit with 幺 for one: 110 → 幺 幺 零."""
    return ["幺" if word == "一" else word for word in digits(text)]


def _character(character: str) -> list[str]:
    if character.isascii() and character.isdigit():
        return [DIGITS[int(character)]]
    return {"*": ["星"], "#": ["井"], "+": ["加"]}.get(character, [])


def ordinal(number: int) -> list[str]:
    """2 → 第 二."""
    return ["第", *cardinal(number)]


def amount(number: Decimal) -> list[str]:
    """Money: 100 → 一百元整, 2.5 → 两元五角, 20.05 → 二十元零五分, 0.3 → 三角."""
    cents = int((abs(number) * 100).to_integral_value())
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    words = ["负"] if number < 0 and cents else []
    if yuan or not cents:
        words += [*quantity(yuan), "元"]
    if not jiao and not fen:
        return [*words, "整"]
    if jiao:
        words += [*quantity(jiao), "角"]
    elif yuan:
        words.append("零")
    if fen:
        words += [DIGITS[fen] if yuan or jiao else quantity(fen)[0], "分"]
    return words


def day(value: date) -> list[str]:
    """2026-02-10 → 二零二六年 二月 十日."""
    year = [DIGITS[int(digit)] for digit in f"{value.year:04d}"]
    return [*year, "年", *cardinal(value.month), "月", *cardinal(value.day), "日"]


def clock(value: time) -> list[str]:
    """14:05 → 下午 两点 零 五分; 9:30 → 上午 九点 半; 12:00 → 下午 十二点 整."""
    half = "上午" if value.hour < 12 else "下午"
    hour = value.hour if value.hour <= 12 else value.hour - 12
    words = [half, *quantity(hour), "点"]
    if value.minute == 0:
        return [*words, "整"]
    if value.minute == 30:
        return [*words, "半"]
    if value.minute < 10:
        words.append("零")
    minute = cardinal(value.minute)
    return [*words, *minute, "分"]
