"""Numbers are spoken as a native speaker says them."""

import contextlib
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.media.domain.sounds import LANGUAGES
from lingting.media.domain.speaking import KINDS, Kind, NotSpeakable, fragments, say

pytestmark = [pytest.mark.unit]

CHINESE: list[tuple[Kind, str, str]] = [
    ("number", "0", "零"),
    ("number", "10", "十"),
    ("number", "12", "十二"),
    ("number", "20", "二十"),
    ("number", "100", "一百"),
    ("number", "105", "一百零五"),
    ("number", "110", "一百一十"),
    ("number", "115", "一百一十五"),
    ("number", "1005", "一千零五"),
    ("number", "1050", "一千零五十"),
    ("number", "1100", "一千一百"),
    ("number", "10000", "一万"),
    ("number", "10005", "一万零五"),
    ("number", "100000", "十万"),
    ("number", "120000", "十二万"),
    ("number", "1000000", "一百万"),
    ("number", "20300", "二万零三百"),
    ("number", "100010000", "一亿零一万"),
    ("number", "100000005", "一亿零五"),
    ("number", "1000000000000", "一万亿"),
    ("number", "1000200000000", "一万零二亿"),
    ("number", "-5", "负五"),
    ("number", "3.05", "三点零五"),
    ("quantity", "2", "两"),
    ("quantity", "12", "十二"),
    ("quantity", "22", "二十二"),
    ("quantity", "200", "两百"),
    ("quantity", "202", "两百零二"),
    ("quantity", "2222", "两千两百二十二"),
    ("quantity", "20000", "两万"),
    ("quantity", "120000", "十二万"),
    ("amount", "100", "一百元整"),
    ("amount", "2.5", "两元五角"),
    ("amount", "20.05", "二十元零五分"),
    ("amount", "0.30", "三角"),
    ("amount", "0.02", "两分"),
    ("amount", "12.34", "十二元三角四分"),
    ("amount", "0", "零元整"),
    ("date", "2026-02-10", "二零二六年二月十日"),
    ("date", "20261231", "二零二六年十二月三十一日"),
    ("time", "14:05", "下午两点零五分"),
    ("time", "9:30", "上午九点半"),
    ("time", "00:00", "上午零点整"),
    ("time", "12:15", "下午十二点十五分"),
    ("time", "22:22", "下午十点二十二分"),
    ("telephone", "110", "幺幺零"),
    ("telephone", "+86 138-0013-8000", "加八六幺三八零零幺三八零零零"),
    ("digits", "10086", "一零零八六"),
    ("digits", "*1#", "星一井"),
    ("ordinal", "2", "第二"),
    ("ordinal", "21", "第二十一"),
]

ENGLISH: list[tuple[Kind, str, str]] = [
    ("number", "0", "zero"),
    ("number", "123", "one hundred and twenty three"),
    ("number", "1005", "one thousand and five"),
    ("number", "2500000", "two million five hundred thousand"),
    ("number", "3.05", "three point zero five"),
    ("ordinal", "1", "first"),
    ("ordinal", "21", "twenty first"),
    ("ordinal", "30", "thirtieth"),
    ("amount", "12.05", "twelve yuan and five cents"),
    ("amount", "0.01", "one cent"),
    ("date", "2026-02-10", "February tenth twenty twenty six"),
    ("date", "2005-01-03", "January third two thousand and five"),
    ("time", "14:05", "two oh five p m"),
    ("time", "00:00", "twelve o'clock a m"),
    ("telephone", "100", "one oh oh"),
]


@pytest.mark.req("IVR-06")
@pytest.mark.parametrize(("kind", "value", "spoken"), CHINESE)
def test_chinese_number_speech(kind: Kind, value: str, spoken: str) -> None:
    assert "".join(say(kind, value, "zh-CN")) == spoken


@pytest.mark.req("IVR-06")
@pytest.mark.parametrize(("kind", "value", "spoken"), ENGLISH)
def test_english_number_speech(kind: Kind, value: str, spoken: str) -> None:
    assert " ".join(say(kind, value, "en")) == spoken


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", ["", "abc", "nan", "1e999", "２"])
def test_a_value_that_is_no_number_is_refused_or_spoken_but_never_breaks(
    kind: Kind, value: str
) -> None:
    for language in LANGUAGES:
        with contextlib.suppress(NotSpeakable):
            assert say(kind, value, language)


@given(st.decimals(-(10**18), 10**18, places=2, allow_nan=False))
def test_every_number_is_spoken_with_rendered_fragments(number: Decimal) -> None:
    whole = str(int(number))
    for language in LANGUAGES:
        known = set(fragments(language))
        for kind in ("number", "quantity", "amount", "telephone", "digits"):
            assert set(say(kind, str(number), language)) <= known
        assert set(say("ordinal", whole.lstrip("-"), language)) <= known


@given(st.dates(min_value=date(1000, 1, 1)), st.times())
def test_every_date_and_time_is_spoken_with_rendered_fragments(day: date, clock: time) -> None:
    for language in LANGUAGES:
        known = set(fragments(language))
        assert set(say("date", day.isoformat(), language)) <= known
        assert set(say("time", clock.strftime("%H:%M"), language)) <= known


def _value(words: tuple[str, ...]) -> int:
    """Reads a Chinese number back, by groups."""
    total = group = digit = 0
    for word in words:
        if word in "零一二三四五六七八九":
            digit = "零一二三四五六七八九".index(word)
        elif word in ("十", "百", "千"):
            group += (digit or (1 if word == "十" else 0)) * {"十": 10, "百": 100, "千": 1000}[word]
            digit = 0
        elif word == "万":
            total, group, digit = total + (group + digit) * 10**4, 0, 0
        elif word == "亿":
            total, group, digit = (total + group + digit) * 10**8, 0, 0
        elif word == "万亿":
            total, group, digit = (total + group + digit) * 10**12, 0, 0
    return total + group + digit


@given(st.integers(0, 10**12 - 1))
def test_a_spoken_chinese_number_reads_back_as_itself(number: int) -> None:
    assert _value(say("number", str(number), "zh-CN")) == number
