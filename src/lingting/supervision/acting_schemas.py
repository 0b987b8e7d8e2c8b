"""What leaders' acts, hands and tips look like on the wire."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from lingting.calls.ports import ListenMode

Reason = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[str, Field(min_length=1, max_length=500)]


class ListenIn(BaseModel):
    """Whose talk to attend, how, and why."""

    agent: UUID
    mode: ListenMode
    reason: Reason


class ModeIn(BaseModel):
    """How to attend from now on."""

    mode: ListenMode


class ForcedIn(BaseModel):
    """Why an agent's state is forced."""

    reason: Reason


class ForcedBusyIn(ForcedIn):
    """One of the company's busy reasons, and why it is forced."""

    busy_reason: Annotated[str, Field(min_length=1, max_length=40)]


class GroupLevel(BaseModel):
    """A skill group and how able the agent is in it."""

    group: UUID
    level: Annotated[int, Field(ge=1, le=10)] = 5


class AssignIn(ForcedIn):
    """All skill groups that the agent serves from now on."""

    groups: Annotated[list[GroupLevel], Field(max_length=200)]


class TipIn(BaseModel):
    """Words for an agent's desk."""

    text: Words


class HandIn(BaseModel):
    """What the agent asks, if he says so."""

    text: Annotated[str, Field(max_length=200)] = ""
