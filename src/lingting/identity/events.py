"""Facts about users, roles, seats and logins."""

from typing import Literal

from lingting.kernel.events import Event, event
from lingting.kernel.ids import RoleId, SeatId, SessionId, UserId

EndReason = Literal["logged_out", "elsewhere", "expired", "revoked"]
"""By himself · replaced by a login at another place · no activity · password or account changed."""


@event
class UserCreated(Event):
    """A user was added to the company."""

    user: UserId
    account: str


@event
class UserChanged(Event):
    """A user's name, language, roles, photo or activity changed."""

    user: UserId
    active: bool


@event
class UserRemoved(Event):
    """A user left the company; his id stays in its history."""

    user: UserId


@event
class PasswordChanged(Event):
    """A user has another password; `by` is himself or an administrator, None the operator."""

    user: UserId
    by: UserId | None


@event
class RoleChanged(Event):
    """A role was added, changed or removed."""

    role: RoleId


@event
class SeatChanged(Event):
    """A seat was added, or its number, extension or user changed."""

    seat: SeatId
    number: str
    extension: str
    user: UserId | None


@event
class SeatRemoved(Event):
    """A seat is gone."""

    seat: SeatId
    user: UserId | None


@event
class SessionStarted(Event):
    """A person logged in."""

    session: SessionId
    user: UserId


@event
class SessionEnded(Event):
    """A login ended; `last` says that this person is logged in nowhere else."""

    session: SessionId
    user: UserId
    reason: EndReason
    last: bool
