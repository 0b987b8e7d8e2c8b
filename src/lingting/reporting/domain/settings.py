"""What a company chooses about its numbers. All of it holds backwards: nothing is counted anew."""

from lingting.tenancy.domain.settings import declare

FORMULAS = (
    "answered_or_left",
    "of_answered",
    "of_answered_and_abandoned",
    "of_answered_and_late_abandoned",
    "of_offered",
    "removed_of_offered",
)
SERVICE_LEVEL = declare(
    "report_service_level",
    "of_answered_and_abandoned",
    zh="服务水平口径",
    en="Service level formula",
    options=FORMULAS,
    group="reports",
)
SHORT_ABANDON_SECONDS = declare(
    "report_short_abandon_seconds",
    5,
    zh="短时放弃阈值（秒）",
    en="Short abandon threshold (s)",
    minimum=0,
    maximum=60,
    group="reports",
)
COUNT_SHORT_ABANDONS = declare(
    "report_count_short_abandons",
    True,
    zh="短时放弃计入放弃与服务水平",
    en="Count short abandons in abandon rate and service level",
    group="reports",
)
COUNT_OVERFLOWS = declare(
    "report_count_overflows",
    False,
    zh="溢出与留言计入服务水平分母",
    en="Count overflows and messages in the service level's denominator",
    group="reports",
)
COUNT_RINGING = declare(
    "report_count_ringing",
    True,
    zh="等待时长包含坐席振铃",
    en="Waiting time includes ringing at the agent",
    group="reports",
)
SATISFIED_FROM = declare(
    "report_satisfied_from",
    3,
    zh="满意的最低分值",
    en="Lowest score that counts as satisfied",
    minimum=1,
    maximum=10,
    group="reports",
)
HANDLING_TARGETS = {
    "ring": declare(
        "report_target_ring_seconds",
        10,
        zh="平均振铃目标（秒）",
        en="Average ring target (s)",
        minimum=0,
        maximum=600,
        group="targets",
    ),
    "talk": declare(
        "report_target_talk_seconds",
        180,
        zh="平均通话目标（秒）",
        en="Average talk target (s)",
        minimum=0,
        maximum=3600,
        group="targets",
    ),
    "veteran_talk": declare(
        "report_target_veteran_talk_seconds",
        150,
        zh="老员工（入职满一年）平均通话目标（秒）",
        en="Average talk target, a year or more with the company (s)",
        minimum=0,
        maximum=3600,
        group="targets",
    ),
    "newcomer_talk": declare(
        "report_target_newcomer_talk_seconds",
        170,
        zh="新员工（入职未满一年）平均通话目标（秒）",
        en="Average talk target, less than a year with the company (s)",
        minimum=0,
        maximum=3600,
        group="targets",
    ),
    "hold": declare(
        "report_target_hold_seconds",
        30,
        zh="单通保持上限（秒）",
        en="Longest hold per call (s)",
        minimum=0,
        maximum=3600,
        group="targets",
    ),
    "wrap_up": declare(
        "report_target_wrap_up_seconds",
        60,
        zh="平均整理目标（秒）",
        en="Average wrap-up target (s)",
        minimum=0,
        maximum=3600,
        group="targets",
    ),
}
SERVICE_LEVEL_TARGET = declare(
    "report_target_service_level",
    80,
    zh="服务水平目标（%）",
    en="Service level target (%)",
    minimum=0,
    maximum=100,
    group="targets",
)
HOUR_ANSWER_TARGET = declare(
    "report_target_hour_answer_rate",
    85,
    zh="小时接通率目标（%）",
    en="Hourly answer rate target (%)",
    minimum=0,
    maximum=100,
    group="targets",
)
DAY_ANSWER_TARGET = declare(
    "report_target_day_answer_rate",
    90,
    zh="全天接通率目标（%）",
    en="Daily answer rate target (%)",
    minimum=0,
    maximum=100,
    group="targets",
)
MAIL_OUTSIDE = declare(
    "report_mail_outside",
    False,
    zh="报表可以发往公司以外的邮箱",
    en="Reports may be mailed to addresses outside the company",
    group="reports",
)
