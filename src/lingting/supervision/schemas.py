"""Wire models of limits, alerts and wallboards."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from lingting.supervision.domain.cards import Card, Wallboard
from lingting.supervision.domain.measures import MEASURES, Limits, Measure


class CardModel(BaseModel):
    """A card of a wallboard; `width` is in twelfths."""

    kind: Literal["figure", "queues", "agents", "states", "waiting", "calls", "alerts", "lines"]
    width: int
    figure: str | None = None
    queue: UUID | None = None

    def card(self) -> Card:
        queue = str(self.queue) if self.queue else None
        return Card(kind=self.kind, width=self.width, figure=self.figure, queue=queue)


class WallboardModel(BaseModel):
    """Somebody's own wallboard."""

    cards: list[CardModel] = Field(max_length=100)
    sound: bool = False

    def wallboard(self) -> Wallboard:
        return Wallboard(tuple(card.card() for card in self.cards), self.sound)

    @classmethod
    def of(cls, one: Wallboard) -> "WallboardModel":
        cards = [CardModel.model_validate(card.as_json()) for card in one.cards]
        return cls(cards=cards, sound=one.sound)


class ThresholdModel(BaseModel):
    """Limits that the company chose; `queue` null: for every queue without its own."""

    measure: str = Field(max_length=40)
    queue: UUID | None = None
    warning: int | None = None
    alarm: int | None = None
    sound: bool = False

    def limits(self) -> Limits:
        return Limits(self.warning, self.alarm, self.sound)


class MeasureOut(BaseModel):
    """Something that can be watched, with the limits that the product ships."""

    measure: str
    scope: Literal["queue", "agent", "company"]
    unit: Literal["count", "seconds", "percent"]
    above: bool
    warning: int | None
    alarm: int | None

    @classmethod
    def of(cls, one: Measure) -> "MeasureOut":
        return cls(
            measure=one.key,
            scope=one.scope.value,
            unit=one.unit.value,
            above=one.above,
            warning=one.shipped.warning,
            alarm=one.shipped.alarm,
        )


class ThresholdsOut(BaseModel):
    """All measures, and what the company chose."""

    measures: list[MeasureOut]
    chosen: list[ThresholdModel]

    @classmethod
    def of(cls, chosen: list[ThresholdModel]) -> "ThresholdsOut":
        return cls(measures=[MeasureOut.of(one) for one in MEASURES.values()], chosen=chosen)


class ThresholdsIn(BaseModel):
    """The limits that hold from now on, in place of all that were chosen before."""

    chosen: list[ThresholdModel] = Field(max_length=2_000)


class AlertOut(BaseModel):
    """Something that was, or is, beyond its limits; `level` is the worst it reached."""

    id: UUID
    measure: str
    subject: UUID
    level: Literal["warning", "alarm"]
    since: datetime
    ended_at: datetime | None
