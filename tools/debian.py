"""What set-up unpacked from Debian: each package with its source, architecture and file."""

from __future__ import annotations

import functools
import hashlib
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools.parts import see_package

RELEASES = {"bookworm": "12", "trixie": "13", "forky": "14", "testing": "14", "unstable": "14"}
"""Advisories are kept by release; testing is forky until that is released."""


@dataclass(frozen=True, slots=True, order=True)
class DebianPackage:
    """One package file of a set."""

    name: str
    version: str
    source: str
    source_version: str
    architecture: str
    suite: str
    sha256: str
    for_tests: bool = False

    @property
    def release(self) -> str:
        return RELEASES.get(self.suite, "12")


@functools.cache
def debian_packages(cache: Path | None = None) -> list[DebianPackage]:
    """Of the sets that set-up unpacked here; programs of the machine itself are not among them."""
    see_package()
    from lingting.adapters.asterisk.install import ASTERISK
    from lingting.adapters.debian.private import cache_folder, installed
    from lingting.adapters.debian.tools import SETS

    found: dict[tuple[str, str, str], DebianPackage] = {}
    for wanted in (ASTERISK, *SETS):
        unpacked = installed(wanted, cache)
        if unpacked is None:
            continue
        archives = (cache or cache_folder()) / wanted.name / "apt" / "cache" / "archives"
        paths = list(_files(unpacked.root / "PACKAGES", archives))
        with ThreadPoolExecutor(4) as pool:
            for fields, sha256 in pool.map(_read, *zip(*paths, strict=True)):
                one = _package(fields, unpacked.suite, sha256, for_tests=wanted is not ASTERISK)
                found.setdefault((one.name, one.version, one.suite), one)
    return sorted(found.values())


def _files(listing: Path, archives: Path) -> Iterator[tuple[str, Path | None]]:
    """The line of each package, and its file unless somebody cleared those away."""
    for line in listing.read_text("utf-8").split():
        name, _, version = line.partition("=")
        written = version.replace(":", "%3a")
        yield line, next(archives.glob(f"{name}_{written}_*.deb"), None)


def _read(line: str, path: Path | None) -> tuple[dict[str, str], str]:
    if path is None:
        name, _, version = line.partition("=")
        return {"Package": name, "Version": version, "Architecture": "unknown"}, ""
    fields = ("Package", "Version", "Source", "Architecture")
    done = subprocess.run(
        ["dpkg-deb", "-f", str(path), *fields], capture_output=True, text=True, check=True
    )
    pairs = (line.partition(": ") for line in done.stdout.splitlines())
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return {key: value.strip() for key, _, value in pairs}, digest


def _package(fields: dict[str, str], suite: str, sha256: str, *, for_tests: bool) -> DebianPackage:
    version = fields["Version"]
    # "Source: name (version)", each only where it differs from the package's own.
    source, _, other = fields.get("Source", fields["Package"]).partition(" (")
    return DebianPackage(
        fields["Package"], version, source, other.rstrip(")") or version,
        fields["Architecture"], suite, sha256, for_tests,
    )  # fmt: skip
