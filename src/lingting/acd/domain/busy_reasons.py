"""Why an agent is busy: the standard list of reasons that a new company starts with."""

from dataclasses import dataclass

AFTER_LOGIN = "after_login"
AFTER_CALL = "after_call"
NO_ANSWER = "no_answer"
REJECTED = "rejected"
PHONE_LOST = "phone_lost"
SIGNED_OUT = "signed_out"


@dataclass(frozen=True, slots=True)
class BusyReason:
    """A reason code with its names; an agent cannot choose a `system` reason."""

    code: str
    zh: str
    en: str
    system: bool = False
    enabled: bool = True
    planned: bool = True
    """Whether an absence with this reason is allowed without asking (就餐 上洗手间)."""


STANDARD: tuple[BusyReason, ...] = (
    BusyReason("meal", "就餐", "Meal"),
    BusyReason("leader_talk", "领导谈话", "Talk with a leader", planned=False),
    BusyReason("toilet", "上洗手间", "Toilet"),
    BusyReason("supporting", "支援他席", "Supporting another seat", planned=False),
    BusyReason("hand_in", "交单", "Handing in tickets", planned=False),
    BusyReason("meeting", "开会", "Meeting", planned=False),
    BusyReason("training", "小组培训", "Group training", planned=False),
    BusyReason("asking", "求助", "Asking for help", planned=False),
    BusyReason("rest", "小休", "Short break", planned=False),
    BusyReason("other", "其他", "Other", planned=False),
    BusyReason(AFTER_LOGIN, "登录后", "After login", system=True),
    BusyReason(AFTER_CALL, "话后未置闲", "After a call", system=True),
    BusyReason(NO_ANSWER, "未接听", "No answer", system=True),
    BusyReason(REJECTED, "拒接", "Rejected", system=True),
    BusyReason(PHONE_LOST, "话机离线", "Phone lost", system=True),
    BusyReason(SIGNED_OUT, "已签出", "Signed out", system=True),
)
NOT_CHOSEN = frozenset(one.code for one in STANDARD if one.system)
