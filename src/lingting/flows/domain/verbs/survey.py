"""满意度评价: the caller rates the service by a key."""

from __future__ import annotations

from typing import Annotated

import msgspec

from lingting.flows.domain import effects as fx
from lingting.flows.domain.texts import Text, shown
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.verb import Fault
from lingting.flows.domain.verbs.asking import FAILED, Asked, Asking, AskParams


class Grade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key, its score (higher is better) and its name."""

    key: Annotated[str, shown("按键", "Key", "key")]
    score: Annotated[int, shown("分值", "Score")]
    label: Annotated[Text, shown("名称", "Name")] = Text()


GRADES = (
    Grade("1", 4, Text("非常满意", "Very satisfied")),
    Grade("2", 3, Text("满意", "Satisfied")),
    Grade("3", 2, Text("一般", "Neutral")),
    Grade("4", 1, Text("不满意", "Dissatisfied")),
)


class SurveyParams(AskParams, frozen=True, kw_only=True):
    """`scale` names the set of grades in reports."""

    scale: Annotated[str, shown("评价名称", "Scale")] = "satisfaction"
    grades: Annotated[tuple[Grade, ...], shown("等级", "Grades", "grades")] = GRADES


class Survey(Asking[SurveyParams]):
    name = "survey"
    title = Text("满意度评价", "Survey")
    help = Text(
        "坐席挂机后请主叫按键评价本次服务，保存评价。不按键或多次按错直接离开。",
        "Asks the caller to rate the service by key, and stores the rating. Silence or wrong keys "
        "leave by “too often”.",
    )
    params = SurveyParams
    fixed_exits = ("rated", *FAILED)

    def faults(self, params: SurveyParams) -> tuple[Fault, ...]:
        keys = [grade.key for grade in params.grades]
        if not keys:
            return (Fault("no-options"),)
        return tuple(Fault("key-twice", {"key": k}) for k in set(keys) if keys.count(k) > 1)

    def key(self, params: SurveyParams, state: Asked, key: str, turn: Turn) -> None:
        turn.add(fx.KeysEntered(turn.session.node, key))
        for grade in params.grades:
            if grade.key == key:
                turn.set("rating", str(grade.score), shared=False)
                turn.add(fx.GiveRating(params.scale, key, grade.score, grade.label))
                turn.leave("rated")
                return
        self.fail(params, state, "invalid", params.invalid_prompt, turn)
