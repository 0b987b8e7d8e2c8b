"""A set-up step is skipped only when nothing that it was made from changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools.stamps import fingerprint, is_current, put
from tools.web import is_new_enough

pytestmark = pytest.mark.unit


def test_a_finished_step_with_the_same_inputs_is_current(tmp_path: Path) -> None:
    source, stamp = tmp_path / "source", tmp_path / "stamps" / "step"
    source.write_text("one", "utf-8")
    put(stamp, fingerprint([source], "3.11"))
    assert is_current(stamp, fingerprint([source], "3.11"))


@pytest.mark.parametrize("change", ["content", "words", "another file"])
def test_any_changed_input_makes_the_step_due_again(tmp_path: Path, change: str) -> None:
    source, other, stamp = tmp_path / "a", tmp_path / "b", tmp_path / "stamp"
    source.write_text("one", "utf-8")
    other.write_text("one", "utf-8")
    put(stamp, fingerprint([source], "3.11"))
    if change == "content":
        source.write_text("two", "utf-8")
    files = [source, other] if change == "another file" else [source]
    assert not is_current(stamp, fingerprint(files, "3.12" if change == "words" else "3.11"))


def test_a_step_that_never_finished_is_due(tmp_path: Path) -> None:
    assert not is_current(tmp_path / "never", fingerprint([]))


def test_the_order_of_files_does_not_matter(tmp_path: Path) -> None:
    files = [tmp_path / name for name in "abc"]
    for path in files:
        path.write_text(path.name, "utf-8")
    assert fingerprint(files) == fingerprint(reversed(files))


@pytest.mark.parametrize(
    ("version", "good"),
    [
        ("v20.19.0", True),
        ("v20.18.3", False),
        ("v21.7.3", False),
        ("v22.11.0", False),
        ("v22.12.0", True),
        ("v24.19.0", True),
        ("v18.20.4", False),
        ("", False),
    ],
)
def test_which_node_can_build_the_client(version: str, good: bool) -> None:
    assert is_new_enough(version) is good
