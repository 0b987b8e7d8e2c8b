"""Asks OSV for the advisories of what is used and writes them, made small, into the file."""

from __future__ import annotations

import json
import os
import urllib.request
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, Protocol

SERVICE = "https://api.osv.dev"
AT_ONCE = 500
"""Questions in one request; OSV takes a thousand."""
KEPT = ("id", "modified", "aliases", "upstream", "summary")
SOURCE = {"zh": "OSV（api.osv.dev）", "en": "OSV (api.osv.dev)"}


class Package(Protocol):
    """What is asked about."""

    @property
    def ecosystem(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...


class OsvFailed(Exception):
    """OSV did not answer, or not as its documents say."""


def refresh(used: Iterable[Package], target: Path, today: date) -> None:
    """Write the file anew. It stays as it was unless everything was answered."""
    packages = list(used)
    wanted = {(one.ecosystem, one.name) for one in packages}
    try:
        ids = sorted(set(_ids([_question(one) for one in packages])))
        with ThreadPoolExecutor(8) as pool:
            records = list(pool.map(lambda id: _ask(f"/v1/vulns/{id}"), ids))
        small = [one for record in records if (one := made_small(record, wanted)) is not None]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise OsvFailed(f"{type(problem).__name__}: {problem}") from problem
    knowledge = {"known_until": today.isoformat(), "source": SOURCE, "advisories": small}
    part = target.with_suffix(".part")
    part.write_text(json.dumps(knowledge, indent=1, ensure_ascii=False) + "\n", "utf-8")
    part.replace(target)


def made_small(record: dict[str, Any], wanted: set[tuple[str, str]]) -> dict[str, Any] | None:
    """The record without prose and without packages that are not used; None when withdrawn."""
    if record.get("withdrawn"):
        return None
    affected = [
        _affected(one)
        for one in record.get("affected", ())
        if (one.get("package", {}).get("ecosystem"), one.get("package", {}).get("name")) in wanted
    ]
    if not affected:
        return None
    return {**{key: record[key] for key in KEPT if record.get(key)}, "affected": affected}


def _affected(one: dict[str, Any]) -> dict[str, Any]:
    ranges = [
        {"type": span["type"], "events": span["events"]}
        for span in one.get("ranges", ())
        if span["type"] != "GIT"
    ]
    package = {key: one["package"][key] for key in ("ecosystem", "name")}
    # Where there are ranges, the list of versions says the same at length.
    said = {"ranges": ranges} if ranges else {"versions": one.get("versions", [])}
    return {"package": package, **said}


def _question(one: Package) -> dict[str, Any]:
    package = {"ecosystem": one.ecosystem, "name": one.name}
    # Debian lists every hole of every source package since 1999: only what touches this version.
    # Of the rest everything is kept, so that a lock that goes back to an old version is noticed.
    if one.ecosystem.startswith("Debian"):
        return {"package": package, "version": one.version}
    return {"package": package}


def _ids(questions: list[dict[str, Any]]) -> Iterator[str]:
    unique = [json.loads(text) for text in dict.fromkeys(json.dumps(one) for one in questions)]
    while unique:
        batch, unique = unique[:AT_ONCE], unique[AT_ONCE:]
        answers = _ask("/v1/querybatch", {"queries": batch})["results"]
        if len(answers) != len(batch):
            raise ValueError(f"{len(answers)} answers to {len(batch)} questions")
        for question, answer in zip(batch, answers, strict=True):
            yield from (found["id"] for found in answer.get("vulns") or ())
            if token := answer.get("next_page_token"):
                unique.append({**question, "page_token": token})


def _ask(path: str, body: dict[str, Any] | None = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        os.environ.get("LINGTING_OSV", SERVICE) + path, data, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)
