"""Checks tell what is wrong and what to do about it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from cryptography import x509
from rich.console import Console

from lingting.adapters.asterisk.look import Line, State
from lingting.main import doctor as module
from lingting.main.backup.places import settings_text
from lingting.main.checks import GROUPS, Situation, check_group
from lingting.main.checks.browser import judge_certificate, secure_page, signalling
from lingting.main.checks.database import database, judge_revision
from lingting.main.checks.folders import look_at
from lingting.main.checks.jobs import judge_backup, judge_jobs
from lingting.main.checks.machine import machine
from lingting.main.checks.network import rtp_ports, sip_answers, web_port
from lingting.main.checks.switch import judge_lines
from lingting.main.home import Home
from lingting.main.last_backup import Backup, last_backup, note_backup
from lingting.main.lines import lines_in_use
from lingting.main.migrate import newest
from lingting.main.parts_file import PartsFile, read_parts
from lingting.main.plant import LivePlant, keep_run, last_run
from lingting.main.tls import ensure_certificate
from lingting.operations.domain import CheckedGroup, CheckRun, Finding, JobFacts
from lingting.platform.settings import Settings

pytestmark = pytest.mark.unit

NOW = datetime(2026, 11, 28, tzinfo=UTC)


@pytest.fixture
def taken() -> Iterator[int]:
    """A UDP and TCP port that somebody holds."""
    with (
        socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tcp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
    ):
        tcp.bind(("127.0.0.1", 0))
        tcp.listen()
        port = tcp.getsockname()[1]
        udp.bind(("127.0.0.1", port))
        yield port


def test_a_port_that_is_taken_is_named_with_the_one_that_comes_instead(taken: int) -> None:
    found = web_port("127.0.0.1", taken)
    assert (found.outcome, found.values["port"]) == ("taken", str(taken))
    assert int(found.values["next"]) > taken


@pytest.mark.req("EMG-12")
def test_a_silent_sip_port_means_that_no_call_comes_in(taken: int) -> None:
    assert sip_answers("127.0.0.1", taken).outcome == "silent"


def test_too_few_ports_for_sound_are_noticed() -> None:
    assert rtp_ports("127.0.0.1", 20000, 20010).outcome == "few"


def test_a_folder_that_cannot_be_made_is_told_as_gone(tmp_path: Path) -> None:
    (tmp_path / "recordings").write_text("a file stands where the folder should be")
    settings = Settings(home=tmp_path, recordings_dir=tmp_path / "recordings", sounds_dir=tmp_path)
    found = {one.check: one for one in machine(Situation(settings))}
    assert found["recordings_folder"].outcome == "away"
    assert found["recordings_folder"].values["place"] == str(tmp_path / "recordings")
    assert found["sounds_folder"].outcome in {"good", "low", "full"}
    assert found["data_folder"].outcome == "missing"


def test_looking_at_a_folder_leaves_nothing_in_it(tmp_path: Path) -> None:
    fact = look_at("recordings", tmp_path)
    assert (fact.there, fact.writable) == (True, True)
    assert 0 < fact.free <= fact.total
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("address", "outcome"),
    [
        ("http://localhost:8000", "good"),
        ("http://127.0.0.1:8000", "good"),
        ("https://192.0.2.1:8000", "good"),
        ("http://192.0.2.1:8000", "insecure"),
        ("http://call.example.com", "insecure"),
    ],
)
def test_browsers_give_the_microphone_to_secure_pages_only(address: str, outcome: str) -> None:
    assert secure_page(address).outcome == outcome


def test_a_certificate_must_live_and_name_the_address(tmp_path: Path) -> None:
    made = ensure_certificate(tmp_path, ["192.0.2.1"], NOW)
    one = x509.load_pem_x509_certificate(made.cert.read_bytes())
    assert judge_certificate(one, "192.0.2.1", NOW).outcome == "good"
    assert judge_certificate(one, "192.0.2.2", NOW).outcome == "other_name"
    assert judge_certificate(one, "192.0.2.1", NOW + timedelta(days=390)).outcome == "ending"
    assert judge_certificate(one, "192.0.2.1", NOW + timedelta(days=398)).outcome == "over"


def test_signalling_that_nobody_takes_is_refused(taken: int) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert signalling(f"ws://127.0.0.1:{port}/ws").outcome == "refused"


@pytest.mark.parametrize(
    ("revision", "outcome"), [(newest(), "good"), ("", "behind"), ("from the future", "ahead")]
)
def test_tables_of_another_version_are_told_apart(revision: str, outcome: str) -> None:
    assert judge_revision(revision).outcome == outcome


@pytest.mark.parametrize(
    ("reachable", "registration", "outcome"),
    [
        (True, "registered", "good"),
        (None, None, "good"),
        (False, None, "away"),
        (True, "rejected", "rejected"),
        (True, "unregistered", "rejected"),
    ],
)
@pytest.mark.req("TEL-09")
def test_a_line_in_trouble_is_named(
    reachable: bool | None, registration: str | None, outcome: str
) -> None:
    line = Line("carrier", "192.0.2.9:5060", reachable, 4.0, registration, 0)
    found = judge_lines([line])
    assert (found.outcome, found.values["names"]) == (outcome, "carrier")


def test_without_a_line_calls_come_in_and_none_goes_out() -> None:
    assert judge_lines([]).outcome == "none"


def test_the_demonstrations_line_counts_only_while_it_runs(tmp_path: Path) -> None:
    named = ("default", "trunk-acme", "trunk-demo")
    state = State("22", NOW, 0, 0, tuple(Line(n, "192.0.2.9", None, None, None, 0) for n in named))
    home = Home(tmp_path)
    assert [one.name for one in lines_in_use(state, home)] == ["default", "trunk-acme"]
    told = PartsFile(home.parts)
    told.starting("demo")
    assert [one.name for one in lines_in_use(state, home)] == list(named)
    told.stopping("demo")
    assert len(lines_in_use(state, home)) == 2


def test_jobs_that_wait_too_long_or_gave_up_are_told() -> None:
    old, recent = NOW - timedelta(minutes=9), NOW - timedelta(seconds=9)
    assert judge_jobs(JobFacts(3, 1, 0, old), NOW).values["minutes"] == "9"
    assert judge_jobs(JobFacts(3, 1, 2, old), NOW).outcome == "stuck"
    assert judge_jobs(JobFacts(3, 1, 2, recent), NOW).outcome == "failed"
    assert judge_jobs(JobFacts(0, 0, 0, None), NOW).outcome == "good"


@pytest.mark.req("SEC-02")
def test_a_missing_or_old_backup_is_told(tmp_path: Path) -> None:
    made = Backup("2026-11-19T00:00:00+00:00", "lingting.tar", 1, 1, 1.0)
    home = Home(tmp_path)
    assert judge_backup(last_backup(home), NOW).outcome == "never"
    note_backup(home, made)
    assert judge_backup(last_backup(home), NOW).outcome == "old"
    assert judge_backup(last_backup(home), NOW - timedelta(days=7)).outcome == "good"


def test_what_needs_a_running_product_is_said_not_to_have_been_checked(tmp_path: Path) -> None:
    outcomes = {one.check: one.outcome for one in database(Situation(Settings(home=tmp_path)))}
    assert set(outcomes.values()) == {"not_running"}


def test_a_check_that_breaks_is_a_finding_and_stops_no_other(tmp_path: Path) -> None:
    there = Situation(Settings(home=tmp_path / "a" / "b"))
    (tmp_path / "a").write_text("no folder")
    found = check_group(there, "machine")
    assert found[-1].check in {"check", "data_folder", "disk_speed"}
    assert [one.check for one in check_group(there, "browser")][:2] == [
        "secure_page",
        "certificate",
    ]


def test_the_last_result_is_kept_and_read_again(tmp_path: Path) -> None:
    run = CheckRun(NOW, len(GROUPS))
    for name in GROUPS:
        run = run.with_group(name, [Finding("backup", "never")], 1.5)
    keep_run(Home(tmp_path), run)
    assert last_run(Home(tmp_path)) == run
    odd = CheckRun(NOW, 1, (CheckedGroup("jobs", (Finding("of another", "version"),)),), 1.0)
    keep_run(Home(tmp_path), odd)
    read = last_run(Home(tmp_path))
    assert read is not None
    assert list(read.findings()) == []
    assert last_run(Home(tmp_path / "nowhere")) is None


@pytest.mark.req("TEL-09", "EMG-02")
def test_the_parts_tell_their_state_and_their_restarts(tmp_path: Path) -> None:
    times = iter(NOW + timedelta(seconds=n) for n in range(9))
    told = PartsFile(tmp_path / "parts.json", lambda: next(times))
    told.starting("serve")
    told.started("serve")
    told.died("serve", 1.0)
    [away] = read_parts(tmp_path / "parts.json")
    assert (away.state, away.restarts, away.last_end) == ("away", 0, NOW + timedelta(seconds=2))
    told.back("serve")
    [back] = read_parts(tmp_path / "parts.json")
    assert (back.state, back.restarts, back.since) == ("running", 1, NOW + timedelta(seconds=4))
    told.forget()
    assert read_parts(tmp_path / "parts.json") == []


def test_a_plant_without_asterisk_says_so(tmp_path: Path) -> None:
    plant = LivePlant(Settings(home=tmp_path))
    assert plant.switch() is None
    assert plant.backup() is None
    assert all(one.there and one.total >= one.free > 0 for one in map(plant.folder, plant.places))
    assert LivePlant(Settings(home=tmp_path, ari_url="http://127.0.0.1:9/ari")).switch() is None


def test_settings_are_kept_as_a_shell_reads_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGTING_TRUNK", "sip:we:it's@192.0.2.9")
    monkeypatch.setenv("LINGTING_HOME", "elsewhere")
    kept = settings_text(["LINGTING_TRUNK", "LINGTING_HOME", "LINGTING_UNSET"])
    assert kept == "LINGTING_TRUNK='sip:we:it'\\''s@192.0.2.9'\n"


def test_doctor_prints_what_to_do_and_fails_when_something_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINGTING_LANG", "en")
    monkeypatch.setattr(module, "GROUPS", {"browser": GROUPS["browser"]})
    settings = Settings(home=tmp_path, public_url="http://192.0.2.1:8000")
    console = Console(record=True, width=200, file=StringIO())
    assert module.doctor(settings, console) == 1
    said = console.export_text()
    assert "browsers give no microphone" in said
    assert "→ Let agents open https://" in said
