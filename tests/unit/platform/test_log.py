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
