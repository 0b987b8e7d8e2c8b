"""What can go wrong when a reader asks for the log."""

from lingting.kernel.errors import Forbidden, Invalid, NotFound


class CallUnknown(NotFound):
    """There is no such call for this reader."""


class CursorUnfit(Invalid):
    """The place to go on from was not made by this list."""


class ReportUnknown(NotFound):
    """There is no report with this key."""


class SavedReportUnknown(NotFound):
    """There is no such saved report for this reader."""


class SavedReportNotYours(Forbidden):
    """It may be read, not changed."""
