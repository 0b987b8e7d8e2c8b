"""What a person reads: one word for an agent's state, derived and never stored."""

from dataclasses import dataclass
from enum import Enum

from lingting.acd.domain.busy_reasons import NOT_CHOSEN
from lingting.acd.domain.states import Presence, SignIn, Work


class CallActivity(Enum):
    """What the call of an engaged agent is doing; the call's owner knows."""

    DIALLING = "dialling"
    TALKING = "talking"
    HOLDING = "holding"
    CONSULTING = "consulting"
    CONFERENCE = "conference"


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    zh: str
    en: str


SHOWN: dict[str, Words] = {
    "offline": Words("离线", "Offline"),
    "logged_in": Words("已登录（未签入）", "Logged in"),
    "busy": Words("置忙", "Busy"),
    "idle": Words("置闲", "Idle"),
    "do_not_disturb": Words("免打扰", "Do not disturb"),
    "ringing": Words("振铃", "Ringing"),
    "dialling": Words("呼叫中", "Dialling"),
    "talking": Words("通话", "Talking"),
    "holding": Words("保持", "Holding"),
    "consulting": Words("咨询", "Consulting"),
    "conference": Words("会议", "In conference"),
    "wrapping": Words("整理", "Wrap-up"),
}


def shown(
    sign_in: SignIn,
    presence: Presence,
    reason: str | None,
    work: Work,
    activity: CallActivity | None = None,
) -> str:
    """The one word of STATE-20 (a key of `SHOWN`); work outranks wishes."""
    if sign_in is SignIn.LOGGED_OUT:
        return "offline"
    if work is Work.OFFERED:
        return "ringing"
    if work is Work.ENGAGED:
        return (activity or CallActivity.TALKING).value
    if work is Work.WRAPPING:
        return "wrapping"
    if sign_in is SignIn.LOGGED_IN and (reason is None or reason in NOT_CHOSEN):
        return "logged_in"
    return presence.value
