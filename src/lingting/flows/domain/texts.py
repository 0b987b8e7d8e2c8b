"""A text in every language of the product."""

from __future__ import annotations

from typing import Any

import msgspec


class Text(msgspec.Struct, frozen=True, rename={"zh": "zh-CN"}):
    """The same words in Chinese and in English."""

    zh: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """The words for a reader or listener; the other language where one is missing."""
        return (self.en or self.zh) if language == "en" else (self.zh or self.en)


def shown(zh: str, en: str, kind: str = "", **limits: Any) -> msgspec.Meta:
    """How the designer labels a parameter; `kind` names the picker it shows.

    `limits` are msgspec's constraints (`ge`, `le`, `min_length`, …).
    """
    extra: dict[str, Any] = {"x-label": {"zh-CN": zh, "en": en}}
    if kind:
        extra["x-kind"] = kind
    return msgspec.Meta(extra_json_schema=extra, **limits)
