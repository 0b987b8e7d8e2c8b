"""Which of two versions is older, as PyPI, npm and Debian order them."""

from __future__ import annotations

import re
import subprocess
from functools import cache

from packaging.version import Version

_SEMVER = re.compile(r"v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$")


def is_older(ecosystem: str, one: str, other: str) -> bool:
    """Whether `one` comes before `other`."""
    if ecosystem == "PyPI":
        return Version(one) < Version(other)
    if ecosystem == "npm":
        return _semver(one) < _semver(other)
    if ecosystem.startswith("Debian"):
        return _debian(one, other)
    raise ValueError(f"no order of versions for {ecosystem}")


def _semver(version: str) -> tuple[tuple[int, ...], bool, list[tuple[bool, int, str]]]:
    found = _SEMVER.match(version)
    if found is None:
        raise ValueError(f"not a version: {version}")
    numbers = tuple(int(part or 0) for part in found.groups()[:3])
    words = (found[4] or "").split(".") if found[4] else []
    # Numbers come before words, and a version with either before the one with neither.
    ranks = [(not word.isdigit(), int(word) if word.isdigit() else 0, word) for word in words]
    return numbers, not words, ranks


@cache
def _debian(one: str, other: str) -> bool:
    return subprocess.run(["dpkg", "--compare-versions", one, "lt", other]).returncode == 0
