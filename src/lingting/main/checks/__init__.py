"""The checks of `doctor` and of its page: each looks, none changes anything that stays."""

from collections.abc import Mapping

from lingting.main.checks.browser import browser
from lingting.main.checks.database import clock, database
from lingting.main.checks.jobs import jobs
from lingting.main.checks.machine import machine
from lingting.main.checks.mail import mail
from lingting.main.checks.network import network
from lingting.main.checks.situation import Check, Situation
from lingting.main.checks.switch import asterisk, sound
from lingting.operations.domain import Finding
from lingting.platform.log import get_log

log = get_log(__name__)

GROUPS: Mapping[str, Check] = {
    "machine": machine,
    "clock": clock,
    "database": database,
    "network": network,
    "asterisk": asterisk,
    "browser": browser,
    "sound": sound,
    "jobs": jobs,
    "mail": mail,
}
"""In the order in which they are made: what later ones need comes first."""


def check_group(at: Situation, group: str) -> list[Finding]:
    """The findings of a group; a check that breaks is a finding too, and stops no other group."""
    found: list[Finding] = []
    try:
        found.extend(GROUPS[group](at))
    except Exception as problem:
        log.error("check failed", group=group, exc_info=problem)
        found.append(Finding("check", "broken", {"reason": type(problem).__name__}))
    return found


__all__ = ["GROUPS", "Check", "Situation", "check_group"]
