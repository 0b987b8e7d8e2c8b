"""Programs from Debian by name: the machine's own where it has them, else a private copy."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lingting.adapters.debian.apt import Progress
from lingting.adapters.debian.private import (
    PackageSet,
    PackageUnavailable,
    Unpacked,
    ensure,
    installed,
)

FONT_NAMES = ("NotoSansCJK", "NotoSerifCJK", "wqy", "SourceHanSans")


@dataclass(frozen=True, slots=True)
class Tool:
    """How to run one program: the argument prefix, and what it needs in its environment."""

    command: list[str]
    environment: dict[str, str] = field(default_factory=dict[str, str])

    def merged_environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}


SIPP = PackageSet("sip-tester", ("sip-tester",), newer_suites=True)
OPENSSH = PackageSet("openssh-client", ("openssh-client",))
# The bundled PostgreSQL is of this version, and dumps are made by a program that is not older.
POSTGRES = 18
POSTGRES_CLIENT = PackageSet(
    "postgresql-client", (f"postgresql-client-{POSTGRES}",), oldest=POSTGRES, newer_suites=True
)
# Chromium starts copies of itself by its own file name, so it cannot run through a private loader:
# only what the machine lacks is unpacked, to run with the machine's own C library.
CHROMIUM = PackageSet(
    "chromium", ("chromium", "chromium-sandbox", "fonts-noto-cjk"), beside_machine=True
)

SETS = (SIPP, CHROMIUM, OPENSSH, POSTGRES_CLIENT)


def tool(name: str, progress: Progress = lambda message: None) -> Tool:
    """The named program, ready to run: `sipp`, `chromium`, `ssh-keygen`, `pg_dump`."""
    return _FINDERS[name](progress)


def is_there(name: str) -> bool:
    """Whether `tool` would answer at once."""
    if name == "chromium":
        own = _machine_chromium() is not None and _has_chinese_font()
        return own or bool(os.environ.get("CHROMIUM")) or installed(CHROMIUM) is not None
    if name == "pg_dump":
        return _machine_pg_dump() is not None or installed(POSTGRES_CLIENT) is not None
    wanted = OPENSSH if name == "ssh-keygen" else SIPP
    return shutil.which(name) is not None or installed(wanted) is not None


def _sipp(progress: Progress) -> Tool:
    own = os.environ.get("SIPP") or shutil.which("sipp")
    return Tool([own]) if own else Tool(ensure(SIPP, progress).command("usr/bin/sipp"))


def _ssh_keygen(progress: Progress) -> Tool:
    own = shutil.which("ssh-keygen")
    return Tool([own]) if own else Tool(ensure(OPENSSH, progress).command("usr/bin/ssh-keygen"))


def _pg_dump(progress: Progress) -> Tool:
    own = _machine_pg_dump()
    if own is not None:
        return Tool([own])
    unpacked = ensure(POSTGRES_CLIENT, progress)
    return Tool(unpacked.command(f"usr/lib/postgresql/{POSTGRES}/bin/pg_dump"))


def _machine_pg_dump() -> str | None:
    own = shutil.which("pg_dump")
    if own is None:
        return None
    said = subprocess.run([own, "--version"], capture_output=True, text=True).stdout
    found = re.search(r"\) (\d+)", said)
    return own if found and int(found[1]) >= POSTGRES else None


def _chromium(progress: Progress) -> Tool:
    own = os.environ.get("CHROMIUM") or _machine_chromium()
    if own is not None and (os.environ.get("CHROMIUM") or _has_chinese_font()):
        return Tool([own])
    if os.geteuid() == 0 and _install_on_machine(progress):
        own = _machine_chromium()
        if own is not None:
            return Tool([own])
    return _private_chromium(ensure(CHROMIUM, progress), own)


def _machine_chromium() -> str | None:
    names = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
    return next((path for name in names if (path := shutil.which(name))), None)


def _has_chinese_font() -> bool:
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
    return any(
        name in path.name
        for folder in folders
        if folder.is_dir()
        for path in folder.rglob("*.tt[cf]")
        for name in FONT_NAMES
    ) or any(next(folder.rglob("*CJK*.otf"), None) for folder in folders if folder.is_dir())


def _install_on_machine(progress: Progress) -> bool:
    """As root a browser is installed like any other program: its sandbox and fonts then work."""
    if shutil.which("apt-get") is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    wanted = ["chromium", "fonts-noto-cjk"]
    for step in (["update"], ["install", "-y", "--no-install-recommends", *wanted]):
        progress("apt-get " + " ".join(step))
        done = subprocess.run(
            ["apt-get", "-q", *step],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, env=environment, check=False,
        )  # fmt: skip
        if done.returncode != 0:
            progress(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "it failed")
            if step[0] == "install":
                return False
    return True


def _private_chromium(unpacked: Unpacked, own: str | None) -> Tool:
    program = own or str(unpacked.root / "usr/lib/chromium/chromium")
    if not Path(program).exists():
        raise PackageUnavailable(f"no chromium in {unpacked.root}")
    fonts = unpacked.root / "fonts.conf"
    if not fonts.exists():
        fonts.write_text(_fonts_conf(unpacked.root), "utf-8")
    environment = {"FONTCONFIG_FILE": str(fonts)}
    if own is None:
        environment["LD_LIBRARY_PATH"] = unpacked.library_path
    return Tool([program], environment)


def _fonts_conf(root: Path) -> str:
    return f"""\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <include ignore_missing="yes">{root}/etc/fonts/conf.d</include>
  <dir>{root}/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


_FINDERS: dict[str, Callable[[Progress], Tool]] = {
    "sipp": _sipp,
    "chromium": _chromium,
    "ssh-keygen": _ssh_keygen,
    "pg_dump": _pg_dump,
}
