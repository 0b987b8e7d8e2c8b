"""Which of Asterisk's lines an operator looks at."""

from __future__ import annotations

from lingting.adapters.asterisk.look import Line, State
from lingting.main.home import Home
from lingting.main.parts_file import read_parts
from lingting.numbers.domain import company_trunk

DEMO = "demo"
"""The demonstration's company and its part of `up` share this name."""


def lines_in_use(state: State, home: Home) -> list[Line]:
    """All but the demonstration's, which is silent on purpose while it does not run."""
    runs = any(part.name == DEMO for part in read_parts(home.parts))
    silent = "" if runs else company_trunk(DEMO).name
    return [line for line in state.lines if line.name != silent]
