"""Access numbers and the 400 and 800 numbers that are bound to them."""

from dataclasses import dataclass
from enum import Enum

from lingting.kernel.errors import Conflict, Invalid, NotFound
from lingting.kernel.ids import AccessNumberId, FlowId
from lingting.kernel.phone import PhoneNumber, parse_phone
from lingting.tenancy.domain.settings import declare

OUTBOUND_NUMBER = declare(
    "outbound_number",
    "",
    zh="外呼主叫号码（留空则用第一个接入号码）",
    en="Number shown for outbound calls (empty: the first access number)",
    maximum=32,
    group="calls",
)
FALLBACK_NUMBER = declare(
    "fallback_number",
    "",
    zh="无坐席登录时转接的固定电话",
    en="Telephone that takes calls while no agent is logged in",
    maximum=32,
    group="calls",
)


class NumberNotFound(NotFound):
    """The company has no such number."""


class NumberTaken(Conflict):
    """The number is in use already, by this company or another."""


class FlowUnknown(Invalid):
    """There is no flow that callers of this number could be led to."""


class NumberUnfit(Invalid):
    """The text is no telephone number."""


class BoundNumberUnfit(Invalid):
    """A 400 number starts with 400, an 800 number with 800, and has ten digits."""


class Kind(Enum):
    """What a number that is bound to access numbers costs the caller."""

    N400 = "400"
    N800 = "800"


@dataclass(frozen=True, slots=True)
class AccessNumber:
    """A number that callers reach the company by; its calls run through `flow`."""

    id: AccessNumberId
    number: str
    key: str
    label: str
    flow: FlowId | None
    active: bool


@dataclass(frozen=True, slots=True)
class BoundNumber:
    """A 400 or 800 number; its calls go to the first active one of `targets`."""

    id: AccessNumberId
    number: str
    key: str
    kind: Kind
    label: str
    targets: tuple[AccessNumberId, ...]


@dataclass(frozen=True, slots=True)
class Trunk:
    """A way to the public network."""

    name: str


DEFAULT_TRUNK = Trunk("default")


def company_trunk(short_name: str) -> Trunk:
    """The way of one company alone."""
    return Trunk(f"trunk-{short_name.lower()}")


def fit_number(text: str, region: str, field: str = "number") -> PhoneNumber:
    """The number that the text names; raises NumberUnfit."""
    number = parse_phone(text, region)
    if number.is_anonymous or len(number.raw) > 24:
        raise NumberUnfit(field=field)
    return number


def fit_bound(text: str, kind: Kind) -> PhoneNumber:
    """A 400 or 800 number of mainland China, with or without hyphens; raises BoundNumberUnfit."""
    number = parse_phone(text, "CN")
    if len(number.raw) != 10 or not number.raw.isdigit() or not number.raw.startswith(kind.value):
        raise BoundNumberUnfit(field="number", kind=kind.value)
    return number


def readings(called: str, region: str) -> tuple[str, ...]:
    """The keys under which a called number may be listed, the surest first."""
    number = parse_phone(called, region)
    return tuple(dict.fromkeys(key for key in (number.key, number.raw) if key))
