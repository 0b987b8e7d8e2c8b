"""When a try to log in is refused before the password is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from lingting.tenancy.domain.settings import declare

CAPTCHA = declare(
    "captcha",
    "after_failure",
    zh="登录验证码",
    en="Image code at login",
    options=("after_failure", "always"),
    group="login",
)
LOGIN_TRIES = declare(
    "login_tries",
    5,
    zh="连续输错几次密码后锁定账号",
    en="Wrong passwords until an account is locked",
    minimum=3,
    maximum=20,
    group="login",
)
LOGIN_WINDOW_MINUTES = declare(
    "login_window_minutes",
    15,
    zh="统计输错次数的时段（分钟）",
    en="Time in which wrong passwords count (minutes)",
    minimum=1,
    maximum=1440,
    group="login",
)
LOGIN_LOCK_MINUTES = declare(
    "login_lock_minutes",
    15,
    zh="账号锁定时长（分钟）",
    en="Time that an account stays locked (minutes)",
    minimum=1,
    maximum=1440,
    group="login",
)
IDLE_LOG_OUT_MINUTES = declare(
    "idle_log_out_minutes",
    720,
    zh="无操作自动退出（分钟）",
    en="Log out after no activity for (minutes)",
    minimum=5,
    maximum=10080,
    group="login",
)
SINGLE_LOGIN = declare(
    "single_login",
    True,
    zh="坐席同时只能在一处登录",
    en="A person with a seat is logged in at one place only",
    group="login",
)

CAPTCHA_LIFE = timedelta(minutes=3)
CAPTCHA_DIGITS = 4


@dataclass(frozen=True, slots=True)
class LockRule:
    """`tries` failures within `window` lock for `lock` after the last of them."""

    tries: int
    window: timedelta
    lock: timedelta

    @property
    def memory(self) -> timedelta:
        """How far back failures can matter."""
        return self.window + self.lock


OF_ADDRESS = LockRule(50, timedelta(minutes=15), timedelta(minutes=5))
"""A whole centre may share one address, so this is wide; it slows the trying of many accounts."""
SUSPECT_ADDRESS = 3
"""Failures from an address after which it must type the image code for any account."""


def locked_until(failures: Sequence[datetime], rule: LockRule, now: datetime) -> datetime | None:
    """When the lock ends, or None when there is none; `failures` are in order of time."""
    for last in range(len(failures) - 1, rule.tries - 2, -1):
        first = failures[last - rule.tries + 1]
        until = failures[last] + rule.lock
        if failures[last] - first <= rule.window and until > now:
            return until
    return None


def captcha_needed(always: bool, of_account: int, of_address: int) -> bool:
    """Whether the next try must carry the image code, by failures since the last success."""
    return always or of_account > 0 or of_address >= SUSPECT_ADDRESS
