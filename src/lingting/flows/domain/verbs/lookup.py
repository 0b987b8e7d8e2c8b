"""ACCESS DB: finds, adds or changes a customer with the flow's variables."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from lingting.flows.domain import effects as fx
from lingting.flows.domain.inputs import CustomerKnown, Input, TimedOut
from lingting.flows.domain.texts import Text, shown
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.values import names_in
from lingting.flows.domain.verb import Fault, Nothing, Params, References, Verb

ANSWER_SECONDS = 10


class FieldOfCustomer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A customer field and the variable it is read into, or the value that is written."""

    field: Annotated[str, shown("客户字段", "Customer field", "customer_field")]
    variable: Annotated[str, shown("存入变量", "Into variable", "variable")] = ""
    value: Annotated[str, shown("写入值", "Value to write", "template")] = ""


class LookupParams(Params, frozen=True, kw_only=True):
    """`find` reads the fields; `insert` and `update` write them."""

    action: Annotated[Literal["find", "insert", "update"], shown("操作", "Action")] = "find"
    number: Annotated[str, shown("电话号码", "Number", "template")] = "{caller_number}"
    fields: Annotated[tuple[FieldOfCustomer, ...], shown("字段", "Fields", "fields")] = ()


class Lookup(Verb[LookupParams, Nothing]):
    name = "lookup"
    node_type = "ACCESS DB"
    title = Text("客户数据库", "Customer database")
    help = Text(
        "按号码查询客户并存入变量，或用变量新增、修改客户。出口：成功、无记录、错误。",
        "Finds the customer by number into variables, or adds or changes one from variables. "
        "Exits: success, no record, error.",
    )
    group = "data"
    params = LookupParams
    fixed_exits = ("success", "empty", "error")
    needs_caller = False
    waits = False

    def references(self, params: LookupParams) -> References:
        read = [name for one in params.fields for name in names_in(one.value)]
        sets = tuple(one.variable for one in params.fields if one.variable)
        return References(variables=(*names_in(params.number), *read), sets=sets)

    def faults(self, params: LookupParams) -> tuple[Fault, ...]:
        if params.action != "find" and not params.fields:
            return (Fault("no-fields"),)
        return ()

    def enter(self, params: LookupParams, turn: Turn) -> None:
        turn.timer("answer", ANSWER_SECONDS)
        written = {
            one.field: turn.value(one.value) for one in params.fields if params.action != "find"
        }
        turn.add(fx.AskCustomer(params.action, turn.value(params.number), written))

    def on(self, params: LookupParams, state: Nothing, input: Input, turn: Turn) -> None:
        match input:
            case CustomerKnown(status, fields):
                for one in params.fields:
                    if status == "success" and one.variable:
                        turn.set(one.variable, fields.get(one.field, ""))
                if status == "error":
                    turn.trouble("customer-database")
                turn.leave(status)
            case TimedOut():
                turn.trouble("customer-database", "no answer")
                turn.leave("error")
            case _:
                pass
