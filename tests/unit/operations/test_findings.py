"""Every finding has words in both languages, and says what to do when it is not good."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import lingting
from lingting.main.checks import GROUPS
from lingting.operations import catalogue
from lingting.operations.domain import (
    SWITCH,
    CheckRun,
    Echo,
    Finding,
    PartFact,
    Verdict,
    judge_echo,
    judge_switch,
    with_switch,
)

pytestmark = pytest.mark.unit

PACKAGE = Path(lingting.__file__).parent
TEXTS: dict[str, Any] = json.loads((PACKAGE / "operations" / "checks.json").read_text("utf-8"))
OUTCOMES = [
    Finding(check, outcome) for check, one in TEXTS["checks"].items() for outcome in one["outcomes"]
]


def _name(one: Finding) -> str:
    return f"{one.check}.{one.outcome}"


@pytest.mark.req("EMG-11", "ADM-33")
@pytest.mark.parametrize("finding", OUTCOMES, ids=_name)
def test_what_is_not_good_says_what_to_do_in_both_languages(finding: Finding) -> None:
    advice = catalogue.advice(finding)
    if catalogue.verdict(finding) in (Verdict.WARN, Verdict.BAD):
        assert advice is not None
        assert advice["zh-CN"].endswith("。")
        assert advice["en"].endswith(".")
    else:
        assert advice is None


@pytest.mark.parametrize("finding", OUTCOMES, ids=_name)
def test_both_languages_tell_the_same_values(finding: Finding) -> None:
    words = catalogue.found(finding)
    places = [set(re.findall(r"\$\w+", text)) for text in words.values()]
    assert places[0] == places[1]
    assert set(catalogue.title(finding)) == {"zh-CN", "en"}


def test_every_group_has_a_heading_and_every_outcome_in_code_has_words() -> None:
    assert set(TEXTS["groups"]) == set(GROUPS)
    code = "".join(path.read_text("utf-8") for path in (PACKAGE / "main/checks").glob("*.py"))
    named = re.findall(r'Finding\(\s*"(\w+)",\s*"(\w+)"', code)
    assert len(named) > 30
    for check, outcome in named:
        assert catalogue.is_known(Finding(check, outcome)), f"{check}.{outcome}"


@pytest.mark.parametrize(
    ("delays", "outcome"),
    [
        ((), "silent"),
        ((0.001,) * 100, "good"),
        ((0.001,) * 97, "good"),
        ((0.001,) * 96, "lossy"),
        ((0.2,) * 100, "late"),
        ((0.001,) * 60 + (0.9,) * 40, "good"),
    ],
)
@pytest.mark.req("EMG-12")
def test_an_echo_is_judged_by_what_is_lost_and_by_its_middle_delay(
    delays: tuple[float, ...], outcome: str
) -> None:
    assert judge_echo(Echo(100, delays, 0.1)) == outcome


def test_an_echo_without_a_frame_is_all_loss() -> None:
    assert Echo(0, (), 0.0).lost_percent == 100


def test_a_run_is_finished_with_its_last_group() -> None:
    run = CheckRun(datetime(2026, 1, 1, tzinfo=UTC), 2).with_group("machine", [], 0.1)
    assert not run.finished
    assert run.with_group("clock", [Finding("backup", "never")], 0.2).finished


@pytest.mark.parametrize(
    ("connected", "answers", "fault"),
    [
        (True, True, None),
        (True, False, None),
        (False, True, "unheard"),
        (False, False, "silent"),
    ],
)
def test_a_switch_that_the_engine_does_not_hear_is_silent_unless_it_answers_others(
    connected: bool, answers: bool, fault: str | None
) -> None:
    assert judge_switch(connected=connected, answers=answers) == fault


@pytest.mark.parametrize(("told", "shown"), [("running", "silent"), ("away", "away")])
def test_only_a_switch_that_runs_can_be_silent(told: str, shown: str) -> None:
    began, lost = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
    parts = [PartFact(SWITCH, told, began, 0), PartFact("serve", "running", began, 0)]
    switch, serve = with_switch(parts, "silent", lost)
    assert (switch.state, serve.state) == (shown, "running")
    assert switch.since == (lost if shown == "silent" else began)
