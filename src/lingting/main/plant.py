"""The installation as the operator's page sees it, brought from files, Asterisk and the disk."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from lingting import __version__
from lingting.adapters.asterisk.look import LookFailed, look
from lingting.adapters.asterisk.sound_ports import TurnedAway, ports_in_use
from lingting.main.addresses import asterisk_address
from lingting.main.checks import GROUPS, Situation, check_group
from lingting.main.checks.folders import look_at, make, places
from lingting.main.client import DIST
from lingting.main.home import Home, who_runs
from lingting.main.last_backup import last_backup
from lingting.main.lines import lines_in_use
from lingting.main.parts_file import read_parts
from lingting.operations.catalogue import is_known
from lingting.operations.domain import (
    SWITCH,
    BackupFact,
    CheckedGroup,
    CheckRun,
    Finding,
    FolderFact,
    LineFact,
    PartFact,
    SoundPorts,
    SwitchFacts,
    Versions,
)
from lingting.platform.settings import Settings


class LivePlant:
    """Implements `operations.ports.Plant` for the process that asks."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._home = Home(settings.home.resolve())
        self._places = places(settings)
        self._turned_away = TurnedAway(self._home.asterisk / "log" / "messages.log")

    def parts(self) -> Sequence[PartFact]:
        return read_parts(self._home.parts)

    def switch(self) -> SwitchFacts | None:
        if not self._settings.ari_url:
            return None
        try:
            state = look(asterisk_address(self._settings))
        except LookFailed:
            return None
        lines = [
            LineFact(
                name=one.name,
                address=one.address,
                reachable=one.reachable,
                round_trip_ms=one.round_trip_ms,
                registration=one.registration,
                calls=one.calls,
            )
            for one in lines_in_use(state, self._home)
        ]
        return SwitchFacts(state.version, state.started_at, state.channels, state.phones, lines)

    def sound_ports(self) -> SoundPorts | None:
        if not any(one.name == SWITCH for one in self.parts()):
            return None
        first, last = self._settings.rtp_ports
        return SoundPorts(ports_in_use(first, last), last - first + 1, self._turned_away.news())

    def versions(self) -> Versions:
        built = None
        with suppress(OSError):
            built = datetime.fromtimestamp((DIST / "index.html").stat().st_mtime, UTC)
        return Versions(__version__, platform.python_version(), built)

    @property
    def places(self) -> Mapping[str, Path]:
        return self._places

    def folder(self, name: str) -> FolderFact:
        folder = self._places[name]
        make(folder)
        return look_at(name, folder)

    def backup(self) -> BackupFact | None:
        made = last_backup(self._home)
        if made is None:
            return None
        return BackupFact(datetime.fromisoformat(made.at), made.file, made.bytes)


class LiveChecks:
    """Implements `operations.ports.Checks` in the running product."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._home = Home(settings.home.resolve())

    @property
    def groups(self) -> Sequence[str]:
        return list(GROUPS)

    def check(self, group: str) -> list[Finding]:
        running = who_runs(self._home.claim)
        return check_group(Situation(self._settings, running, live=True), group)

    def keep(self, run: CheckRun) -> None:
        keep_run(self._home, run)

    def last(self) -> CheckRun | None:
        return last_run(self._home)


def keep_run(home: Home, run: CheckRun) -> None:
    """Keeps a run beside the installation, not in its database, which may be what failed."""
    part = home.last_check.with_suffix(".part")
    with suppress(OSError):
        part.write_text(json.dumps({**asdict(run), "at": run.at.isoformat()}), "utf-8")
        part.replace(home.last_check)


def last_run(home: Home) -> CheckRun | None:
    """The last run that was kept; findings of another version that have no words are left out."""
    try:
        kept = json.loads(home.last_check.read_text("utf-8"))
        groups = tuple(
            CheckedGroup(
                group["name"],
                tuple(one for row in group["findings"] if is_known(one := Finding(**row))),
            )
            for group in kept["groups"]
            if group["name"] in GROUPS
        )
        at = datetime.fromisoformat(kept["at"])
        return CheckRun(at, len(groups), groups, kept["seconds"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
