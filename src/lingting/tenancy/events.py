"""Facts about companies."""

from lingting.kernel.events import Event, event
from lingting.kernel.ids import UserId


@event
class CompanyFounded(Event):
    """A company was added to the installation."""

    short_name: str


@event
class CompanyChanged(Event):
    """The company's name, language or time zone changed."""

    by: UserId | None


@event
class SettingsChanged(Event):
    """Settings of the company got other values."""

    keys: tuple[str, ...]
    by: UserId | None
