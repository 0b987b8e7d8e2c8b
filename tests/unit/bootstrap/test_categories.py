"""Every test module says which category it belongs to, and requirement ids have their form."""

from __future__ import annotations

import pytest

from support.categories import CATEGORIES, Mark, problems

pytestmark = pytest.mark.unit

UNIT: Mark = ("unit", ())
TEST = "tests/unit/acd/test_order.py::test_it"


@pytest.mark.parametrize("category", CATEGORIES)
def test_one_category_in_its_folder_is_right(category: str) -> None:
    assert list(problems(f"tests/{category}/acd/test_it.py::test", [(category, ())])) == []


def test_other_marks_do_not_count_as_categories() -> None:
    marks: list[Mark] = [UNIT, ("parametrize", ("a", [1])), ("req", ("ACD-09", "SEC-SSO-1"))]
    assert list(problems(TEST, marks)) == []


@pytest.mark.parametrize(
    ("marks", "complaint"),
    [
        ([], "carries no category"),
        ([UNIT, ("db", ())], "carries ['db', 'unit']"),
        ([("db", ())], "belongs in tests/db/"),
        ([UNIT, ("req", ())], "req names no requirement"),
        ([UNIT, ("req", ("acd-9",))], "'acd-9' is no requirement id"),
        ([UNIT, ("req", ("ACD-09", "ACD09"))], "'ACD09' is no requirement id"),
    ],
)
def test_anything_else_is_named(marks: list[Mark], complaint: str) -> None:
    (told,) = problems(TEST, marks)
    assert complaint in told
