"""What stands in the way of a start is told in a sentence, before anything was started."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from errno import EACCES, ENOSPC, EROFS
from pathlib import Path

import pytest
from pydantic import ValidationError
from pydantic_settings import SettingsError

from lingting.main.errand import Refused
from lingting.main.home import Claim, Running
from lingting.main.refusals import folder_troubles, refuse_address, refuse_places, said
from lingting.platform.settings import Settings

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGTING_LANG", "en")


def command(*words: str, **environment: str) -> tuple[int, str]:
    mine = {**os.environ, "LINGTING_LANG": "en", **environment}
    done = subprocess.run(
        [sys.executable, "-m", "lingting", *words], env=mine, capture_output=True, check=False
    )
    return done.returncode, (done.stdout + done.stderr).decode()


@pytest.mark.parametrize("sign", [";", ",", "&", "|", "$", '"', "\n", "\udcff"])
def test_a_folder_that_asterisk_misreads_is_refused(tmp_path: Path, sign: str) -> None:
    home = tmp_path / f"a{sign}b"
    with pytest.raises(Refused, match="Nothing was changed") as refused:
        refuse_places(Settings(home=home))
    assert ascii(sign) in str(refused.value)
    assert not home.exists()


def test_folders_with_spaces_brackets_and_chinese_are_taken(tmp_path: Path) -> None:
    refuse_places(Settings(home=tmp_path / "聆听 (test) [1] it's"))


@pytest.mark.parametrize("host", ["nowhere.invalid", "192.0.2.1", "\udcff", "a" * 300])
def test_a_host_that_is_not_this_machine_is_refused(host: str) -> None:
    with pytest.raises(Refused, match="no address of this machine"):
        refuse_address(Settings(host=host))


def test_a_certificate_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=r"none\.pem"):
        refuse_address(Settings(cert=tmp_path / "none.pem", key=tmp_path / "none.key"))


@pytest.mark.parametrize(
    ("number", "words"),
    [(ENOSPC, "disk is full"), (EROFS, "read-only"), (EACCES, "may not be used")],
)
def test_what_the_disk_refuses_is_said_with_the_place(number: int, words: str) -> None:
    told = said(OSError(number, os.strerror(number), "/somewhere"))
    assert told is not None
    assert words in told
    assert "/somewhere" in told


def test_what_nobody_expected_keeps_its_traceback() -> None:
    assert said(ValueError("?")) is None
    assert said(OSError(ENOSPC, "without a place")) is None


def test_settings_with_wrong_values_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGTING_SIP_PORT", "many")
    monkeypatch.setenv("LINGTING_PORT", "99999")
    with pytest.raises(ValidationError) as wrong:
        Settings()
    assert re.findall("LINGTING_[A-Z_]+", said(wrong.value) or "") == [
        "LINGTING_PORT",
        "LINGTING_SIP_PORT",
    ]


def test_a_setting_that_is_no_json_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGTING_COMPANY_TRUNKS", "{")
    with pytest.raises(SettingsError) as wrong:
        Settings()
    assert "LINGTING_COMPANY_TRUNKS" in (said(wrong.value) or "")


def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINGTING_SIP_PORT", "")
    assert Settings().sip_port == 0


def test_bytes_that_are_no_text_are_told() -> None:
    code, words = command("up", LINGTING_HOME="/tmp/\udcff")
    assert code == 1
    assert "\\udcff" in words
    assert "Traceback" not in words


def test_a_terminal_without_chinese_still_shows_the_rest(tmp_path: Path) -> None:
    code, words = command(
        "backup", LINGTING_HOME=str(tmp_path), LINGTING_LANG="zh", PYTHONIOENCODING="ascii"
    )
    assert code == 1
    assert "Traceback" not in words
    assert "./lingting up" in words


def test_a_claim_without_room_names_its_file() -> None:
    claim = Claim(Path("/dev/full"))
    with pytest.raises(OSError, match="No space") as full:
        claim.take()
    assert full.value.filename == "/dev/full"
    assert said(full.value) is not None


def test_a_claim_is_told_anew(tmp_path: Path) -> None:
    claim = Claim(tmp_path / "up.lock")
    claim.take()
    claim.tell(Running(1, "http://x"))
    claim.tell(Running(1))
    assert (tmp_path / "up.lock").read_text("utf-8").count("pid") == 1
    claim.release()
    assert (tmp_path / "up.lock").read_bytes() == b""


def test_folders_without_trouble_say_nothing(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    for folder in (settings.sounds, settings.recordings):
        folder.mkdir(parents=True)
    assert list(folder_troubles(settings)) == []
    settings.recordings.rmdir()
    (trouble,) = folder_troubles(settings)
    assert str(settings.recordings) in trouble
    assert "→" in trouble
