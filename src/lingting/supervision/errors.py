"""What can go wrong when a leader acts."""

from lingting.kernel.errors import Conflict, NotFound


class SeatNeeded(Conflict):
    """Who listens needs a telephone, and that comes with a seat."""


class AgentNotSeated(NotFound):
    """There is no agent with this id."""


class NothingToHear(Conflict):
    """The agent speaks with nobody now."""


class ForcedIdleOff(Conflict):
    """The company does not let leaders set agents idle."""


class HandNotUp(NotFound):
    """This hand is down already."""


class HandTaken(Conflict):
    """Another leader looks after it already."""


class TipUnknown(NotFound):
    """There is no such tip for this agent."""
