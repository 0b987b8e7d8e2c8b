"""The words that everything is built of."""

from datetime import UTC, datetime, timedelta
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.kernel.errors import Conflict, IllegalTransition, error_types, slug_of
from lingting.kernel.events import wire_name
from lingting.kernel.ids import new_id
from lingting.kernel.machine import Machine
from lingting.kernel.phone import masked, parse_phone, region_name

pytestmark = pytest.mark.unit

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def test_ids_sort_by_the_instant_they_were_made() -> None:
    ids = [new_id(NOON + timedelta(milliseconds=n)) for n in range(50)]
    assert ids == sorted(ids)
    assert {one.version for one in ids} == {7}
    assert len({new_id(NOON) for _ in range(1000)}) == 1000


def test_ids_of_one_millisecond_sort_in_the_order_they_were_made() -> None:
    ids = [new_id(NOON) for _ in range(300)]
    assert ids == sorted(ids)


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("CallArrived", "call.arrived"),
        ("WorkItemAbandoned", "work_item.abandoned"),
        ("OfferMade", "offer.made"),
        ("SignInChanged", "sign_in.changed"),
    ],
)
def test_the_wire_name_of_an_event_follows_its_class(name: str, wire: str) -> None:
    assert wire_name(name) == wire


def test_a_class_of_one_word_is_no_event() -> None:
    with pytest.raises(ValueError, match="does not read"):
        wire_name("Arrived")


def test_errors_have_stable_slugs() -> None:
    assert slug_of("QueueNotFound") == "queue-not-found"
    assert error_types()["illegal-transition"] is IllegalTransition
    assert issubclass(IllegalTransition, Conflict)


class Lamp(Enum):
    OFF = "off"
    ON = "on"


class Press(Enum):
    SWITCH = "switch"
    BREAK = "break"


LAMP = Machine(
    "lamp", Lamp.OFF, {(Lamp.OFF, Press.SWITCH): Lamp.ON, (Lamp.ON, Press.SWITCH): Lamp.OFF}
)


def test_a_machine_knows_only_its_table() -> None:
    assert LAMP.next(Lamp.OFF, Press.SWITCH) is Lamp.ON
    with pytest.raises(IllegalTransition) as refused:
        LAMP.next(Lamp.ON, Press.BREAK)
    assert refused.value.params == {"machine": "lamp", "state": "on", "trigger": "break"}


def test_a_machine_draws_itself() -> None:
    assert "off --> on: switch" in LAMP.mermaid()


@pytest.mark.parametrize(
    "written",
    ["+86 138 0013 8000", "8613800138000", "013800138000", "13800138000", "008613800138000"],
)
def test_the_ways_carriers_write_one_number_have_one_key(written: str) -> None:
    assert parse_phone(written).key == "+8613800138000"


@pytest.mark.parametrize("withheld", [None, "", "anonymous", "Unknown", "sip:anonymous@x", "-"])
def test_a_withheld_number_is_anonymous(withheld: str | None) -> None:
    number = parse_phone(withheld)
    assert number.is_anonymous
    assert number.key == ""


@pytest.mark.parametrize("short", ["10086", "1001", "95588", "12580"])
def test_short_numbers_keep_their_digits(short: str) -> None:
    assert parse_phone(short).key == short


def test_a_number_knows_its_area() -> None:
    assert region_name(parse_phone("01062345678")) == "北京市"
    assert region_name(parse_phone("01062345678"), "en") == "Beijing"
    assert region_name(parse_phone("1001")) is None


def test_a_masked_number_shows_only_its_ends() -> None:
    for written in ("13800138000", "138 0013 8000", "138-0013-8000"):
        assert masked(written) == "138****8000"
    assert masked("10086") == "1****086"
    assert masked("1001") == "1001"


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_numbers(text: str) -> None:
    number = parse_phone(text)
    assert number.is_anonymous == (number.raw == "")
    assert set(number.raw) <= set("0123456789+*#")
    assert parse_phone(number.key).key == number.key or number.e164 is None
