"""Personal data never reaches a log line, and a log that cannot be written disturbs nobody."""

import json
import sys
from pathlib import Path

import pytest
import structlog

from lingting.platform.log import Undisturbed, configure_log, get_log, without_rows

pytestmark = pytest.mark.unit


def test_a_personal_value_is_shown_as_dots(capsys: pytest.CaptureFixture[str]) -> None:
    configure_log("json")
    try:
        get_log("test").info("call arrived", pii_caller="13800138000", call="c1")
    finally:
        structlog.reset_defaults()
    line = json.loads(capsys.readouterr().err)
    assert line["pii_caller"] == "•••"
    assert line["call"] == "c1"
    assert line["event"] == "call arrived"


def test_a_refusal_of_the_database_is_logged_without_the_row() -> None:
    told = "IntegrityError\nDETAIL:  Key (number)=(13800138000) already exists.\n[SQL: INSERT]"
    assert "13800138000" not in without_rows(told)
    assert "[SQL: INSERT]" in without_rows(told)


def test_what_was_written_in_several_lines_is_a_row_as_well() -> None:
    told = (
        "NotNullViolation\nDETAIL:  Failing row contains (13800138000, 欧阳\n住在七号).\n"
        "CONTEXT:  JSON data, line 1: {欧阳\n住在七号\n[SQL: INSERT]\n\n"
        "The above exception\nDETAIL:  Key 欧阳\n住在七号"
    )
    of_a_group = "\n".join(f"    | {line}" for line in told.split("\n")) + "\n    +-----"
    for text in (told, of_a_group):
        assert [one for one in ("138", "欧阳", "七号") if one in without_rows(text)] == []
    assert "+---" in without_rows(of_a_group)
    for kept in ("NotNullViolation", "[SQL: INSERT]", "The above exception"):
        assert kept in without_rows(told)


def test_a_log_without_room_disturbs_nobody(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    full = Path("/dev/full").open("w", buffering=1, encoding="utf-8")  # noqa: SIM115
    monkeypatch.setattr(sys, "stderr", full)
    configure_log("json")
    try:
        for _ in range(1000):
            get_log("test").error("this goes nowhere", long="x" * 1000)
    finally:
        structlog.reset_defaults()
        with pytest.raises(OSError, match="No space"):
            full.close()


def test_words_are_written_again_when_there_is_room(tmp_path: Path) -> None:
    file = (tmp_path / "words").open("w", encoding="utf-8")
    with file:
        print("said", file=Undisturbed(file), flush=True)
        assert (tmp_path / "words").read_text("utf-8") == "said\n"
