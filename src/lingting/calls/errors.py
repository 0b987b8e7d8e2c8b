"""What can go wrong when a call is commanded."""

from lingting.kernel.errors import Conflict, Invalid, NotFound


class CallNotFound(NotFound):
    """There is no such call, or it is over."""


class NotYourCall(Conflict):
    """The agent is not in this call."""


class NotInThisState(Conflict):
    """The call's state does not allow the command."""


class NotListening(Conflict):
    """The supervisor attends no talk."""


class OwnCall(Conflict):
    """Nobody attends his own talk."""


class TrunkUnfit(Invalid):
    """The setting LINGTING_TRUNK is no SIP address."""


class SipPhoneMissing(Conflict):
    """The agent has no account for a SIP phone yet."""


class NumberUnusable(Invalid):
    """What was entered is no number that can be dialled."""


class TargetUnusable(Invalid):
    """The transfer's target does not exist or cannot take a call now."""
