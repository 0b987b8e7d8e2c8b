"""Readers see of a call what they need and no more."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from lingting.reporting.domain.discretion import SECRET, told
from lingting.reporting.domain.fact import Fact
from lingting.reporting.domain.wanted import Cursor, number_wanted
from lingting.reporting.errors import CursorUnfit
from lingting.reporting.showing import decode_cursor, encode_cursor

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def fact(name: str, **data: Any) -> Fact:
    return Fact(1, NOW, name, data)


@pytest.mark.req("SEC-01")
def test_a_number_is_masked_for_who_need_not_see_it() -> None:
    arrived = fact("call.arrived", caller="13800138000", called="4001")
    assert told(arrived, see_numbers=True)["caller"] == "138 0013 8000"
    assert "0013" not in told(arrived, see_numbers=False)["caller"]
    assert told(arrived, see_numbers=False)["called"] == "4001"


@pytest.mark.req("SEC-01")
def test_keys_that_a_caller_typed_are_hidden_with_his_number() -> None:
    typed = fact("keys.entered", node="id-card", keys="110101199003074477")
    assert told(typed, see_numbers=False)["keys"] == SECRET
    assert told(typed, see_numbers=True)["keys"] == "110101199003074477"


def test_a_transfer_to_a_colleague_keeps_his_id_and_one_to_a_number_is_masked() -> None:
    colleague = fact("call.transferred", kind="agent", target="c0ffee")
    assert told(colleague, see_numbers=False)["target"] == "c0ffee"
    outside = fact("call.transferred", kind="number", target="+8613800138000")
    assert "0013" not in told(outside, see_numbers=False)["target"]


def test_places_of_files_never_leave_the_server() -> None:
    started = fact("recording.started", recording="r", path="/var/x.wav", agent="a")
    assert told(started, see_numbers=True) == {"recording": "r", "agent": "a"}


@pytest.mark.parametrize("typed", ["138 0013 8000", "+86 138-0013-8000", "013800138000"])
def test_a_number_is_found_however_it_is_written(typed: str) -> None:
    wanted = number_wanted(typed, parts=True)
    assert (wanted.key, wanted.digits) == ("+8613800138000", None)


def test_a_part_of_a_number_is_looked_for_only_by_who_may_see_numbers() -> None:
    assert number_wanted("0013", parts=True).digits == "0013"
    assert number_wanted("0013", parts=False).digits is None


def test_what_is_no_number_finds_nothing() -> None:
    assert number_wanted("张三", parts=True).digits is None


def test_a_place_in_the_list_survives_the_way_to_the_client_and_back() -> None:
    cursor = Cursor(NOW, uuid4())
    assert decode_cursor(encode_cursor(cursor)) == cursor


@pytest.mark.parametrize("text", ["", "x", "????", "MjAyNg==", "5Lit5paH"])
def test_a_place_that_nobody_made_is_refused(text: str) -> None:
    with pytest.raises(CursorUnfit):
        decode_cursor(text)
