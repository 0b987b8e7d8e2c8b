"""Who calls, with what on his mind, how patient he is and what he presses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum

from lingting.simulation.domain.cast import Line, QueueKey
from lingting.simulation.domain.chance import Chance
from lingting.simulation.domain.customers import Customer, stranger_number


class Intention(Enum):
    """Why somebody calls."""

    ENQUIRY = "enquiry"
    ORDER = "order"
    REPAIR = "repair"
    COMPLAINT = "complaint"
    HOURS = "hours"
    """Wants the opening hours; the menu tells them, nobody needs to talk."""
    MISDIALLED = "misdialled"


class MenuConduct(Enum):
    """What he does when he is asked for a key."""

    RIGHT = "right"
    WRONG_FIRST = "wrong_first"
    """Presses a key that the menu does not have, then the right one."""
    SILENT_FIRST = "silent_first"
    """Lets the menu time out once, then presses."""
    SILENT = "silent"
    """Never presses anything."""
    LEAVES = "leaves"
    """Hangs up while the menu is read to him."""


class WhenAllBusy(Enum):
    """What he answers when he may go on waiting or leave a message."""

    WAITS = "waits"
    LEAVES_MESSAGE = "leaves_message"
    SAYS_NOTHING = "says_nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long he waits in queues, and what he does when the wait is put to him."""

    wait_seconds: float
    when_all_busy: WhenAllBusy


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """One call as the caller means it; `serial` and `attempt` name it within its world.

    `phone` is "" when the number is withheld; `customer` is his place in the roster when the
    company knows him. Times are seconds of the world, to be divided by its speed.
    """

    serial: int
    attempt: int
    line: Line
    phone: str
    customer: int | None
    intention: Intention
    patience: Patience
    menu: MenuConduct
    think_seconds: float
    """From the beginning of a menu until he presses."""
    matter_seconds: float
    """How long his matter takes with an agent of average pace."""
    rating_key: str | None
    """What he presses when he is asked for a rating; None: he hangs up instead."""
    message_seconds: float
    again_after: float | None
    """When he was lost: after how long he tries once more; None: never."""

    @property
    def name(self) -> str:
        """What tells this call from every other one of its world."""
        return f"{self.serial}.{self.attempt}"

    @property
    def key(self) -> str:
        """The key of the main menu that fits his intention."""
        return _KEYS[self.intention]

    @property
    def queue(self) -> QueueKey | None:
        """The queue that his call is meant for; None: he seeks nobody."""
        if self.line is Line.VIP:
            return QueueKey.VIP
        if self.line is Line.SERVICE:
            return QueueKey.SERVICE
        return _QUEUES[self.intention]


_KEYS = {
    Intention.ENQUIRY: "1",
    Intention.ORDER: "1",
    Intention.REPAIR: "2",
    Intention.COMPLAINT: "3",
    Intention.HOURS: "4",
    Intention.MISDIALLED: "1",
}
WRONG_KEY = "7"
_QUEUES = {
    Intention.ENQUIRY: QueueKey.ENQUIRY,
    Intention.ORDER: QueueKey.ENQUIRY,
    Intention.REPAIR: QueueKey.SERVICE,
    Intention.COMPLAINT: QueueKey.COMPLAINT,
    Intention.HOURS: None,
    Intention.MISDIALLED: QueueKey.ENQUIRY,
}
_SHARES = {
    Intention.ENQUIRY: 0.36,
    Intention.ORDER: 0.22,
    Intention.REPAIR: 0.22,
    Intention.COMPLAINT: 0.08,
    Intention.HOURS: 0.08,
    Intention.MISDIALLED: 0.04,
}
_MATTERS = {  # median seconds of talk, and the spread of its logarithm
    Intention.ENQUIRY: (130.0, 0.5),
    Intention.ORDER: (95.0, 0.45),
    Intention.REPAIR: (190.0, 0.5),
    Intention.COMPLAINT: (250.0, 0.55),
    Intention.HOURS: (60.0, 0.3),
    Intention.MISDIALLED: (18.0, 0.3),
}
SHORTEST_TALK, LONGEST_TALK = 10.0, 1200.0
SHORTEST_WAIT, LONGEST_WAIT = 4.0, 900.0
_MENU = {
    MenuConduct.RIGHT: 0.86,
    MenuConduct.WRONG_FIRST: 0.05,
    MenuConduct.SILENT_FIRST: 0.03,
    MenuConduct.SILENT: 0.02,
    MenuConduct.LEAVES: 0.04,
}
_ALL_BUSY = {
    WhenAllBusy.WAITS: 0.55,
    WhenAllBusy.LEAVES_MESSAGE: 0.25,
    WhenAllBusy.SAYS_NOTHING: 0.20,
}
KNOWN, WITHHELD = 0.45, 0.03


