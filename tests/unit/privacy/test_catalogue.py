"""Nothing can be kept about a person that nobody has thought of."""

from __future__ import annotations

from typing import get_type_hints

import pytest

from lingting.kernel.events import event_types
from lingting.kernel.phone import ERASED_DIGITS, parse_phone
from lingting.main import wiring
from lingting.main.tables import all_tables
from lingting.privacy.catalogue import TABLES
from lingting.privacy.domain import BLANKED, NUMBERS, Person, without_person

pytestmark = [pytest.mark.unit, pytest.mark.req("SEC-02", "SEC-09")]

TOKEN = "**" + "7" * ERASED_DIGITS
WORDS = frozenset(
    {
        "account",
        "by",
        "channel",
        "code",
        "country",
        "details",
        "extension",
        "flow",
        "key",
        "keys",
        "kind",
    }
    | {"label_en", "label_zh", "method", "mode", "node", "outcome", "path", "presence", "reason"}
    | {"result", "scale", "seconds", "short_name", "sign_in", "slug", "state", "step", "title_en"}
    | {"title_zh", "verb", "was", "was_reason", "what", "why", "work"}
)
"""Fields of facts that hold words of the product or of its configuration, never a caller's."""
NAMED_ELSEWHERE = {
    ("call.arrived", "called"),
    ("call.refused", "called"),
    ("seat.changed", "number"),
}
"""The company's own numbers."""


def test_every_table_says_what_a_demand_and_time_do_to_it() -> None:
    assert set(TABLES) == set(all_tables().tables)


def test_every_text_of_a_fact_is_a_word_or_goes_with_the_person() -> None:
    assert wiring.wire is not None
    known = {*NUMBERS.items(), *((name, field) for name, (field, _) in BLANKED.items())}
    for name, kind in event_types().items():
        hints = get_type_hints(kind).items()
        texts = {field for field, hint in hints if "str" in str(hint) or "Any" in str(hint)}
        for field in texts - WORDS - {"name"}:
            assert (name, field) in known | NAMED_ELSEWHERE, f"{name}.{field} may name a person"


def test_an_erased_number_is_no_number_and_differs_from_others() -> None:
    number = parse_phone(TOKEN)
    assert number.is_erased
    assert (number.key, number.e164, number.shown) == (TOKEN, None, "***")
    assert not parse_phone("13971234567").is_erased
    assert not parse_phone("").is_erased


def test_a_fact_loses_the_person_and_nothing_else() -> None:
    person = Person(None, frozenset({"+8613971234567"}))
    arrived = {"caller": "013971234567", "called": "4000", "customer": "x", "caught": False}
    made = without_person("call.arrived", arrived, person, TOKEN, "CN")
    assert made == {"caller": TOKEN, "called": "4000", "customer": None, "caught": False}
    expert = {"number": "01012345678"}
    assert without_person("outside.dialled", expert, person, TOKEN, "CN") == expert
    keys = without_person("keys.entered", {"node": "id", "keys": "3301"}, person, TOKEN, "CN")
    assert keys == {"node": "id", "keys": ""}
