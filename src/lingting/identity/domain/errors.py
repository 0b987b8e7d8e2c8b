"""What can go wrong with users, roles, seats and logins."""

from lingting.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated


class LoginFailed(Unauthenticated):
    """Company, account or password is wrong; which of them is not told."""


class AccountLocked(Unauthenticated):
    """Too many wrong passwords for this account; `until` says when to try again."""


class AddressLocked(Unauthenticated):
    """Too many wrong passwords from this network address."""


class CaptchaRequired(Invalid):
    """The image code must be typed."""


class CaptchaWrong(Invalid):
    """The typed image code differs from the image."""


class CaptchaExpired(Invalid):
    """The image is too old or was used already."""


class UserNotFound(NotFound):
    """The company has no such user."""


class AccountTaken(Conflict):
    """Another user of the company has this account."""


class EmailUnfit(Invalid):
    """It is no mail address."""


class StartUnfit(Invalid):
    """Nobody can have begun on this day."""


class AccountUnfit(Invalid):
    """An account has 2 to 32 letters, digits, dots, hyphens or underscores."""


class PasswordWrong(Invalid):
    """The old password is wrong."""


class PasswordUnfit(Invalid):
    """A password has 8 to 256 characters and is not the account."""


class LastAdministrator(Conflict):
    """Without this user nobody could administer the company."""


class MoreThanYours(Forbidden):
    """Nobody gives, or takes hold of, permissions that he does not have himself."""


class PhotoUnfit(Invalid):
    """The file is no picture of a usual kind, or too large."""


class RoleNotFound(NotFound):
    """The company has no such role."""


class RoleNameTaken(Conflict):
    """Another role of the company has this name."""


class RoleInUse(Conflict):
    """Users have this role."""


class RoleIsShipped(Conflict):
    """A role that came with the product stays."""


class PermissionUnknown(Invalid):
    """No such permission, or it belongs to the other layer."""


class SeatNotFound(NotFound):
    """The company has no such seat."""


class SeatNumberTaken(Conflict):
    """Another seat of the company has this number."""


class RoleLayerFixed(Invalid):
    """A role stays in the layer that it was made in."""


class SeatNumberUnfit(Invalid):
    """A seat number is an upper-case A and 3 to 6 digits."""


class ExtensionTaken(Conflict):
    """Another seat of the company has this extension."""


class ExtensionUnfit(Invalid):
    """An extension has 3 to 8 digits."""


class SeatOccupied(Conflict):
    """Another user has this seat."""


class SeatPasswordWrong(Invalid):
    """The seat's password is wrong, or the seat has none and is given out by an administrator."""
