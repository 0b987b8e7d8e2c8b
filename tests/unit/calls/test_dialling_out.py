"""Where numbers lead, and what a company's rules say to them."""

import pytest

from lingting.calls.domain.destinations import Reach, destination
from lingting.calls.domain.dialling_out import (
    ABROAD,
    BLOCKED,
    Circumstances,
    DialRules,
    Refusal,
    refusal,
)
from lingting.tenancy.domain.settings import CompanySettings, SettingUnfit

pytestmark = pytest.mark.unit

SHIPPED = DialRules.of(CompanySettings({}))

WHERE = {
    "13900139000": (Reach.HOME, "CN"),
    "013900139000": (Reach.HOME, "CN"),
    "+8613900139000": (Reach.HOME, "CN"),
    "8613900139000": (Reach.HOME, "CN"),
    "01088887777": (Reach.HOME, "CN"),
    "17951 010 88887777": (Reach.HOME, "CN"),
    "88886666": (Reach.HOME, "CN"),
    "4008001234": (Reach.HOME, "CN"),
    "95588": (Reach.HOME, "CN"),
    "10086": (Reach.HOME, "CN"),
    "110": (Reach.EMERGENCY, "CN"),
    "119": (Reach.EMERGENCY, "CN"),
    "16812345": (Reach.PREMIUM, "CN"),
    "0085223456789": (Reach.ABROAD, "HK"),
    "+85223456789": (Reach.ABROAD, "HK"),
    "1795100852 23456789": (Reach.ABROAD, "HK"),
    "0018765551234": (Reach.ABROAD, "JM"),
    "+14155552671": (Reach.ABROAD, "US"),
    "0044123": (Reach.ABROAD, ""),
    "008821612345": (Reach.ABROAD, ""),
    "00979123456789": (Reach.PREMIUM, ""),
    "００８５２２３４５６７８９": (Reach.ABROAD, "HK"),
    "0,0852,23456789": (Reach.ABROAD, "HK"),
    "*7200852234567": (Reach.CODE, ""),
    "13900139000#": (Reach.CODE, ""),
    "9011442079460958": (Reach.UNKNOWN, ""),
    "139+0013900": (Reach.UNKNOWN, ""),
}


@pytest.mark.parametrize("dialled", WHERE)
def test_a_number_leads_where_the_carrier_takes_it(dialled: str) -> None:
    found = destination(dialled, "CN")
    assert (found.reach, found.country) == WHERE[dialled]


def test_a_country_that_shares_ones_calling_code_is_abroad() -> None:
    assert destination("876 555 1234", "US").reach is Reach.ABROAD
    assert destination("415 555 2671", "US").reach is Reach.HOME
    assert destination("911", "US").reach is Reach.EMERGENCY


def now(**more: int | None) -> Circumstances:
    usual = {"local_hour": 12, "agent_last_hour": 0, "company_last_hour": 0, "now_outside": 0}
    return Circumstances(**{**usual, **more})  # type: ignore[arg-type]


def why(rules: DialRules, dialled: str, **more: int | None) -> Refusal | None:
    return refusal(rules, destination(dialled, "CN"), now(**more))


@pytest.mark.parametrize(
    ("reach", "expected"),
    [
        (Reach.HOME, None),
        (Reach.EMERGENCY, None),
        (Reach.ABROAD, Refusal.ABROAD),
        (Reach.PREMIUM, Refusal.PREMIUM),
        (Reach.CODE, Refusal.CODE),
        (Reach.UNKNOWN, Refusal.UNKNOWN),
    ],
)
def test_as_shipped_only_ones_own_country_can_be_called(
    reach: Reach, expected: Refusal | None
) -> None:
    for dialled, (where, _) in WHERE.items():
        if where is reach:
            assert why(SHIPPED, dialled) is expected, dialled


def chosen(**values: str | int | bool) -> DialRules:
    return DialRules.of(CompanySettings({f"dial_out_{key}": one for key, one in values.items()}))


def test_an_opened_country_and_an_opened_prefix_can_be_called() -> None:
    rules = chosen(abroad="HK，+1415 007")
    assert why(rules, "0085223456789") is None
    assert why(rules, "+14155552671") is None
    assert why(rules, "0018765551234") is Refusal.ABROAD
    assert why(rules, "00441234567890") is Refusal.ABROAD
    assert why(rules, "0074951234567") is None


def test_a_country_does_not_open_its_premium_numbers_but_a_prefix_does() -> None:
    assert why(chosen(abroad="GB"), "00449098790000") is Refusal.PREMIUM
    assert why(chosen(abroad="+44909"), "00449098790000") is None
    assert why(chosen(premium=True), "16812345") is None


@pytest.mark.parametrize("dialled", ["075512345678", "+8675512345678", "8675512345678"])
def test_a_forbidden_prefix_holds_however_the_number_is_written(dialled: str) -> None:
    rules = chosen(blocked="+86755, 0755")
    assert why(rules, dialled) is Refusal.BLOCKED


def test_what_is_forbidden_wins_over_what_is_opened() -> None:
    assert why(chosen(abroad="HK", blocked="+8529"), "0085291234567") is Refusal.BLOCKED


@pytest.mark.parametrize(
    ("rules", "more", "expected"),
    [
        ({"agent_hourly": 5}, {"agent_last_hour": 5}, Refusal.AGENT_HOURLY),
        ({"agent_hourly": 5}, {"agent_last_hour": 4}, None),
        ({"agent_hourly": 5}, {"agent_last_hour": None}, None),
        ({"agent_hourly": 0}, {"agent_last_hour": 999}, None),
        ({"company_hourly": 9}, {"company_last_hour": 9, "agent_last_hour": None},
         Refusal.COMPANY_HOURLY),
        ({"at_once": 2}, {"now_outside": 2}, Refusal.AT_ONCE),
        ({"at_once": 2}, {"now_outside": 1}, None),
        ({"from_hour": 8, "until_hour": 20}, {"local_hour": 20}, Refusal.HOURS),
        ({"from_hour": 8, "until_hour": 20}, {"local_hour": 19}, None),
        ({"from_hour": 8, "until_hour": 20}, {"local_hour": 3, "agent_last_hour": None}, None),
        ({"from_hour": 22, "until_hour": 6}, {"local_hour": 3}, None),
        ({"from_hour": 22, "until_hour": 6}, {"local_hour": 12}, Refusal.HOURS),
        ({"from_hour": 0, "until_hour": 24}, {"local_hour": 23}, None),
    ],
)  # fmt: skip
def test_limits_hold_from_the_call_that_would_pass_them(
    rules: dict[str, int], more: dict[str, int | None], expected: Refusal | None
) -> None:
    assert why(chosen(**rules), "13900139000", **more) is expected


def test_help_can_be_called_whatever_the_rules_say() -> None:
    strict = chosen(blocked="1", agent_hourly=1, from_hour=8, until_hour=9)
    assert why(strict, "120", agent_last_hour=5, local_hour=3) is None


@pytest.mark.parametrize("text", ["HK, US", "+852", "0755；010", "", "  ", "*72"])
def test_countries_and_prefixes_can_be_written_in_several_ways(text: str) -> None:
    assert ABROAD.accept(text) == text


@pytest.mark.parametrize("text", ["Hongkong", "XX", "+", "12a", "HK;;DROP TABLE"])
def test_what_is_neither_country_nor_prefix_is_not_kept(text: str) -> None:
    with pytest.raises(SettingUnfit):
        ABROAD.accept(text)


def test_a_country_cannot_be_a_forbidden_prefix() -> None:
    with pytest.raises(SettingUnfit):
        BLOCKED.accept("HK")
