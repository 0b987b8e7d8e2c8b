"""What can go wrong with the configuration text."""

from lingting.kernel.errors import Conflict, Forbidden, Invalid, NotFound


class DocumentUnreadable(Invalid):
    """The text is no YAML; `line` and `reason` say where and why."""


class DocumentNotPlain(Invalid):
    """Aliases, tags, names that are no text and endless nesting are not part of the document."""


class NullCharacter(Invalid):
    """A character that the database does not keep."""


class NameTwice(Invalid):
    """The same name stands twice at one place."""


class ConfigurationChangedMeanwhile(Conflict):
    """What would change is not what was shown."""


class ConfigurationNotKept(Conflict):
    """After the import the company would not be what the document says; nothing is changed."""


class SectionForbidden(Forbidden):
    """The document changes a section that this person may not change."""


class ConfigurationVersionNotFound(NotFound):
    """The history has no such number."""
