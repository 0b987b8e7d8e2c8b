"""The rule that every test module carries exactly one category, and the form of requirement ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

CATEGORIES = ("unit", "flow", "db", "contract", "telephony", "e2e", "docs")
REQUIREMENT = re.compile(r"[A-Z]+(-[A-Z]+)*-\d+")

Mark = tuple[str, Sequence[object]]


def problems(test: str, marks: Sequence[Mark]) -> Iterator[str]:
    """What is wrong with the marks (name, arguments) of a test, named by its node id."""
    module = test.split("::", 1)[0]
    carried = sorted({name for name, _ in marks if name in CATEGORIES})
    if len(carried) != 1:
        yield f"{module}: carries {carried or 'no category'}; exactly one of {CATEGORIES} is needed"
    elif not module.startswith(f"tests/{carried[0]}/"):
        yield f"{module}: marked {carried[0]}, so it belongs in tests/{carried[0]}/"
    for name, arguments in marks:
        if name != "req":
            continue
        if not arguments:
            yield f"{test}: req names no requirement"
        for argument in arguments:
            if not REQUIREMENT.fullmatch(str(argument)):
                yield f"{test}: {argument!r} is no requirement id"
