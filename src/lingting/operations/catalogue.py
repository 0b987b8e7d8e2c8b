"""The words and verdicts of the checks, from `checks.json`."""

import json
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from lingting.operations.domain import Finding, Verdict
from lingting.platform.http.messages import LANGUAGES, Language

Words = dict[Language, str]


@cache
def _texts() -> dict[str, Any]:
    return json.loads((Path(__file__).parent / "checks.json").read_text("utf-8"))


def group_words(group: str) -> Words:
    """The heading of a group of checks."""
    return _languages(_texts()["groups"][group])


def title(finding: Finding) -> Words:
    """What was looked at."""
    return _languages(_texts()["checks"][finding.check])


def verdict(finding: Finding) -> Verdict:
    """What it came to."""
    return Verdict(_outcome(finding)["verdict"])


def found(finding: Finding) -> Words:
    """What was found, with its values."""
    return _filled(_outcome(finding), finding)


def advice(finding: Finding) -> Words | None:
    """What to do about it; None when there is nothing to do."""
    words = _outcome(finding).get("do")
    return None if words is None else _filled(words, finding)


def is_known(finding: Finding) -> bool:
    """Whether there are words for it: a kept result may be of another version."""
    return finding.outcome in _texts()["checks"].get(finding.check, {}).get("outcomes", {})


def _outcome(finding: Finding) -> dict[str, Any]:
    return _texts()["checks"][finding.check]["outcomes"][finding.outcome]


def _filled(words: dict[str, Any], finding: Finding) -> Words:
    return {
        language: Template(text).safe_substitute(finding.values)
        for language, text in _languages(words).items()
    }


def _languages(words: dict[str, Any]) -> Words:
    return {language: words[language] for language in LANGUAGES}
