"""The small machines of distribution, as tables."""

from enum import Enum

from lingting.kernel.machine import Machine


class SignIn(Enum):
    """Whether the agent is there at all: log in first, then sign in (签入)."""

    LOGGED_OUT = "logged_out"
    LOGGED_IN = "logged_in"
    SIGNED_IN = "signed_in"


class SignInBy(Enum):
    """Triggers of the sign-in machine."""

    LOG_IN = "log_in"
    LOG_OUT = "log_out"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"


class Method(Enum):
    """Where the agent's calls ring (签入方式)."""

    WEB = "web"
    SIP_PHONE = "sip_phone"
    EXTERNAL_PHONE = "external_phone"


class Presence(Enum):
    """What the agent wants."""

    OFFLINE = "offline"
    BUSY = "busy"
    IDLE = "idle"
    DO_NOT_DISTURB = "do_not_disturb"


class PresenceBy(Enum):
    """Triggers of the presence machine."""

    COME = "come"
    LEAVE = "leave"
    SET_BUSY = "set_busy"
    SET_IDLE = "set_idle"
    SET_DO_NOT_DISTURB = "set_do_not_disturb"


class Work(Enum):
    """What the system gives."""

    FREE = "free"
    OFFERED = "offered"
    ENGAGED = "engaged"
    WRAPPING = "wrapping"


class WorkBy(Enum):
    """Triggers of the work machine."""

    OFFER = "offer"
    TAKE_BACK = "take_back"
    ENGAGE = "engage"
    WRAP = "wrap"
    RELEASE = "release"


class OfferState(Enum):
    """The life of one offer; everything but pending is final."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class OfferBy(Enum):
    """Triggers of the offer machine."""

    ACCEPT = "accept"
    REJECT = "reject"
    EXPIRE = "expire"
    WITHDRAW = "withdraw"


class ItemState(Enum):
    """The life of a work item; done, abandoned and overflowed are final."""

    WAITING = "waiting"
    OFFERED = "offered"
    ASSIGNED = "assigned"
    DONE = "done"
    ABANDONED = "abandoned"
    OVERFLOWED = "overflowed"


class ItemBy(Enum):
    """Triggers of the work-item machine."""

    OFFER = "offer"
    RETURN = "return"
    ASSIGN = "assign"
    FINISH = "finish"
    ABANDON = "abandon"
    OVERFLOW = "overflow"


SIGN_IN = Machine(
    name="sign-in",
    initial=SignIn.LOGGED_OUT,
    table={
        (SignIn.LOGGED_OUT, SignInBy.LOG_IN): SignIn.LOGGED_IN,
        (SignIn.LOGGED_IN, SignInBy.SIGN_IN): SignIn.SIGNED_IN,
        (SignIn.SIGNED_IN, SignInBy.SIGN_IN): SignIn.SIGNED_IN,
        (SignIn.SIGNED_IN, SignInBy.SIGN_OUT): SignIn.LOGGED_IN,
        (SignIn.SIGNED_IN, SignInBy.LOG_OUT): SignIn.LOGGED_OUT,
        (SignIn.LOGGED_IN, SignInBy.LOG_OUT): SignIn.LOGGED_OUT,
    },
)

_PRESENT = (Presence.BUSY, Presence.IDLE, Presence.DO_NOT_DISTURB)

PRESENCE = Machine(
    name="presence",
    initial=Presence.OFFLINE,
    table={
        (Presence.OFFLINE, PresenceBy.COME): Presence.BUSY,
        **{(state, PresenceBy.LEAVE): Presence.OFFLINE for state in _PRESENT},
        **{(state, PresenceBy.SET_BUSY): Presence.BUSY for state in _PRESENT},
        **{(state, PresenceBy.SET_IDLE): Presence.IDLE for state in _PRESENT},
        **{(state, PresenceBy.SET_DO_NOT_DISTURB): Presence.DO_NOT_DISTURB for state in _PRESENT},
    },
)

WORK = Machine(
    name="work",
    initial=Work.FREE,
    table={
        (Work.FREE, WorkBy.OFFER): Work.OFFERED,
        (Work.OFFERED, WorkBy.TAKE_BACK): Work.FREE,
        (Work.OFFERED, WorkBy.ENGAGE): Work.ENGAGED,
        (Work.FREE, WorkBy.ENGAGE): Work.ENGAGED,
        (Work.WRAPPING, WorkBy.ENGAGE): Work.ENGAGED,
        (Work.ENGAGED, WorkBy.WRAP): Work.WRAPPING,
        (Work.ENGAGED, WorkBy.RELEASE): Work.FREE,
        (Work.WRAPPING, WorkBy.RELEASE): Work.FREE,
    },
)

OFFER = Machine(
    name="offer",
    initial=OfferState.PENDING,
    table={
        (OfferState.PENDING, OfferBy.ACCEPT): OfferState.ACCEPTED,
        (OfferState.PENDING, OfferBy.REJECT): OfferState.REJECTED,
        (OfferState.PENDING, OfferBy.EXPIRE): OfferState.EXPIRED,
        (OfferState.PENDING, OfferBy.WITHDRAW): OfferState.WITHDRAWN,
    },
)

ITEM = Machine(
    name="work item",
    initial=ItemState.WAITING,
    table={
        (ItemState.WAITING, ItemBy.OFFER): ItemState.OFFERED,
        (ItemState.OFFERED, ItemBy.RETURN): ItemState.WAITING,
        (ItemState.OFFERED, ItemBy.ASSIGN): ItemState.ASSIGNED,
        (ItemState.WAITING, ItemBy.ASSIGN): ItemState.ASSIGNED,
        (ItemState.ASSIGNED, ItemBy.ASSIGN): ItemState.ASSIGNED,
        (ItemState.ASSIGNED, ItemBy.FINISH): ItemState.DONE,
        (ItemState.WAITING, ItemBy.ABANDON): ItemState.ABANDONED,
        (ItemState.OFFERED, ItemBy.ABANDON): ItemState.ABANDONED,
        (ItemState.WAITING, ItemBy.OVERFLOW): ItemState.OVERFLOWED,
        (ItemState.OFFERED, ItemBy.OVERFLOW): ItemState.OVERFLOWED,
    },
)

MACHINES = (SIGN_IN, PRESENCE, WORK, OFFER, ITEM)
