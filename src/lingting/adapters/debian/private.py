"""Sets of Debian packages unpacked in the user's cache, run through their own loader."""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lingting.adapters.debian.apt import AptFailed, Package, PrivateApt, Progress
from lingting.adapters.debian.sources import Source, debian_archive, own_suite, read_machine

NEWER_SUITES = ("testing", "unstable")
MARK = "installed.json"


class PackageUnavailable(Exception):
    """None of the suites that the machine's mirror offers has the package."""


@dataclass(frozen=True, slots=True)
class PackageSet:
    """What to unpack together: a name for the folder, the packages, the oldest good version."""

    name: str
    packages: tuple[str, ...]
    oldest: int = 0
    newer_suites: bool = False
    beside_machine: bool = False
    """Only what the machine lacks, to run with the machine's own C library."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """An unpacked set: its folder, version and where it came from."""

    root: Path
    version: str
    suite: str

    @property
    def loader(self) -> Path:
        for pattern in ("usr/lib/*/ld-linux*.so.*", "lib/*/ld-linux*.so.*"):
            for found in sorted(self.root.glob(pattern)):
                return found
        raise PackageUnavailable(f"no dynamic loader in {self.root}")

    @property
    def library_path(self) -> str:
        folders = {
            found.parent
            for top in ("usr/lib", "lib")
            for depth in ("*", "*/*")
            for found in self.root.glob(f"{top}/{depth}/lib*.so*")
        }
        return ":".join(str(folder) for folder in sorted(folders, key=lambda f: (len(f.parts), f)))

    def command(self, program: str) -> list[str]:
        """The argument prefix that runs a program of this set with its own C library."""
        loader = [str(self.loader), "--library-path", self.library_path]
        return [*loader, str(self.root / program)]


def cache_folder() -> Path:
    """Where downloads live: per user, shared by every checkout."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(Path.home(), ".cache")
    return Path(base) / "lingting"


def machine_codename() -> str:
    """The release that the machine runs, for example bookworm."""
    for line in Path("/etc/os-release").read_text("utf-8").splitlines():
        key, _, value = line.partition("=")
        if key == "VERSION_CODENAME":
            return value.strip('"')
    return "unstable"


def installed(wanted: PackageSet, cache: Path | None = None) -> Unpacked | None:
    """The copy that an earlier set-up left, if it is whole."""
    folder = (cache or cache_folder()) / wanted.name
    try:
        current = json.loads((folder / MARK).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    root = folder / current["root"]
    if tuple(current["packages"]) != wanted.packages or not root.is_dir():
        return None
    return Unpacked(root, current["version"], current["suite"])


def ensure(wanted: PackageSet, progress: Progress, cache: Path | None = None) -> Unpacked:
    """The unpacked set; fetched first when the cache has none. Needs neither root nor a service."""
    base = cache or cache_folder()
    found = installed(wanted, base)
    if found is not None:
        return found
    with _alone(base / f"{wanted.name}.lock"):
        return installed(wanted, base) or _install(wanted, progress, base / wanted.name)


def _install(wanted: PackageSet, progress: Progress, folder: Path) -> Unpacked:
    problems: list[str] = []
    for suite, sources in _suites(wanted):
        progress(f"looking in {suite}")
        apt = PrivateApt(folder / "apt", sources, machine_status=wanted.beside_machine)
        try:
            apt.update(progress)
        except AptFailed as failure:
            problems.append(f"{suite}: {failure}")
            continue
        version = apt.candidate(wanted.packages[0])
        if not version or _major(version) < wanted.oldest:
            problems.append(f"{suite}: {version or 'not there'}")
            continue
        closure = apt.closure(wanted.packages)
        megabytes = apt.size(wanted.packages) / 1e6
        progress(f"{wanted.packages[0]} {version}: {len(closure)} packages, {megabytes:.0f} MB")
        archives = apt.download(wanted.packages, progress)
        return _unpack(wanted, folder, suite, version, closure, archives, progress)
    raise PackageUnavailable(f"{wanted.packages[0]} could not be had. " + "; ".join(problems))


def _suites(wanted: PackageSet) -> Iterator[tuple[str, Sequence[Source]]]:
    machine, codename = read_machine(), machine_codename()
    archive = debian_archive(machine, codename)
    yield codename, own_suite(machine, codename) or [archive]
    if wanted.newer_suites:
        for suite in NEWER_SUITES:
            yield suite, [archive.in_suite(suite)]


def _unpack(
    wanted: PackageSet,
    folder: Path,
    suite: str,
    version: str,
    closure: Sequence[Package],
    archives: Sequence[Path],
    progress: Progress,
) -> Unpacked:
    listing = "\n".join(f"{package.name}={package.version}" for package in closure)
    key = hashlib.sha256(listing.encode()).hexdigest()[:12]
    root = folder / f"{_plain(version)}-{key}"
    building = folder / f"{root.name}.part"
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    with ThreadPoolExecutor(max_workers=2) as pool:
        unpacking = pool.map(partial(_extract, building), archives)
        for count, _ in enumerate(unpacking, start=1):
            progress(f"unpacking {count} of {len(archives)}")
    (building / "PACKAGES").write_text(listing + "\n", "utf-8")
    shutil.rmtree(root, ignore_errors=True)
    building.rename(root)
    mark = {
        "root": root.name,
        "version": version,
        "suite": suite,
        "packages": list(wanted.packages),
    }
    (folder / MARK).write_text(json.dumps(mark, indent=1), "utf-8")
    # The packages stay, the indexes are of no further use.
    shutil.rmtree(folder / "apt" / "state", ignore_errors=True)
    for index in (folder / "apt" / "cache").glob("*.bin"):
        index.unlink()
    return Unpacked(root, version, suite)


def _extract(root: Path, archive: Path) -> None:
    subprocess.run(["dpkg-deb", "-x", str(archive), str(root)], check=True, capture_output=True)


def _major(version: str) -> int:
    digits = version.split(":", 1)[-1].split(".", 1)[0]
    return int(digits) if digits.isdigit() else 0


def _plain(version: str) -> str:
    return version.split(":", 1)[-1].split("+", 1)[0].split("-", 1)[0]


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
