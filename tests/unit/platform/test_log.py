"""Personal data never reaches a log line."""

import json

import pytest
import structlog

from lingting.platform.log import configure_log, get_log, without_rows

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
