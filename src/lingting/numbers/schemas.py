"""Wire models of access numbers."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from lingting.numbers.domain import AccessNumber, BoundNumber

Text = Annotated[str, Field(max_length=32)]
Label = Annotated[str, Field(max_length=64)]


class AccessNumberOut(BaseModel):
    """An access number."""

    id: UUID
    number: str
    label: str
    flow_id: UUID | None
    active: bool

    @classmethod
    def of(cls, one: AccessNumber) -> "AccessNumberOut":
        return cls(
            id=one.id, number=one.number, label=one.label, flow_id=one.flow, active=one.active
        )


class AccessNumberIn(BaseModel):
    """An access number to be added."""

    number: Text
    label: Label = ""
    flow_id: UUID | None = None


class AccessNumberPatch(BaseModel):
    """What to change; `flow_id` null takes the flow away."""

    number: Text | None = None
    label: Label | None = None
    flow_id: UUID | None = None
    active: bool | None = None


class BoundNumberOut(BaseModel):
    """A 400 or 800 number with the access numbers that take its calls, in order."""

    id: UUID
    number: str
    kind: Literal["400", "800"]
    label: str
    access_numbers: list[UUID]

    @classmethod
    def of(cls, one: BoundNumber) -> "BoundNumberOut":
        return cls(
            id=one.id,
            number=one.number,
            kind=one.kind.value,
            label=one.label,
            access_numbers=list(one.targets),
        )


class BoundNumberIn(BaseModel):
    """A 400 or 800 number to be bound."""

    number: Text
    kind: Literal["400", "800"]
    label: Label = ""
    access_numbers: list[UUID]


class BoundNumberPatch(BaseModel):
    """What to change about a 400 or 800 number."""

    label: Label | None = None
    access_numbers: list[UUID] | None = None
