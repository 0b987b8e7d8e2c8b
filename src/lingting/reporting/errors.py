"""What can go wrong when a reader asks for the log."""

from lingting.kernel.errors import Conflict, Forbidden, Invalid, NotFound


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


class ScheduleUnknown(NotFound):
    """The report is not mailed."""


class RecipientsNeeded(Invalid):
    """A mail needs somebody to go to."""


class RecipientUnknown(Invalid):
    """There is no such person, or he has no mail address."""


class OutsideNotAllowed(Invalid):
    """The company mails reports to its own people only."""


class MailingUnderWay(Conflict):
    """This report is on its way."""
