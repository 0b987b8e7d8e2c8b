"""Numbers are found however a carrier writes them."""

import pytest

from lingting.numbers.domain import (
    BoundNumberUnfit,
    Kind,
    NumberUnfit,
    fit_bound,
    fit_number,
    readings,
)

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("configured", "called"),
    [
        ("010-8888 1234", "01088881234"),
        ("010-8888 1234", "+861088881234"),
        ("010-8888 1234", "sip:861088881234@carrier.example"),
        ("138 0013 8000", "013800138000"),
        ("400-820-1234", "4008201234"),
        ("8001", "8001"),
        ("+1 212 555 0100", "0012125550100"),
    ],
)
def test_spellings_of_one_number_share_a_reading(configured: str, called: str) -> None:
    assert set(readings(configured, "CN")) & set(readings(called, "CN"))


def test_different_numbers_share_none() -> None:
    assert not set(readings("01088881234", "CN")) & set(readings("01088881235", "CN"))


@pytest.mark.parametrize("called", ["", "anonymous", "sip:anonymous@anonymous.invalid", "***"])
def test_no_number_has_no_reading(called: str) -> None:
    assert readings(called, "CN") == ()


@pytest.mark.req("TEL-02", "TEL-04")
@pytest.mark.parametrize(
    ("text", "kind"), [("400-820-1234", Kind.N400), ("800 820 1234", Kind.N800)]
)
def test_a_400_or_800_number_has_ten_digits(text: str, kind: Kind) -> None:
    assert fit_bound(text, kind).raw == text.replace("-", "").replace(" ", "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("4008201234", Kind.N800),
        ("400820123", Kind.N400),
        ("40082012345", Kind.N400),
        ("", Kind.N400),
        ("400#201234", Kind.N400),
    ],
)
def test_anything_else_is_none(text: str, kind: Kind) -> None:
    with pytest.raises(BoundNumberUnfit):
        fit_bound(text, kind)


@pytest.mark.parametrize("text", ["", "anonymous", "no digits", "<script>", "1" * 30])
def test_an_access_number_has_digits(text: str) -> None:
    with pytest.raises(NumberUnfit):
        fit_number(text, "CN")
