"""The text of every error in each language, from the features' `messages.json` files."""

import json
from functools import cache
from pathlib import Path
from string import Template
from typing import Literal

Language = Literal["zh-CN", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")

_PACKAGE = Path(__file__).parents[2]


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """`{slug: {language: text}}` of all features; two texts for one slug are refused."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(_PACKAGE.glob("**/messages.json")):
        for slug, texts in json.loads(file.read_text("utf-8")).items():
            if slug in found:
                raise ValueError(f"{slug} has two texts, the second in {file}")
            found[slug] = texts
    return found


def message(slug: str, language: Language, params: dict[str, object]) -> str:
    """The sentence for a person; `$name` stands for a parameter.

    What has a name in each language comes as `name_zh` and `name_en` and is `$name` as well.
    """
    texts = catalogue().get(slug) or catalogue()["error"]
    end = "_zh" if language == "zh-CN" else "_en"
    named = {k.removesuffix(end): str(v) for k, v in params.items() if k.endswith(end)}
    values = {k: str(v) for k, v in params.items()}
    return Template(texts[language]).safe_substitute(values | named)


def preferred(accept_language: str | None) -> Language:
    """The first language of the header that the product speaks; Chinese when none is."""
    for part in (accept_language or "").split(","):
        tag = part.split(";")[0].strip().lower()
        if tag.startswith("zh"):
            return "zh-CN"
        if tag.startswith("en"):
            return "en"
    return "zh-CN"
