"""Finds an Asterisk to run: the one named, the machine's own, or a private copy from Debian."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lingting.adapters.debian.apt import Progress
from lingting.adapters.debian.private import PackageSet, ensure, installed

OLDEST = 20
ASTERISK = PackageSet(
    name="asterisk",
    packages=("asterisk", "asterisk-modules"),
    oldest=OLDEST,
    newer_suites=True,
)


class NoAsterisk(Exception):
    """The Asterisk that was named cannot be used."""


@dataclass(frozen=True, slots=True)
class AsteriskProgram:
    """How to run one Asterisk and where its own files are."""

    command: tuple[str, ...]
    modules: Path
    data: Path
    version: str
    origin: str


def find_asterisk(progress: Progress) -> AsteriskProgram:
    """The best Asterisk at hand; fetches the private copy when there is no other."""
    named = os.environ.get("LINGTING_ASTERISK")
    if named:
        return _machine_program(named, "LINGTING_ASTERISK")
    own = shutil.which("asterisk", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if own is not None and _machine_version(own) >= OLDEST:
        return _machine_program(own, "machine")
    return private_asterisk(progress)


def private_asterisk(progress: Progress) -> AsteriskProgram:
    """The private copy in the user's cache."""
    unpacked = ensure(ASTERISK, progress)
    modules = next(unpacked.root.glob("usr/lib/**/asterisk/modules"))
    return AsteriskProgram(
        command=tuple(unpacked.command("usr/sbin/asterisk")),
        modules=modules,
        data=unpacked.root / "usr/share/asterisk",
        version=unpacked.version,
        origin=f"debian {unpacked.suite}",
    )


def _machine_version(program: str) -> int:
    try:
        done = subprocess.run([program, "-V"], capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r"Asterisk \D*(\d+)", done.stdout)
    return int(found[1]) if found else 0


def _machine_program(program: str, origin: str) -> AsteriskProgram:
    version = _machine_version(program)
    if version < OLDEST:
        raise NoAsterisk(f"{program} is not Asterisk {OLDEST} or newer")
    places = [Path(p) for p in ("/usr/local/lib", "/usr/lib", "/usr/lib64") if Path(p).is_dir()]
    modules = next((m for place in places for m in sorted(place.glob("**/asterisk/modules"))), None)
    if modules is None:
        raise NoAsterisk(f"{program} has no modules folder")
    data = next(
        (Path(d) for d in ("/usr/share/asterisk", "/var/lib/asterisk") if Path(d).is_dir()),
        Path("/usr/share/asterisk"),
    )
    return AsteriskProgram((program,), modules, data, str(version), origin)


def asterisk_is_there() -> bool:
    """Whether `find_asterisk` would answer at once."""
    return bool(os.environ.get("LINGTING_ASTERISK")) or installed(ASTERISK) is not None
