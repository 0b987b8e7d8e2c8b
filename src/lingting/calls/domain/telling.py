"""Whether agents know that somebody attends their talk; the company decides."""

from lingting.tenancy.domain.settings import declare

TELL_LISTENED = declare(
    "tell_listened",
    True,
    zh="监听时告知坐席",
    en="Tell agents when somebody listens to their call",
    group="calls",
)
