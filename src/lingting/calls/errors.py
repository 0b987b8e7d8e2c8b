"""What can go wrong when a call is commanded."""

from collections.abc import Mapping

from lingting.calls.domain.dialling_out import Refusal
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


class DialRefused(Conflict):
    """The company's rules do not allow this number."""


class NumberBlocked(DialRefused):
    """The company forbids its prefix."""


class NumberIsACode(DialRefused):
    """It commands the carrier instead of calling somebody."""


class NumberUnreadable(DialRefused):
    """Nobody knows where it leads."""


class PremiumNumber(DialRefused):
    """It costs extra."""


class NumberAbroad(DialRefused):
    """Its country is not opened."""


class OutsideHours(DialRefused):
    """Agents do not call out at this hour."""


class AgentDiallingTooOften(DialRefused):
    """The agent has dialled as often as allowed in an hour."""


class CompanyDiallingTooOften(DialRefused):
    """The company has dialled as often as allowed in an hour."""


class TooManyCallsOutside(DialRefused):
    """As many calls to outside numbers are up as the company allows."""


REFUSED: Mapping[Refusal, type[DialRefused]] = {
    Refusal.BLOCKED: NumberBlocked,
    Refusal.CODE: NumberIsACode,
    Refusal.UNKNOWN: NumberUnreadable,
    Refusal.PREMIUM: PremiumNumber,
    Refusal.ABROAD: NumberAbroad,
    Refusal.HOURS: OutsideHours,
    Refusal.AGENT_HOURLY: AgentDiallingTooOften,
    Refusal.COMPANY_HOURLY: CompanyDiallingTooOften,
    Refusal.AT_ONCE: TooManyCallsOutside,
}
