"""What a company lets its people dial: where to, how often, how long, at which hours.

As shipped only the own country without premium numbers can be called, since that is what whoever
steals a seat, or talks a flow into dialling, is after.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

import phonenumbers

from lingting.calls.domain.destinations import Destination, Reach
from lingting.tenancy.domain.settings import CompanySettings, declare

GROUP = "dial_out"
_TOKENS = re.compile(r"[^\s,，、;；]+")
_PREFIX = re.compile(r"\+?[0-9*#]{1,15}")


def places(text: str) -> tuple[str, ...]:
    """The countries (`HK`) and prefixes (`+852`, `0755`) that a text names, one after another."""
    return tuple(token.upper() for token in _TOKENS.findall(text))


def are_places(text: str) -> bool:
    """Whether each word is a country that exists, or a prefix."""
    return all(_PREFIX.fullmatch(one) or one in _COUNTRIES for one in places(text))


def are_prefixes(text: str) -> bool:
    """Whether each word is a prefix."""
    return all(_PREFIX.fullmatch(one) for one in places(text))


_COUNTRIES = frozenset(str(one) for one in phonenumbers.SUPPORTED_REGIONS)

ABROAD = declare(
    "dial_out_abroad",
    "",
    zh="可拨打的国家或地区、号码前缀（如 HK、US、+852；留空只能拨打国内号码）",
    en="Countries and prefixes that may be called, such as HK, US, +852 (empty: home only)",
    maximum=400,
    group=GROUP,
    fits=are_places,
)
BLOCKED = declare(
    "dial_out_blocked",
    "",
    zh="禁止拨打的号码前缀（如 0190、9611）",
    en="Prefixes that may not be called, such as 0190, 9611",
    maximum=400,
    group=GROUP,
    fits=are_prefixes,
)
PREMIUM = declare(
    "dial_out_premium",
    False,
    zh="允许拨打付费信息台等高收费号码",
    en="Allow premium-rate numbers",
    group=GROUP,
)
AGENT_HOURLY = declare(
    "dial_out_agent_hourly",
    120,
    zh="每个坐席每小时最多外呼次数（0 为不限）",
    en="Most calls of one agent in an hour (0: no limit)",
    minimum=0,
    maximum=10_000,
    group=GROUP,
)
COMPANY_HOURLY = declare(
    "dial_out_company_hourly",
    0,
    zh="全公司每小时最多外呼次数（0 为不限）",
    en="Most calls of the company in an hour (0: no limit)",
    minimum=0,
    maximum=1_000_000,
    group=GROUP,
)
AT_ONCE = declare(
    "dial_out_at_once",
    0,
    zh="全公司同时外呼的最多通话数（0 为不限）",
    en="Most calls to outside numbers at the same time (0: no limit)",
    minimum=0,
    maximum=10_000,
    group=GROUP,
)
LONGEST_MINUTES = declare(
    "dial_out_longest_minutes",
    240,
    zh="外线通话最长时间（分钟，到时自动挂断，0 为不限）",
    en="Longest call to an outside number in minutes; it is then ended (0: no limit)",
    minimum=0,
    maximum=1_440,
    group=GROUP,
)
FROM_HOUR = declare(
    "dial_out_from_hour",
    0,
    zh="坐席可外呼的开始时间（点）",
    en="Hour from which agents may call out",
    minimum=0,
    maximum=23,
    group=GROUP,
)
UNTIL_HOUR = declare(
    "dial_out_until_hour",
    24,
    zh="坐席可外呼的结束时间（点，24 为午夜）",
    en="Hour until which agents may call out (24: midnight)",
    minimum=1,
    maximum=24,
    group=GROUP,
)


class Refusal(Enum):
    """Why a number is not dialled."""

    BLOCKED = "blocked"
    CODE = "code"
    UNKNOWN = "unknown"
    PREMIUM = "premium"
    ABROAD = "abroad"
    HOURS = "hours"
    AGENT_HOURLY = "agent_hourly"
    COMPANY_HOURLY = "company_hourly"
    AT_ONCE = "at_once"


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What was dialled before, and when it is; `agent_last_hour` None: a flow dials."""

    local_hour: int
    agent_last_hour: int | None
    company_last_hour: int
    now_outside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DialRules:
    """A company's rules."""

    abroad: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()
    premium: bool = False
    agent_hourly: int = 0
    company_hourly: int = 0
    at_once: int = 0
    from_hour: int = 0
    until_hour: int = 24

    @classmethod
    def of(cls, settings: CompanySettings) -> "DialRules":
        """As the company chose them."""
        return cls(
            abroad=places(settings[ABROAD]),
            blocked=places(settings[BLOCKED]),
            premium=settings[PREMIUM],
            agent_hourly=settings[AGENT_HOURLY],
            company_hourly=settings[COMPANY_HOURLY],
            at_once=settings[AT_ONCE],
            from_hour=settings[FROM_HOUR],
            until_hour=settings[UNTIL_HOUR],
        )

    def allows(self, to: Destination) -> bool:
        """Whether a prefix names it."""
        return any(_PREFIX.fullmatch(one) and to.begins_with(one) for one in self.abroad)

    def is_open(self, hour: int) -> bool:
        """Whether agents may call out in this hour; the hours may span midnight."""
        if self.from_hour < self.until_hour:
            return self.from_hour <= hour < self.until_hour
        return hour >= self.from_hour or hour < self.until_hour


Judge = Callable[[DialRules, Destination, Circumstances], bool]


def _beyond(limit: int, count: int | None) -> bool:
    return limit > 0 and count is not None and count >= limit


_JUDGES: Sequence[tuple[Refusal, Judge]] = (
    (Refusal.BLOCKED, lambda rules, to, _: any(to.begins_with(one) for one in rules.blocked)),
    (Refusal.CODE, lambda rules, to, _: to.reach is Reach.CODE and not rules.allows(to)),
    (Refusal.UNKNOWN, lambda rules, to, _: to.reach is Reach.UNKNOWN and not rules.allows(to)),
    (
        Refusal.PREMIUM,
        lambda rules, to, _: to.reach is Reach.PREMIUM and not rules.premium
        and not rules.allows(to),
    ),
    (
        Refusal.ABROAD,
        lambda rules, to, _: to.reach is Reach.ABROAD and to.country not in rules.abroad
        and not rules.allows(to),
    ),
    (
        Refusal.HOURS,
        lambda rules, _, now: now.agent_last_hour is not None
        and not rules.is_open(now.local_hour),
    ),
    (Refusal.AGENT_HOURLY, lambda rules, _, now: _beyond(rules.agent_hourly, now.agent_last_hour)),
    (
        Refusal.COMPANY_HOURLY,
        lambda rules, _, now: _beyond(rules.company_hourly, now.company_last_hour),
    ),
    (Refusal.AT_ONCE, lambda rules, _, now: _beyond(rules.at_once, now.now_outside)),
)  # fmt: skip
"""The first that holds is the reason: what never changes before what passes with time."""


def refusal(rules: DialRules, to: Destination, now: Circumstances) -> Refusal | None:
    """Why the number is not dialled; None: it is. Help is called always."""
    if to.reach is Reach.EMERGENCY:
        return None
    return next((why for why, holds in _JUDGES if holds(rules, to, now)), None)
