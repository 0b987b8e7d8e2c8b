"""A release can be checked with the commands of the guide, and one changed byte is noticed."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from tools.console import SetupFailed
from tools.release import SUMS, make

from lingting.adapters.debian.tools import tool

pytestmark = pytest.mark.docs

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guides" / "operator.en.md"


@dataclass(frozen=True)
class Release:
    """A release of a small source, its signer's folder, and how to check it."""

    folder: Path
    keys: Path

    def checks(self) -> list[bool]:
        """What each command of the guide says: the signature's, then the checksums'."""
        return [
            subprocess.run(command, shell=True, cwd=self.folder, capture_output=True).returncode
            == 0
            for command in _commands()
        ]

    def sign_again(self, key: Path, namespace: str) -> None:
        (self.folder / f"{SUMS}.sig").unlink()
        command = [*_keygen(), "-Y", "sign", "-f", str(key), "-n", namespace]
        subprocess.run([*command, self.folder / SUMS], check=True, capture_output=True)


@pytest.fixture
def release(tmp_path: Path) -> Release:
    source, keys = tmp_path / "source", tmp_path / "keys"
    keys.mkdir()
    signer = _made_key(keys / "signer")
    written = {
        "pyproject.toml": '[project]\nversion = "9.8.7"\n',
        "lingting": "#!/bin/sh\n",
        "requirements/run.txt": "one==1 --hash=sha256:00\n",
        "web/package-lock.json": "{}\n",
    }
    for name, content in written.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    (source / "lingting").chmod(0o700)
    files = [source / name for name in written]
    make(tmp_path / "release", signer, source, files, '{"bomFormat": "CycloneDX"}\n')
    public = signer.with_suffix(".pub").read_text("utf-8")
    allowed = tmp_path / "release" / "lingting-signers"
    allowed.write_text(f"lingting {public}", "utf-8")
    return Release(tmp_path / "release", keys)


def test_an_untouched_release_is_what_its_signer_made(release: Release) -> None:
    assert release.checks() == [True, True]


def test_the_unpacked_locks_are_checked_too(release: Release) -> None:
    with tarfile.open(release.folder / "lingting-9.8.7.tar.gz") as tar:
        tar.extractall(release.folder, filter="data")
    assert release.checks() == [True, True]
    (release.folder / "lingting-9.8.7" / "requirements" / "run.txt").write_text("other==1\n")
    assert release.checks() == [True, False]


@pytest.mark.parametrize("name", ["lingting-9.8.7.tar.gz", "lingting-9.8.7.cdx.json"])
def test_one_changed_byte_of_a_file_is_noticed(name: str, release: Release) -> None:
    _flip(release.folder / name)
    assert release.checks() == [True, False]


def test_one_changed_byte_of_the_checksums_is_noticed(release: Release) -> None:
    _flip(release.folder / SUMS)
    assert release.checks()[0] is False


def test_a_signature_of_somebody_else_or_for_something_else_does_not_fit(release: Release) -> None:
    release.sign_again(_made_key(release.keys / "other"), "lingting-release")
    assert release.checks()[0] is False
    release.sign_again(release.keys / "signer", "file")
    assert release.checks()[0] is False
    release.sign_again(release.keys / "signer", "lingting-release")
    assert release.checks()[0] is True


def test_the_same_files_make_the_same_bytes(release: Release, tmp_path: Path) -> None:
    source = tmp_path / "source"
    files = [path for path in source.rglob("*") if path.is_file()]
    for path in files:
        os.utime(path, (1, 1))
    again = make(tmp_path / "again", release.keys / "signer", source, files[::-1], "{}\n")[0]
    assert again.read_bytes() == (release.folder / again.name).read_bytes()


def test_without_a_key_nothing_is_signed(release: Release, tmp_path: Path) -> None:
    with pytest.raises(SetupFailed):
        make(release.folder, tmp_path / "nowhere", tmp_path / "source", [], "{}\n")
    assert not (release.folder / f"{SUMS}.sig").exists()


def test_no_private_key_is_in_the_repository() -> None:
    marks = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----\r?\n[A-Za-z0-9+/=\r\n]{64}")
    folders = ("docs", "requirements", "tools", "tests", "src/lingting", "benchmarks", "contracts")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    held = [path for path in paths if path.stat().st_size < 1e6 and marks.search(path.read_bytes())]
    assert not held


def _commands() -> list[str]:
    """As the operator's guide writes them, with the program that is at hand here."""
    (block,) = re.findall(
        r"```sh\n(ssh-keygen -Y verify.*?)```", GUIDE.read_text("utf-8"), re.DOTALL
    )
    lines = [line for line in block.splitlines() if line]
    return [line.replace("ssh-keygen", shlex.join(_keygen()), 1) for line in lines[:2]]


def _keygen() -> list[str]:
    return tool("ssh-keygen").command


def _made_key(path: Path) -> Path:
    command = [*_keygen(), "-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", str(path)]
    subprocess.run(command, check=True, capture_output=True)
    return path


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
