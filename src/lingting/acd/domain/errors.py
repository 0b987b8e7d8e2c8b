"""What distribution refuses, each with its own slug."""

from lingting.kernel.errors import Conflict, Invalid, NotFound


class AgentNotFound(NotFound):
    """No such agent."""


class QueueNotFound(NotFound):
    """No such queue."""


class SkillGroupNotFound(NotFound):
    """No such skill group."""


class BusyReasonNotFound(NotFound):
    """No such busy reason."""


class WorkItemNotFound(NotFound):
    """No such work item, or it is over."""


class NotLoggedIn(Conflict):
    """Log in first."""


class NotSignedIn(Conflict):
    """Sign in (签入) first, then serve."""


class LogOutNeedsBusy(Conflict):
    """Log-out is possible only in the busy state (STATE-05)."""


class AgentEngaged(Conflict):
    """The agent is on a call."""


class BusyReasonUnknown(Invalid):
    """The reason is not on the company's list, or only the system may give it."""


class OfferClosed(Conflict):
    """There is no such offer, or it is no longer open."""


class BusyReasonFixed(Conflict):
    """The system's own reasons can be neither changed nor deleted."""


class NotWrappingUp(Conflict):
    """There is no wrap-up to end or extend."""


class QueueFull(Conflict):
    """The queue holds as many as it may."""


class QueueDisabled(Conflict):
    """The queue takes nothing at present."""


class WorkItemKnown(Conflict):
    """An item of this id is already here."""


class QueueUnfit(Invalid):
    """The queue's settings contradict each other; `field` names the place."""


class SkillGroupUnfit(Invalid):
    """The skill group's settings contradict each other; `field` names the place."""


class SkillGroupInUse(Conflict):
    """A queue needs this skill group."""


class ChannelUnknown(Invalid):
    """Nobody delivers this channel."""


class NameTaken(Conflict):
    """Another one has this name already."""
