"""Every error speaks Chinese and English."""

import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from string import Template

import pytest

import lingting
from lingting.kernel.errors import error_types
from lingting.platform.http.messages import LANGUAGES, catalogue, message, preferred

pytestmark = pytest.mark.unit

OF_FORMS = {
    "value-error",
    "missing",
    "wrong-type",
    "string-too-short",
    "string-too-long",
    "too-short",
    "too-long",
    "greater-than-equal",
    "less-than-equal",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def slugs() -> dict[str, str]:
    for module in walk_packages(lingting.__path__, "lingting."):
        if module.name != "lingting.__main__" and not module.name.startswith("lingting.main"):
            import_module(module.name)
    return {slug: cls.__module__ for slug, cls in error_types().items()}


def test_every_error_has_its_text_in_both_languages(slugs: dict[str, str]) -> None:
    ours = {slug: where for slug, where in slugs.items() if where.startswith("lingting.")}
    missing = {slug: where for slug, where in ours.items() if slug not in catalogue()}
    assert not missing


def test_every_text_is_in_the_language_that_it_claims() -> None:
    for slug, texts in catalogue().items():
        assert set(texts) == set(LANGUAGES), slug
        assert CHINESE.search(texts["zh-CN"]), slug
        assert not CHINESE.search(texts["en"]), slug


def test_both_languages_of_a_text_name_the_same_parameters() -> None:
    for slug, texts in catalogue().items():
        chinese, english = (set(Template(texts[one]).get_identifiers()) for one in LANGUAGES)
        assert chinese == english, slug


def test_no_text_is_left_over(slugs: dict[str, str]) -> None:
    source = "\n".join(
        file.read_text("utf-8")
        for folder in lingting.__path__
        for file in Path(folder).glob("**/*.py")
    )
    idle = {
        slug
        for slug in catalogue().keys() - slugs.keys() - OF_FORMS
        # what is wrong with a document is named without its prefix
        if f'"{slug}"' not in source and f'"{slug.partition("-")[2]}"' not in source
    }
    assert not idle


def test_parameters_fill_the_text() -> None:
    assert "A004" in message("seat-number-taken", "zh-CN", {"number": "A004"})


def test_a_slug_without_text_says_at_least_that_something_failed() -> None:
    assert message("no-such-slug", "en", {}) == catalogue()["error"]["en"]


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "zh-CN"),
        ("", "zh-CN"),
        ("en-US,en;q=0.9", "en"),
        ("zh-TW", "zh-CN"),
        ("fr, en;q=0.8", "en"),
        ("fr", "zh-CN"),
    ],
)
def test_the_browser_chooses_the_language(header: str | None, language: str) -> None:
    assert preferred(header) == language


def test_what_has_a_name_in_each_language_is_read_in_the_readers() -> None:
    params: dict[str, object] = {"number": "1", "country_zh": "美国", "country_en": "United States"}
    assert "（美国）" in message("number-abroad", "zh-CN", params)
    assert "(United States)" in message("number-abroad", "en", params)
