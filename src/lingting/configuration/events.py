"""Facts about the configuration text."""

from lingting.kernel.events import Event, event


@event
class ConfigurationImported(Event):
    """A document was imported; the one before it is kept under `number`. `of` is the number that
    was rolled back to."""

    number: int
    of: int | None
    added: int
    changed: int
    removed: int
