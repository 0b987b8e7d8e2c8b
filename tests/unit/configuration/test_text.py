"""One configuration has one text, and what is read is what was written."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from lingting.configuration.errors import (
    DocumentNotPlain,
    DocumentUnreadable,
    NameTwice,
    NullCharacter,
)
from lingting.configuration.text import read, write, write_entry

pytestmark = pytest.mark.unit

LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Co", "Cn"))
WORDS = st.text(LETTERS, max_size=20) | st.sampled_from(
    ["yes", "no", "null", "~", "", "0571", "1_000", "12:30", "2026-01-01", "1e3", ".inf", "=", "#a",
     "- a", "a: b", "a #b", " a", "a ", "a\nb", "a\n\n b\n", "'", '"', "{x}", "[x]", "*x", "&x",
     "!x", "%x", "@x", "`x", "呼叫", "1.0", "-1", "+1", "0x1f", "true", "False"]
)  # fmt: skip
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False, allow_infinity=False, width=32)
    | WORDS
)
ENTRIES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)
NAMES = WORDS.filter(lambda name: "\n" not in name)


@given(st.dictionaries(NAMES, ENTRIES, max_size=4))
def test_what_is_written_is_read_again(entries: dict[str, Any]) -> None:
    text = write({"things": entries}, ["heading"])
    assert read(text).values == {"format": 1, "things": entries}
    assert write({"things": read(text).values["things"]}, ["heading"]) == text


@given(st.dictionaries(NAMES, SCALARS, max_size=6))
def test_the_order_in_which_entries_come_does_not_matter(entries: dict[str, Any]) -> None:
    backwards = dict(reversed(entries.items()))
    assert write({"things": entries}, []) == write({"things": backwards}, [])


def test_another_reader_of_yaml_understands_it_in_the_same_way() -> None:
    entries = {"0571": {"a": "yes", "b": "012", "c": "1:30", "d": None, "e": True, "f": "欢迎\n您"}}
    assert yaml.safe_load(write({"things": entries}, ["标题"]))["things"] == entries


def test_short_leaves_stand_on_one_line_and_entries_never_do() -> None:
    entry = {"name": "客服组", "members": [{"agent": "li", "level": 5}], "tags": ["a", "b"]}
    assert write({"groups": {"g": entry}}, []) == (
        "format: 1\n\ngroups:\n  g:\n    name: 客服组\n    members:\n"
        "    - {agent: li, level: 5}\n    tags: [a, b]\n"
    )


def test_a_number_with_a_leading_nought_and_a_word_of_old_yaml_stay_text() -> None:
    values = read("a: 0571\nb: yes\nc: 8001\nd: 01088881234\ne: ~\nf: +86\n").values
    assert values == {"a": "0571", "b": "yes", "c": 8001, "d": "01088881234", "e": None, "f": "+86"}


def test_every_place_has_its_line() -> None:
    document = read("a:\n  b:\n  - c: 1\n    d: 2\n")
    assert document.line(("a", "b", 0, "d")) == 4
    assert document.line(("a", "b", 0, "missing")) == 3
    assert document.line(("missing",)) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: [1", 2), ("a: 1\nb: c: d", 2), ("a: 'x", 1), ("\ta: 1", 1), ("a: \x07", 1)],
)
def test_what_is_no_yaml_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(DocumentUnreadable) as refusal:
        read(text)
    assert abs(refusal.value.params["line"] - line) <= 1  # type: ignore[operator]


@pytest.mark.parametrize(
    "text",
    [
        "a: &x 1\nb: *x",
        "a: !!python/object/apply:os.system [ls]",
        "a: !mine 1",
        "? [1]\n: 2",
        "a: " + "[" * 60 + "]" * 60,
    ],
)
def test_what_no_configuration_needs_is_refused(text: str) -> None:
    with pytest.raises(DocumentNotPlain):
        read(text)


def test_endless_nesting_is_refused_and_harms_nobody() -> None:
    with pytest.raises(DocumentUnreadable):
        read("[" * 100_000)


def test_a_long_text_is_read_piece_by_piece() -> None:
    """Its tree, a hundred times as large, was taken apart in one go: calls stood still for 5 s."""
    text = "".join(f"name{n}: {{a: b}}\n" for n in range(5_000))
    tracemalloc.start()
    kept = read(text)
    size, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(kept.values) == 5_000
    assert peak < 2 * size


def test_a_second_document_is_refused_with_its_line() -> None:
    with pytest.raises(DocumentNotPlain) as refusal:
        read("a: 1\n---\nb: 2\n")
    assert refusal.value.params == {"line": 2}


def test_a_name_that_stands_twice_is_refused_with_its_line() -> None:
    with pytest.raises(NameTwice) as refusal:
        read("a: 1\nb:\n  c: 1\n  c: 2\n")
    assert refusal.value.params == {"line": 4, "name": "c"}


@pytest.mark.parametrize("text", ['a:\n  b: "x\\0"', 'a:\n  "x\\0": b', 'a:\n- "\\x00"'])
def test_what_no_database_keeps_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(NullCharacter) as refusal:
        read(text)
    assert refusal.value.params == {"line": 2}


def test_an_empty_text_is_an_empty_document() -> None:
    assert read("# nothing\n").values == {}


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "null"), ("a: b", "'a: b'"), (5, "5"), ([1, 2], "[1, 2]"), ("客服", "客服")],
)
def test_a_value_is_shown_as_the_document_shows_it(value: Any, shown: str) -> None:
    assert write_entry(value) == shown
