"""Wherever the reasons stand for which callers are refused, all of them do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lingting.calls.domain.refusing import Why
from lingting.calls.events import CallersRefused, CallRefused
from lingting.operations import catalogue
from lingting.operations.domain import Finding
from lingting.reporting.domain.flow_metrics import CONTACT_METRICS, REFUSED_FOR
from lingting.supervision.domain.measures import MEASURES

pytestmark = pytest.mark.unit

FEATURES = Path(__file__).parents[3] / "web" / "src" / "features"


def texts(feature: str, language: str) -> str:
    return (FEATURES / feature / "i18n" / f"{language}.json").read_text("utf-8")


def test_the_metric_says_all_of_them_in_both_languages() -> None:
    (metric,) = [one for one in CONTACT_METRICS if one.column == "refused"]
    assert set(REFUSED_FOR) == set(Why)
    for chinese, english in REFUSED_FOR.values():
        assert chinese in metric.definition.zh
        assert english in metric.definition.en


def test_the_facts_say_what_they_may_be() -> None:
    for fact in (CallRefused, CallersRefused):
        assert [why for why in Why if f"`{why.value}`" not in (fact.__doc__ or "")] == []


def test_each_has_an_alarm_and_a_limit_on_the_wallboard() -> None:
    for why in Why:
        words: Any = catalogue.found(Finding("admission", why.value, {"count": "7"}))
        assert all("7" in text for text in words.values())
        assert f"refused_{why.value}" in MEASURES


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_client_has_words_for_each(language: str) -> None:
    calls, supervision = texts("calls", language), texts("supervision", language)
    for why in Why:
        for key in (f"call_refused_{why.value}", f"call_refused_{why.value}_anonymous"):
            assert json.dumps(key) in calls
        assert json.dumps(f"refused_{why.value}") in supervision
