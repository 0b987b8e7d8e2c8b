"""Facts about access numbers."""

from lingting.kernel.events import Event, event
from lingting.kernel.ids import AccessNumberId


@event
class AccessNumberChanged(Event):
    """An access number, or a 400 or 800 number, was added or changed."""

    number: AccessNumberId


@event
class AccessNumberRemoved(Event):
    """An access number, or a 400 or 800 number, is gone."""

    number: AccessNumberId
