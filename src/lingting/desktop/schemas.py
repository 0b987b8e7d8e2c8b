"""What the desktop's commands take and give."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

Code = Annotated[str, Field(min_length=1, max_length=40)]
Number = Annotated[str, Field(min_length=1, max_length=32)]


class SignIn(BaseModel):
    """签入."""

    method: Literal["web", "sip_phone"] = "web"


class Busy(BaseModel):
    """置忙 with its reason."""

    reason: Code


class Switched(BaseModel):
    """A key that is on or off."""

    on: bool


class DialOut(BaseModel):
    """Whom to call: a number, who was at the other end of a call, or a customer's number by its
    place in his list. Who may not see numbers calls by records (SEC-01)."""

    number: Number | None = None
    call: UUID | None = None
    customer: UUID | None = None
    place: Annotated[int, Field(ge=0, le=50)] = 0

    @model_validator(mode="after")
    def _one_of_them(self) -> "DialOut":
        named = [one for one in (self.number, self.call, self.customer) if one is not None]
        if len(named) != 1:
            raise ValueError("name a number, a call or a customer")
        return self


class Digits(BaseModel):
    """Keys to send."""

    digits: Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[0-9*#A-D]+$")]


class TransferTo(BaseModel):
    """Where the customer goes: an agent's, queue's or flow's id, or a number."""

    kind: Literal["agent", "queue", "number", "flow"]
    target: Number | Annotated[str, Field(min_length=36, max_length=36)]


class Extend(BaseModel):
    """More time for wrap-up."""

    seconds: Annotated[int, Field(ge=10, le=600)] = 60


class Note(BaseModel):
    """What an agent writes about a call."""

    text: Annotated[str, Field(max_length=10_000)]
    disposition: Annotated[str, Field(max_length=80)] | None = None


class NoteShown(BaseModel):
    """The agent's note, or an empty one."""

    text: str
    disposition: str | None
    saved_at: datetime | None


class PhoneAccess(BaseModel):
    """How the softphone registers; the secret is made for this page load."""

    name: str
    secret: str
    domain: str
    ws_path: str
    ice_servers: list[str]


class SipPhoneShown(BaseModel):
    """The account of the phone on the agent's desk; all empty while there is none."""

    name: str
    host: str
    port: int
    registered: bool


class SipPhoneAccess(SipPhoneShown):
    """The same with its password, which is shown this once."""

    secret: str


class NumberToTry(BaseModel):
    """An access number that the test phone can dial."""

    number: str
    label: str


class TestPhoneAccess(PhoneAccess):
    """A phone that dials in like an outside caller (拨测)."""

    __test__ = False
    numbers: list[NumberToTry]


class AgentTarget(BaseModel):
    """A colleague to whom a call may be sent."""

    id: str
    name: str
    seat: str | None
    extension: str | None
    state: str
    can_take: bool


class NamedTarget(BaseModel):
    """A queue or a flow."""

    id: str
    name: str


class Targets(BaseModel):
    """Everything a call may be sent to."""

    agents: list[AgentTarget]
    queues: list[NamedTarget]
    flows: list[NamedTarget]
