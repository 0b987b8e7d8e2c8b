"""Wire models of customers."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from lingting.customers.domain import Customer, discreet
from lingting.customers.ports import Contact
from lingting.kernel.discretion import masked_text, shown_phone
from lingting.kernel.phone import PhoneNumber, masked, region_name

Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
Short = Annotated[str, Field(max_length=100)]
Long = Annotated[str, Field(max_length=4000)]
Numbers = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=50)]


class NumberOut(BaseModel):
    """A number: to dial, to show, and what equal ones share; all masked for who may not see it.

    It is dialled by its customer and its place in his list.
    """

    number: str
    shown: str
    key: str
    region: str | None
    region_en: str | None

    @classmethod
    def of(cls, number: PhoneNumber, see_numbers: bool) -> "NumberOut":
        return cls(
            number=number.raw if see_numbers else masked(number.shown),
            shown=shown_phone(number, see_numbers=see_numbers),
            key=number.key if see_numbers else masked(number.shown),
            region=region_name(number),
            region_en=region_name(number, "en"),
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
    def of(cls, one: Customer, see_numbers: bool) -> "CustomerOut":
        shown = one if see_numbers else discreet(one)
        return cls(
            id=one.id,
            name=shown.name,
            company=one.company,
            level=one.level,
            email=shown.email,
            address=shown.address,
            notes=shown.notes,
            numbers=[NumberOut.of(number, see_numbers) for number in one.numbers],
            created_at=one.created_at,
            updated_at=one.updated_at,
        )


class CustomerIn(BaseModel):
    """A customer to be added; every text is kept as it was typed.

    `of_call`: he has the number that called, or was called, in this call.
    """

    of_call: UUID | None = None
    name: Name
    numbers: Numbers = []
    company: Short = ""
    level: Short = ""
    email: Short = ""
    address: Annotated[str, Field(max_length=300)] = ""
    notes: Long = ""


class CustomerPatch(BaseModel):
    """What to change about a customer; what was masked and left so stays as it is."""

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

    @classmethod
    def of(cls, one: Contact, see_numbers: bool) -> "ContactOut":
        shown = cls.model_validate(one, from_attributes=True)
        if not see_numbers:
            shown.number = masked(one.number) if one.number else None
            shown.summary = masked_text(one.summary) if one.summary else one.summary
        return shown
