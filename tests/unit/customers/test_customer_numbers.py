"""A customer's numbers are read, made unique and limited."""

import pytest

from lingting.customers.domain import CustomerNumberUnfit, TooManyNumbers, fit_numbers

pytestmark = pytest.mark.unit


def test_spellings_of_one_number_count_once_in_the_order_typed() -> None:
    numbers = fit_numbers(["138 0013 8000", "010-88881234", "+8613800138000"], "CN")
    assert [number.key for number in numbers] == ["+8613800138000", "+861088881234"]


@pytest.mark.parametrize("text", ["", "anonymous", "no number", "<b>", "1" * 25])
def test_what_is_no_number_is_refused_by_name(text: str) -> None:
    with pytest.raises(CustomerNumberUnfit):
        fit_numbers(["13800138000", text], "CN")


def test_twenty_numbers_are_enough() -> None:
    texts = [f"1380013{one:04}" for one in range(21)]
    assert len(fit_numbers(texts[:20], "CN")) == 20
    with pytest.raises(TooManyNumbers):
        fit_numbers(texts, "CN")