def draw_caller(chance: Chance, serial: int, customers: tuple[Customer, ...]) -> Caller:
    """The caller of that serial number; `chance` is his own stream."""
    who = chance.unit()
    customer = chance.whole(0, len(customers) - 1) if customers and who < KNOWN else None
    phone = stranger_number(chance)
    if customer is not None:
        phone = customers[customer].phone
    elif who > 1 - WITHHELD:
        phone = ""
    intention = chance.choose(tuple(_SHARES), tuple(_SHARES.values()))
    vip = customer is not None and customers[customer].is_vip
    return Caller(
        serial=serial,
        attempt=1,
        line=_line(chance, intention, vip=vip),
        phone=phone,
        customer=customer,
        intention=intention,
        patience=_patience(chance, intention),
        menu=chance.choose(tuple(_MENU), tuple(_MENU.values())),
        think_seconds=chance.between(2.0, 9.0),
        matter_seconds=_matter(chance, intention),
        rating_key=_rating(chance, intention),
        message_seconds=chance.between(5.0, 20.0),
        again_after=chance.between(60.0, 1500.0) if chance.happens(0.45) else None,
    )


def call_again(caller: Caller) -> Caller:
    """The same person with the same matter, a second time and a last one."""
    patience = replace(caller.patience, wait_seconds=caller.patience.wait_seconds * 1.6)
    conduct = MenuConduct.RIGHT if caller.menu is MenuConduct.LEAVES else caller.menu
    return replace(
        caller, attempt=caller.attempt + 1, patience=patience, menu=conduct, again_after=None
    )


def tries_again_after(caller: Caller) -> timedelta | None:
    """When he dials again once he was lost."""
    return None if caller.again_after is None else timedelta(seconds=caller.again_after)


def _line(chance: Chance, intention: Intention, *, vip: bool) -> Line:
    if vip and chance.happens(0.7):
        return Line.VIP
    if intention is Intention.REPAIR and chance.happens(0.5):
        return Line.SERVICE
    return Line.MAIN


def _patience(chance: Chance, intention: Intention) -> Patience:
    scale = {Intention.COMPLAINT: 260.0, Intention.MISDIALLED: 25.0}.get(intention, 130.0)
    wait = min(max(chance.weibull(scale, 1.1), SHORTEST_WAIT), LONGEST_WAIT)
    conduct = chance.choose(tuple(_ALL_BUSY), tuple(_ALL_BUSY.values()))
    return Patience(wait_seconds=wait, when_all_busy=conduct)


def _matter(chance: Chance, intention: Intention) -> float:
    median, spread = _MATTERS[intention]
    return min(max(chance.lognormal(median, spread), SHORTEST_TALK), LONGEST_TALK)


def _rating(chance: Chance, intention: Intention) -> str | None:
    """1 is 非常满意, 4 is 不满意."""
    if not chance.happens(0.55):
        return None
    angry = intention is Intention.COMPLAINT
    return chance.choose("1234", (0.25, 0.3, 0.2, 0.25) if angry else (0.58, 0.29, 0.09, 0.04))
