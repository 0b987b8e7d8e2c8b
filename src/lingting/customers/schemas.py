"""Wire models of customers."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from lingting.customers.domain import Customer
from lingting.kernel.phone import PhoneNumber, region_name

Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
Short = Annotated[str, Field(max_length=100)]
Long = Annotated[str, Field(max_length=4000)]
Numbers = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=50)]


class NumberOut(BaseModel):
    """A number: to dial, to show, and what equal ones share."""

    number: str
    shown: str
    key: str
    region: str | None

    @classmethod
    def of(cls, number: PhoneNumber) -> "NumberOut":
        return cls(
            number=number.raw, shown=number.shown, key=number.key, region=region_name(number)
        )


class CustomerOut(BaseModel):
    """A customer."""

    id: UUID
    name: str
    company: str
    level: str
    email: str
    address: str
    notes: str
    numbers: list[NumberOut]
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, one: Customer) -> "CustomerOut":
        return cls(
            id=one.id,
            name=one.name,
            company=one.company,
            level=one.level,
            email=one.email,
            address=one.address,
            notes=one.notes,
            numbers=[NumberOut.of(number) for number in one.numbers],
            created_at=one.created_at,
            updated_at=one.updated_at,
        )


class CustomerIn(BaseModel):
    """A customer to be added; every text is kept as it was typed."""

    name: Name
    numbers: Numbers = []
    company: Short = ""
    level: Short = ""
    email: Short = ""
    address: Annotated[str, Field(max_length=300)] = ""
    notes: Long = ""


class CustomerPatch(BaseModel):
    """What to change about a customer."""

    name: Name | None = None
    numbers: Numbers | None = None
    company: Short | None = None
    level: Short | None = None
    email: Short | None = None
    address: Annotated[str, Field(max_length=300)] | None = None
    notes: Long | None = None


class ContactOut(BaseModel):
    """An earlier contact."""

    kind: Literal["call", "message", "ticket", "order"]
    id: UUID
    at: datetime
    number: str | None
    direction: Literal["in", "out", "internal"] | None
    outcome: str | None
    agents: list[str]
    seconds: int | None
    summary: str | None
