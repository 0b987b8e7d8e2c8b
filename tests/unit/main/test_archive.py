"""An archive is whole or it is refused; an unfinished one leaves nothing behind."""

from __future__ import annotations

import hashlib
import io
import json
import random
import tarfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from lingting.main.backup.archive import (
    ArchiveWriter,
    BrokenArchive,
    Manifest,
    read_manifest,
    unpack,
)
from lingting.main.backup.saving import rotate

pytestmark = pytest.mark.unit

MANIFEST = Manifest("2026-11-28T00:00:00+00:00", "0.1.0", "0001", 18, "somewhere/recordings")


def quiet(_: int) -> None:
    pass


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    source = tmp_path / "voice.wav"
    source.write_bytes(b"sound" * 1000)
    writer = ArchiveWriter(tmp_path / "lingting.tar", MANIFEST, quiet)
    writer.add_text("settings.env", "LINGTING_PORT='8000'\n")
    assert writer.add("recordings/one/voice.wav", source)
    assert not writer.add("recordings/gone.wav", tmp_path / "gone.wav")
    writer.finish()
    writer.discard()
    return writer.target


@pytest.mark.req("SEC-02")
def test_what_was_put_in_comes_out(archive: Path, tmp_path: Path) -> None:
    assert read_manifest(archive) == MANIFEST
    assert unpack(archive, tmp_path / "out", quiet) == 3
    assert (tmp_path / "out/recordings/one/voice.wav").read_bytes() == b"sound" * 1000
    assert not list(tmp_path.glob("*.part"))


def test_only_its_owner_may_read_an_archive(archive: Path) -> None:
    assert archive.stat().st_mode & 0o777 == 0o600


def test_an_archive_that_is_given_up_leaves_nothing(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path / "lingting.tar", MANIFEST, quiet)
    writer.discard()
    assert not list(tmp_path.iterdir())


def test_a_changed_byte_is_found_and_named(archive: Path, tmp_path: Path) -> None:
    data = archive.read_bytes()
    archive.write_bytes(data.replace(b"soundsound", b"soundsoumd", 1))
    with pytest.raises(BrokenArchive) as broken:
        unpack(archive, tmp_path / "out", quiet)
    assert broken.value.name == "recordings/one/voice.wav"


@pytest.mark.parametrize("seed", range(4))
def test_wherever_bytes_changed_it_is_whole_or_refused(
    archive: Path, tmp_path: Path, seed: int
) -> None:
    """Padding may change; what comes out may not."""
    chance, good = random.Random(seed), archive.read_bytes()
    sums = good.rindex(b"settings.env")
    refused = 0
    for number in range(150):
        changed = bytearray(good)
        place = chance.choice([chance.randrange(len(good)), sums - chance.randrange(150)])
        changed[place] = chance.randrange(256)
        archive.write_bytes(changed)
        out = tmp_path / str(number)
        try:
            read_manifest(archive)
            unpack(archive, out, quiet)
        except BrokenArchive:
            refused += 1
        else:
            assert (out / "recordings/one/voice.wav").read_bytes() == b"sound" * 1000
            assert (out / "settings.env").read_text() == "LINGTING_PORT='8000'\n"
    assert refused > 50


def test_an_archive_that_was_cut_off_is_refused(archive: Path, tmp_path: Path) -> None:
    with archive.open("r+b") as file:
        file.truncate(4000)
    with pytest.raises(BrokenArchive):
        unpack(archive, tmp_path / "out", quiet)


def test_any_other_file_is_no_archive(tmp_path: Path) -> None:
    other = tmp_path / "other.tar"
    other.write_bytes(b"not a tar at all" * 100)
    with pytest.raises(BrokenArchive):
        read_manifest(other)


def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    bad = tmp_path / "bad.tar"
    with tarfile.open(bad, "w") as tar:
        tar.addfile(tarfile.TarInfo("../outside"))
    with pytest.raises(BrokenArchive):
        unpack(bad, tmp_path / "out", quiet)
    assert not (tmp_path / "outside").exists()


def test_only_the_newest_backups_are_kept_and_other_files_left_alone(tmp_path: Path) -> None:
    for day in (1, 2, 3):
        (tmp_path / f"lingting-2026110{day}-030000.tar").touch()
    (tmp_path / "lingting-before-the-move.tar").touch()
    assert [one.name for one in rotate(tmp_path, 2)] == ["lingting-20261101-030000.tar"]
    assert len(list(tmp_path.iterdir())) == 3


def foreign(path: Path, manifest: bytes, *names: str) -> Path:
    """An archive whose sums are right, whatever else is not."""
    with tarfile.open(path, "w") as tar:
        sums = ""
        for name, data in (("manifest.json", manifest), *((one, b"x") for one in names)):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            tar.addfile(member, io.BytesIO(data))
            sums += f"{hashlib.sha256(data).hexdigest()}  {name}\n"
        member = tarfile.TarInfo("SHA256SUMS")
        member.size = len(sums.encode())
        tar.addfile(member, io.BytesIO(sums.encode()))
    return path


WRONG: tuple[dict[str, Any], ...] = (
    {"postgres": "18"},
    {"postgres": None},
    {"postgres": True},
    {"recordings": None},
    {"revision": ["0001"]},
    {"at": 5},
    {"more": 1},
)


@pytest.mark.parametrize(
    "said", [*WRONG, b"[" * 50_000, b"[]", b"\xff\xfe", b'{"format": NaN}', b""]
)
def test_a_manifest_that_is_none_is_told(said: dict[str, Any] | bytes, tmp_path: Path) -> None:
    if isinstance(said, dict):
        said = json.dumps({**asdict(MANIFEST), **said}).encode()
    with pytest.raises(BrokenArchive) as broken:
        read_manifest(foreign(tmp_path / "a.tar", said))
    assert broken.value.name == "manifest.json"


@pytest.mark.parametrize("names", [["a" * 300], ["a", "a/b"], ["a/b", "a"], ["../a"], ["/a"]])
def test_names_that_cannot_be_are_told(names: list[str], tmp_path: Path) -> None:
    manifest = json.dumps(asdict(MANIFEST)).encode()
    with pytest.raises(BrokenArchive):
        unpack(foreign(tmp_path / "a.tar", manifest, *names), tmp_path / "out", quiet)
    assert not (tmp_path / "a").exists()
