"""Sets variables, or counts one up."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from lingting.flows.domain.texts import Text, shown
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.values import names_in, plus
from lingting.flows.domain.verb import Fault, Nothing, Params, References, Verb
from lingting.flows.domain.verbs.parts import VariableName


class Assignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`set` replaces the value, `add` adds a number to it."""

    variable: VariableName
    value: Annotated[str, shown("值", "Value", "template")]
    how: Annotated[Literal["set", "add"], shown("方式", "How")] = "set"


class SetParams(Params, frozen=True, kw_only=True):
    """Assigned one after another."""

    values: Annotated[tuple[Assignment, ...], shown("赋值", "Values", "assignments")]


class SetVariable(Verb[SetParams, Nothing]):
    name = "set"
    title = Text("设置变量", "Set variables")
    help = Text(
        "给变量赋值或累加。变量随路传到坐席的屏幕。",
        "Sets variables or adds to them. Variables travel with the call to the agent's screen.",
    )
    group = "logic"
    params = SetParams
    needs_caller = False
    waits = False
    decides = False

    def references(self, params: SetParams) -> References:
        read = tuple(name for value in params.values for name in names_in(value.value))
        return References(variables=read, sets=tuple(value.variable for value in params.values))

    def faults(self, params: SetParams) -> tuple[Fault, ...]:
        return tuple(Fault("no-variable") for value in params.values if not value.variable)

    def enter(self, params: SetParams, turn: Turn) -> None:
        for one in params.values:
            value = turn.value(one.value)
            if one.how == "add":
                value = plus(turn.session.variables.get(one.variable, ""), value)
            turn.set(one.variable, value)
        turn.leave("next")
