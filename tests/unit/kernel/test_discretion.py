"""What of a text is hidden from who need not know numbers, and how it comes back."""

import pytest

from lingting.kernel.discretion import (
    asks_for_digits,
    masked_address,
    masked_email,
    masked_text,
    restored,
)

pytestmark = [pytest.mark.unit, pytest.mark.req("SEC-01")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("请回电 13971234567 王先生", "请回电 139****4567 王先生"),
        ("138 0013 8000", "138****8000"),
        ("+1 650-253-0000", "+16****0000"),
        ("身份证 330106199001011234", "身份证 330****1234"),
        ("2026-11-29 来电", "2026-11-29 来电"),
        ("订单 12345", "订单 12345"),
        ("019cac0f-2680-7000-8227-585374393057", "019cac0f-2680-7000-8227-585374393057"),
    ],
)
def test_what_reads_like_a_number_loses_its_middle(text: str, shown: str) -> None:
    assert masked_text(text) == shown


def test_addresses_show_where_they_begin() -> None:
    assert masked_email("zhang@example.com") == "z****@example.com"
    assert masked_email("13971234567") == "139****4567"
    assert masked_email("") == ""
    assert masked_address("浙江省杭州市西湖区文三路") == "浙江省杭州市****"
    assert masked_address("杭州") == "杭州"


def test_who_writes_on_keeps_what_he_did_not_see() -> None:
    present = "家 13971234567，公司 057187654321"
    given = masked_text(present) + "，周五"
    assert restored(given, present) == present + "，周五"
    assert restored("全新", present) == "全新"


def test_four_digits_in_a_row_are_a_guess() -> None:
    assert asks_for_digits("王 7123")
    assert not asks_for_digits("A座 712")
