"""A company: the tenant that every other row belongs to."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import available_timezones

from lingting.kernel.errors import Conflict, Invalid, NotFound
from lingting.kernel.ids import TenantId

Language = Literal["zh-CN", "en"]
DEFAULT_TIME_ZONE = "Asia/Shanghai"

_SHORT_NAME = re.compile(r"[\w-]{2,32}")


class CompanyNotFound(NotFound):
    """No company has this short name or id."""


class ShortNameTaken(Conflict):
    """Another company of this installation has this short name."""


class ShortNameUnfit(Invalid):
    """A short name (公司简称) has 2 to 32 letters, digits, hyphens or underscores."""


class TimeZoneUnknown(Invalid):
    """The time zone is not in the IANA list."""


@dataclass(frozen=True, slots=True)
class Company:
    """A company; people type `short_name` when they log in, upper or lower case."""

    id: TenantId
    short_name: str
    name: str
    time_zone: str
    language: Language
    created_at: datetime


def short_name_key(text: str) -> str:
    """What equal short names share: width and case do not count."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def fit_short_name(text: str) -> str:
    """The short name as it is stored; raises ShortNameUnfit."""
    name = unicodedata.normalize("NFKC", text).strip()
    if not _SHORT_NAME.fullmatch(name):
        raise ShortNameUnfit(field="short_name")
    return name


def fit_time_zone(name: str) -> str:
    """The same name when it is a time zone; raises TimeZoneUnknown."""
    if name not in available_timezones():
        raise TimeZoneUnknown(field="time_zone", time_zone=name)
    return name
