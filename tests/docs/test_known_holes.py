"""A locked version with a known hole stops the checks, offline, unless somebody took it on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tools.advisories import (
    OLD_AFTER,
    Acceptance,
    Finding,
    Used,
    check,
    read_accepted,
    read_knowledge,
    used_here,
)
from tools.holes import report
from tools.osv import OsvFailed, refresh
from tools.versions import is_older

from support.osv import Osv, serving

pytestmark = pytest.mark.docs

TODAY = date(2026, 11, 29)


def advisory(id: str, ecosystem: str, name: str, *events: dict[str, str], **more: Any) -> Any:
    affected = {
        "package": {"ecosystem": ecosystem, "name": name},
        "ranges": [{"type": "ECOSYSTEM", "events": list(events)}],
    }
    return {"id": id, "summary": "a hole", "affected": [affected], **more}


def looked(used: Used, *advisories: Any, accepted: tuple[Acceptance, ...] = ()) -> Finding:
    return check([used], advisories, accepted, TODAY)


def test_nothing_that_set_up_installs_has_an_open_hole_that_we_know() -> None:
    used = used_here()
    assert {one.ecosystem for one in used} >= {"PyPI", "npm"}
    assert not check(used, read_knowledge()["advisories"], read_accepted(), TODAY).open


def test_the_repository_would_notice_each_hole_that_its_file_tells() -> None:
    for known in read_knowledge()["advisories"]:
        for affected in known["affected"]:
            package, events = affected["package"], affected["ranges"][0]["events"]
            (first,) = (event["introduced"] for event in events if "introduced" in event)
            planted = Used(package["ecosystem"], package["name"], first)
            assert known["id"] in looked(planted, known).open[0].ids


@pytest.mark.parametrize(
    ("ecosystem", "bad", "good"),
    [
        ("PyPI", "1.0.0rc1", "1.0.0"),
        ("npm", "1.0.0-rc.2", "1.0.0-rc.10"),
        ("Debian:12", "1:0.9-1", "1:0.9-1+deb12u1"),
    ],
)
def test_a_planted_bad_version_is_found_and_its_mended_one_is_not(
    ecosystem: str, bad: str, good: str
) -> None:
    hole = advisory("GHSA-1", ecosystem, "planted", {"introduced": "0"}, {"fixed": good})
    assert [one.ids for one in looked(Used(ecosystem, "planted", bad), hole).open] == [("GHSA-1",)]
    assert not looked(Used(ecosystem, "planted", good), hole).open
    assert not looked(Used(ecosystem, "other", bad), hole).open


@pytest.mark.parametrize(
    ("version", "affected"),
    [("0.9", False), ("1.0", True), ("1.4", True), ("1.5", False), ("2.1", True), ("2.2", False)],
)
def test_a_range_may_open_and_close_twice(version: str, affected: bool) -> None:
    events = (
        {"last_affected": "2.1"},
        {"introduced": "2.0"},
        {"fixed": "1.5"},
        {"introduced": "1"},
    )
    found = looked(Used("PyPI", "planted", version), advisory("X-1", "PyPI", "planted", *events))
    assert bool(found.open) is affected


@pytest.mark.parametrize(
    ("ecosystem", "older", "newer"),
    [
        ("PyPI", "1.9", "1.10"),
        ("npm", "9.9.9", "10.0.0"),
        ("npm", "1.0.0-alpha.1", "1.0.0-alpha.beta"),
        ("npm", "2.0.0-beta.2", "2.0.0"),
        ("Debian:14", "1:22.9", "1:22.10~rc1"),
    ],
)
def test_versions_are_ordered_as_their_registries_do(
    ecosystem: str, older: str, newer: str
) -> None:
    assert is_older(ecosystem, older, newer)
    assert not is_older(ecosystem, newer, older)
    assert not is_older(ecosystem, older, older)


def test_a_hole_that_somebody_took_on_counts_again_after_its_day() -> None:
    hole = advisory("GHSA-1", "npm", "planted", {"introduced": "0"}, aliases=["CVE-1"])
    used = Used("npm", "planted", "1.0.0")
    took = Acceptance("CVE-1", "npm:planted", "only the development server has it", TODAY)
    late = Acceptance("CVE-1", "npm:planted", "it was true once", TODAY - timedelta(days=1))

    assert not looked(used, hole, accepted=(took,)).open
    assert looked(used, hole, accepted=(late,)).open
    assert looked(used, hole, accepted=(late,)).unused == [late]
    assert looked(used, accepted=(took,)).unused == [took]


def test_one_hole_under_two_names_is_told_once() -> None:
    one = advisory("GHSA-1", "PyPI", "planted", {"introduced": "0"}, aliases=["CVE-1"])
    other = advisory("PYSEC-1", "PyPI", "planted", {"introduced": "0"}, aliases=["CVE-1"])
    assert len(looked(Used("PyPI", "planted", "1.0"), one, other).open) == 1


def test_a_hole_that_debian_has_not_mended_is_told_but_stops_nothing() -> None:
    hole = advisory("DEBIAN-CVE-1", "Debian:12", "planted", {"introduced": "0"})
    found = looked(Used("Debian:12", "planted", "1.0-1"), hole)
    assert not found.open
    assert "planted DEBIAN-CVE-1" in "\n".join(_said(found, TODAY))


def test_the_check_says_how_old_its_knowledge_is_and_when_that_is_old() -> None:
    nothing = Finding([], [], [], [])
    young, old = _said(nothing, TODAY), _said(nothing, TODAY - timedelta(days=OLD_AFTER + 1))
    assert "2026-11-29 (0 days ago)" in young[0]
    assert not any("--refresh" in line for line in young)
    assert f"({OLD_AFTER + 1} days ago)" in old[0]
    assert "--refresh" in old[1]


def test_every_hole_that_is_lived_with_has_a_reason_and_an_end() -> None:
    for one in read_accepted():
        assert len(one.reason) > 20
        assert one.until <= TODAY + timedelta(days=366)


def test_a_refresh_writes_what_osv_knows_made_small(tmp_path: Path, osv: Osv) -> None:
    target = tmp_path / "advisories.json"
    used = [
        Used("PyPI", "starlette", "1.2.0"),
        Used("npm", "nanoid", "3.3.20"),
        Used("Debian:14", "asterisk", "1:22.10-1"),
    ]
    refresh(used, target, TODAY)

    written = read_knowledge(target)
    assert written["known_until"] == "2026-11-29"
    assert [one["id"] for one in written["advisories"]] == ["GHSA-2v37-7h3g-55p8", "PYSEC-2026-248"]
    assert len(written["advisories"][1]["affected"]) == 1
    assert "GIT" not in target.read_text("utf-8")
    assert [one.used.name for one in check(used, written["advisories"], (), TODAY).open] == [
        "starlette"
    ]
    assert {"version" in one for one in osv.asked if one["package"]["name"] == "asterisk"} == {True}


@pytest.mark.parametrize("fault", ["broken", "away"])
def test_a_refresh_that_fails_leaves_the_file_as_it_was(
    fault: str, tmp_path: Path, osv: Osv, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "advisories.json"
    target.write_text("{}", "utf-8")
    osv.broken = fault == "broken"
    if fault == "away":
        monkeypatch.setenv("LINGTING_OSV", "http://127.0.0.1:1")
    with pytest.raises(OsvFailed):
        refresh([Used("PyPI", "starlette", "1.2.0")], target, TODAY)
    assert target.read_text("utf-8") == "{}"
    assert [path.name for path in tmp_path.iterdir()] == ["advisories.json"]


def _said(finding: Finding, known_until: date) -> list[str]:
    source = {"zh": "手工", "en": "by hand"}
    knowledge = {"known_until": known_until.isoformat(), "source": source, "advisories": []}
    return report(finding, knowledge, 1, TODAY)


@pytest.fixture
def osv(monkeypatch: pytest.MonkeyPatch) -> Iterator[Osv]:
    with serving() as server:
        host, port = server.server_address[:2]
        monkeypatch.setenv("LINGTING_OSV", f"http://{host}:{port}")
        yield server


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGTING_LANG", "en")
