"""What can go wrong when flows are edited."""

from lingting.kernel.errors import Conflict, Invalid, NotFound


class FlowNotFound(NotFound):
    """The company has no such flow."""


class FlowVersionNotFound(NotFound):
    """The flow was never published with this number."""


class FlowHasProblems(Invalid):
    """A flow with errors is not published; `problems` lists them."""


class FlowChangedMeanwhile(Conflict):
    """Somebody else saved the flow since it was read."""


class FlowInUse(Conflict):
    """Another flow or an access number leads to it."""


class FlowNameMissing(Invalid):
    """A flow needs a name."""


class FlowKeyUnfit(Invalid):
    """A flow's key has 1 to 60 small letters, digits, hyphens and underscores."""
