"""Writes the bill of materials (CycloneDX) of what set-up installs, the same text each time."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tools.debian import DebianPackage, debian_packages
from tools.venv import REQUIREMENTS, ROOT, VENV

LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
WORDED = {
    "MIT License": "MIT",
    "ISC License (ISCL)": "ISC",
    "ISC License": "ISC",
    "Apache Software License": "Apache-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
UNTOLD = {"colorama": "BSD-3-Clause", "espeakng-loader": "MIT AND GPL-3.0-or-later"}
"""Packages that are not asked: one is for Windows only; the other's data do not tell (the loader
is MIT, the eSpeak NG that it carries is GPL)."""


def bill() -> dict[str, Any]:
    """The document: what runs on the server, what the client is made of, what Debian gave."""
    parts = [component for kind in (_python, _npm, _debian) for component in _by_purl(kind())]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "name": "lingting", "bom-ref": "lingting"}
        },
        "components": parts,
    }


def text() -> str:
    """The document as it is written."""
    return json.dumps(bill(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


@dataclass(frozen=True, slots=True)
class Locked:
    """One entry of a file of requirements; a package may have one for each age of Python."""

    name: str
    version: str
    hashes: list[str]


def locked(name: str) -> list[Locked]:
    """What requirements/`name`.txt holds."""
    found: list[Locked] = []
    for line in (REQUIREMENTS / f"{name}.txt").read_text("utf-8").splitlines():
        if head := LOCKED.match(line):
            found.append(Locked(_key(head[1]), head[2], []))
        if hashes := HASH.findall(line):
            found[-1].hashes.extend(hashes)
    return found


def npm_packages() -> dict[str, dict[str, Any]]:
    """The packages of the client's lock file by their places."""
    lock = json.loads((ROOT / "web" / "package-lock.json").read_text("utf-8"))
    return {place: one for place, one in lock["packages"].items() if place}


def _by_purl(components: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(components, key=lambda one: one["purl"])


def _python() -> Iterator[dict[str, Any]]:
    installed = {_key(one.name): one for one in distributions(path=[str(_site())])}
    for one in locked("run"):
        yield {
            "type": "library",
            "name": one.name,
            "version": one.version,
            "purl": f"pkg:pypi/{one.name}@{one.version}",
            "licenses": [{"expression": license_of(one.name, installed.get(one.name))}],
            "properties": [
                {"name": "pip:sha256", "value": digest} for digest in sorted(one.hashes)
            ],
        }


def _npm() -> Iterator[dict[str, Any]]:
    for place, one in npm_packages().items():
        name = place.rsplit("node_modules/", 1)[1]
        content = base64.b64decode(one["integrity"].removeprefix("sha512-")).hex()
        yield {
            "type": "library",
            "name": name,
            "version": one["version"],
            "purl": f"pkg:npm/{name.replace('@', '%40')}@{one['version']}",
            "scope": "optional" if one.get("dev") else "required",
            "licenses": [{"expression": one.get("license", "NOASSERTION")}],
            "hashes": [{"alg": "SHA-512", "content": content}],
        }


def _debian() -> Iterator[dict[str, Any]]:
    yield from map(as_component, debian_packages())


def as_component(one: DebianPackage) -> dict[str, Any]:
    """A package that set-up unpacked, in the document's words; Debian tells no licence in short."""
    name, version, source = (quote(part, "~") for part in (one.name, one.version, one.source))
    where = f"arch={one.architecture}&distro={one.suite}&upstream={source}"
    return {
        "type": "library",
        "name": one.name,
        "version": one.version,
        "purl": f"pkg:deb/debian/{name}@{version}?{where}",
        "scope": "optional" if one.for_tests else "required",
        "hashes": [{"alg": "SHA-256", "content": one.sha256}] if one.sha256 else [],
    }


def license_of(name: str, package: Distribution | None) -> str:
    """As SPDX writes it; NOASSERTION when the package is not installed here, or does not tell."""
    if name in UNTOLD:
        return UNTOLD[name]
    if package is None:
        return "NOASSERTION"
    about = package.metadata
    if told := about.get_all("License-Expression"):
        return told[0]
    classes = [one for one in about.get_all("Classifier") or [] if one.startswith("License ::")]
    words = [one.rsplit(":: ", 1)[1] for one in classes]
    known = [WORDED[word] for word in words if word in WORDED]
    plain = "".join(about.get_all("License") or []).strip()
    return " OR ".join(known) or WORDED.get(plain, plain) or "NOASSERTION"


def _site() -> Path:
    return next((VENV / "lib").glob("python3*/site-packages"))


def _key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
