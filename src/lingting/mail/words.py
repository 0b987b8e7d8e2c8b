"""The words of the letter that tries the server, and of what hinders letters."""

import json
from functools import cache
from pathlib import Path

from lingting.mail.domain import Hindrance, Letter
from lingting.platform.http.messages import Language

_SUBJECT = {"zh-CN": "聆听：测试邮件", "en": "Lingting: test mail"}
_TEXT = {
    "zh-CN": "邮件服务器已设置好，报表等邮件可以发出。",
    "en": "The mail server works: reports and other mail can be sent.",
}


@cache
def _hindrances() -> dict[str, dict[Language, str]]:
    return json.loads((Path(__file__).parent / "hindrances.json").read_text("utf-8"))


def hindered(why: Hindrance) -> dict[Language, str]:
    """What hindered a letter, and what to do, in both languages."""
    return _hindrances()[why.value]


def test_letter(id: str, to: str, language: Language) -> Letter:
    """A letter that only wants to arrive."""
    text = _TEXT[language]
    return Letter(id, to, _SUBJECT[language], text, f"<p>{text}</p>")
