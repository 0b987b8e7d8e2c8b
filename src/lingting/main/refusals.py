"""What the person at the terminal is told where a setting, a name or the disk stands in the way."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from errno import EACCES, EDQUOT, ENOSPC, EPERM, EROFS
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import SettingsError

from lingting.main.errand import Refused
from lingting.main.words import chinese, text
from lingting.platform.settings import Settings

DISK = {
    ENOSPC: "disk_full",
    EDQUOT: "disk_full",
    EROFS: "disk_read_only",
    EACCES: "disk_forbidden",
    EPERM: "disk_forbidden",
}
_SPEAKS = re.compile(r'[;,&|$"\\\x00-\x1f\x7f\ud800-\udfff]')
"""Says something to Asterisk's files, or is no text."""


def said(problem: Exception) -> str | None:
    """The sentences for what can be expected to go wrong; None for what cannot."""
    match problem:
        case Refused():
            return str(problem)
        case ValidationError(title="Settings"):
            return "\n".join(_settings(problem))
        case SettingsError():
            named = re.search(r'field "(\w+)"', str(problem))
            return text("bad_setting", name=_variable(named[1] if named else ""), reason="JSON")
        case OSError(errno=number) if number in DISK and problem.filename:
            return text(DISK[number], place=_shown(problem.filename))
        case _:
            return None


def refuse_places(settings: Settings) -> None:
    """Refuses folders that cannot be named where they must be named."""
    for folder in (settings.home, settings.sounds, settings.recordings):
        found = _SPEAKS.search(str(folder.resolve()))
        if found is not None:
            raise Refused(text("bad_folder", place=_shown(folder.resolve()), sign=ascii(found[0])))


def refuse_address(settings: Settings) -> None:
    """Refuses a host that is not this machine, and files of a certificate that are not there."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.bind((settings.host, 0))
    except (OSError, UnicodeError, TypeError):  # no address, or no name of one
        raise Refused(text("bad_host", host=_shown(settings.host))) from None
    for file in filter(None, (settings.cert, settings.key)):
        if not os.access(file, os.R_OK):
            raise Refused(text("no_certificate", file=_shown(file)))


def folder_troubles(settings: Settings) -> Iterator[str]:
    """What is wrong with the folders, and what to do: often why something else did not work."""
    from lingting.main.checks.folders import look_at, places  # `up` loads no more than it needs
    from lingting.operations import catalogue
    from lingting.operations.domain import Verdict, judge_folder

    language = "zh-CN" if chinese() else "en"
    for name, folder in places(settings).items():
        finding = judge_folder(look_at(name, folder))
        advice = catalogue.advice(finding)
        if catalogue.verdict(finding) is Verdict.BAD and advice is not None:
            yield f"{catalogue.found(finding)[language]}\n→ {advice[language]}"


def _settings(problem: ValidationError) -> Iterator[str]:
    for error in problem.errors():
        name = _variable(str(error["loc"][0]) if error["loc"] else "")
        yield text("bad_setting", name=name, reason=error["msg"])


def _variable(field: str) -> str:
    return f"{Settings.model_config.get('env_prefix', '')}{field}".upper()


def _shown(name: str | bytes | Path) -> str:
    return os.fsencode(name).decode("utf-8", "replace")
