"""Reads the machine's own apt sources and finds the Debian archive among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
ALIASES = ("stable", "oldstable", "testing", "unstable", "sid")


class NoDebianArchive(Exception):
    """The machine's apt configuration names no Debian archive."""


@dataclass(frozen=True, slots=True)
class Source:
    """One archive as apt knows it: where, which suites, which components, whose signature."""

    uri: str
    suites: tuple[str, ...]
    components: tuple[str, ...]
    signed_by: str = ""
    trusted: str = ""

    def in_suite(self, suite: str) -> Source:
        return replace(self, suites=(suite,), components=("main",))

    def as_deb822(self) -> str:
        lines = [
            "Types: deb",
            f"URIs: {self.uri}",
            f"Suites: {' '.join(self.suites)}",
            f"Components: {' '.join(self.components)}",
        ]
        if self.signed_by:
            lines.append(f"Signed-By: {self.signed_by}")
        if self.trusted:
            lines.append(f"Trusted: {self.trusted}")
        return "\n".join(lines) + "\n"


_ONE_LINE = re.compile(r"^deb\s+(?:\[(?P<options>[^\]]*)\]\s+)?(?P<uri>\S+)\s+(?P<rest>.+)$")


def parse_list(text: str) -> list[Source]:
    """Parse the one-line format (`deb [options] uri suite component …`)."""
    found: list[Source] = []
    for line in text.splitlines():
        match = _ONE_LINE.match(line.split("#", 1)[0].strip())
        if match is None:
            continue
        options = dict(
            option.split("=", 1) for option in (match["options"] or "").split() if "=" in option
        )
        suite, *components = match["rest"].split()
        found.append(
            Source(
                uri=match["uri"],
                suites=(suite,),
                components=tuple(components),
                signed_by=options.get("signed-by", ""),
                trusted=options.get("trusted", ""),
            )
        )
    return found


def parse_deb822(text: str) -> list[Source]:
    """Parse the stanza format of `*.sources` files."""
    found: list[Source] = []
    kept = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for stanza in re.split(r"\n\s*\n", kept):
        fields = _fields(stanza)
        if "deb" not in fields.get("types", "").split() or fields.get("enabled") == "no":
            continue
        found.extend(
            Source(
                uri=uri,
                suites=tuple(fields.get("suites", "").split()),
                components=tuple(fields.get("components", "").split()),
                signed_by=fields.get("signed-by", ""),
                trusted=fields.get("trusted", ""),
            )
            for uri in fields.get("uris", "").split()
        )
    return found


def _fields(stanza: str) -> Mapping[str, str]:
    fields: dict[str, str] = {}
    name = ""
    for line in stanza.splitlines():
        if line[:1].isspace() and name:
            fields[name] += "\n" + line.rstrip()
        elif ":" in line:
            key, value = line.split(":", 1)
            name = key.strip().lower()
            fields[name] = value.strip()
    return fields


def read_machine(etc: Path = Path("/etc/apt")) -> list[Source]:
    """Every source that the machine's apt would use, in apt's order."""
    found: list[Source] = []
    main_list = etc / "sources.list"
    parts = sorted((etc / "sources.list.d").glob("*")) if (etc / "sources.list.d").is_dir() else []
    for path in [main_list, *parts]:
        if not path.is_file():
            continue
        text = path.read_text("utf-8", "replace")
        if path.suffix == ".list":
            found.extend(parse_list(text))
        elif path.suffix == ".sources":
            found.extend(parse_deb822(text))
    return found


def debian_archive(sources: Iterable[Source], codename: str) -> Source:
    """The machine's main Debian archive; third-party archives never win against it."""
    scored = [
        (score, -place, source)
        for place, source in enumerate(sources)
        if (score := _likeness(source, codename)) > 0
    ]
    if not scored:
        raise NoDebianArchive("no Debian archive in the machine's apt configuration")
    best = max(scored, key=lambda entry: entry[:2])[2]
    if not best.signed_by and not best.trusted and Path(KEYRING).exists():
        return replace(best, signed_by=KEYRING)
    return best


def own_suite(sources: Iterable[Source], codename: str) -> list[Source]:
    """The archives of the machine's own release: main, updates, security."""
    return [
        replace(source, components=("main",))
        for source in sources
        if _likeness(source, codename) > 0 or _is_companion(source, codename)
    ]


def _likeness(source: Source, codename: str) -> int:
    if "main" not in source.components or not {codename, *ALIASES} & set(source.suites):
        return 0
    return _origin(source)


def _origin(source: Source) -> int:
    signed_by_debian = "debian-archive" in source.signed_by
    signed_by_another = source.signed_by.startswith("/") and not signed_by_debian
    looks_like_debian = "debian" in source.uri.rstrip("/").rsplit("/", 1)[-1]
    if signed_by_another or not (signed_by_debian or looks_like_debian):
        return 0
    return 1 + 4 * signed_by_debian + 2 * looks_like_debian


def _is_companion(source: Source, codename: str) -> bool:
    wanted = {f"{codename}-updates", f"{codename}-security"}
    return "main" in source.components and bool(wanted & set(source.suites)) and _origin(source) > 0
