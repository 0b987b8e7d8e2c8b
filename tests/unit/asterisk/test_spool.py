"""When a recording is over, and what becomes of it then."""

import errno
import fcntl
import os
import time
import wave
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from lingting.adapters.asterisk import spool as spool_module
from lingting.adapters.asterisk.spool import BUSY_SECONDS, NoRoom, Spool
from lingting.kernel.ids import LegId, RecordingId
from lingting.recordings.domain import Raw

pytestmark = pytest.mark.unit

SECOND = b"\x01\x00" * 8000


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    made = Spool(tmp_path / "sounds")
    made.make_ready()
    return made


@pytest.fixture
def wav(tmp_path: Path) -> Path:
    return tmp_path / "storage" / "20260101" / "a.wav"


def test_what_is_still_written_is_left_alone_however_long_it_was_quiet(
    spool: Spool, wav: Path
) -> None:
    raw, other = spool.raws(wav)
    other.write_bytes(SECOND)
    with raw.open("wb") as writing:
        writing.write(SECOND)
        writing.flush()
        os.utime(raw, (0, 0))
        assert spool.finish(wav) is Raw.BUSY
        assert not wav.exists()
    assert spool.finish(wav) is Raw.FINISHED
    assert wav.exists()
    assert not raw.exists()
    assert not other.exists()
    assert spool.finish(wav) is Raw.FINISHED


@pytest.mark.parametrize("is_message", [False, True])
def test_what_asterisk_left_goes_when_a_power_cut_would_not_take_the_file_made_of_it(
    spool: Spool, wav: Path, monkeypatch: pytest.MonkeyPatch, is_message: bool
) -> None:
    wav = wav.with_name(f"{uuid4()}.wav")
    if is_message:
        sound = spool.message(LegId(uuid4()), RecordingId(UUID(wav.stem)))
        with wave.open(str(sound), "wb") as message:
            message.setparams((1, 2, 8000, 0, "NONE", ""))
            message.writeframes(SECOND)
    else:
        sound = spool.raws(wav)[0]
        sound.write_bytes(SECOND)
    synced: list[tuple[Path, int, bool]] = []
    really_sync = os.fsync

    def fsync(handle: int) -> None:
        really_sync(handle)
        what = Path(f"/proc/self/fd/{handle}").readlink()
        synced.append((what, what.stat().st_size if what.is_file() else 0, sound.exists()))

    monkeypatch.setattr(os, "fsync", fsync)
    assert spool.finish(wav) is Raw.FINISHED
    size = wav.stat().st_size
    assert size > len(SECOND)
    assert synced == [
        (wav.parent.parent, 0, True),
        (wav.with_suffix(".part"), size, True),
        (wav.parent, 0, True),
    ]
    assert not sound.exists()


def test_without_a_file_there_is_nothing(spool: Spool, wav: Path) -> None:
    assert spool.finish(wav) is Raw.NOTHING
    assert spool.finish(wav.parent / "no folder" / "a.wav") is Raw.NOTHING


def test_where_the_kernel_leases_nothing_the_last_writing_tells(
    spool: Spool, wav: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = fcntl.fcntl

    def refuse(handle: int, question: int, answer: int = 0) -> int:
        if question == fcntl.F_SETLEASE:
            raise OSError(errno.EINVAL, "no leases here")
        return ask(handle, question, answer)

    monkeypatch.setattr(fcntl, "fcntl", refuse)
    raw, _ = spool.raws(wav)
    raw.write_bytes(SECOND)
    assert spool.finish(wav) is Raw.BUSY
    long_ago = time.time() - BUSY_SECONDS - 1
    os.utime(raw, (long_ago, long_ago))
    assert spool.finish(wav) is Raw.FINISHED


def left_in(spool: Spool) -> list[str]:
    return [one.name for one in spool.folder.iterdir()]


def test_a_message_is_put_in_its_place_whole(spool: Spool, wav: Path) -> None:
    (spool.folder / wav.name).write_bytes(SECOND)
    assert spool.finish(wav) is Raw.FINISHED
    assert wav.read_bytes() == SECOND
    assert [one.name for one in wav.parent.iterdir()] == [wav.name]
    assert not left_in(spool)


@pytest.mark.parametrize("kind", [".wav", ".heard.raw"])
def test_what_finds_no_place_is_kept_until_it_does(spool: Spool, wav: Path, kind: str) -> None:
    sound = spool.folder / f"a{kind}"
    sound.write_bytes(SECOND)
    wav.parents[1].touch()
    assert spool.finish(wav) is Raw.STUCK
    assert spool.has(wav)
    assert sound.read_bytes() == SECOND
    wav.parents[1].unlink()
    assert spool.finish(wav) is Raw.FINISHED
    assert not spool.has(wav)


def test_what_was_left_by_a_worker_that_was_stopped_spoils_no_file(spool: Spool, wav: Path) -> None:
    said = spool.raws(wav)[1]
    said.write_bytes(SECOND)
    wav.parent.mkdir(parents=True)
    wav.write_bytes(b"both sides")
    assert spool.finish(wav) is Raw.FINISHED
    assert wav.read_bytes() == b"both sides"
    assert not left_in(spool)


def test_recordings_leave_room_on_their_disk(spool: Spool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool_module, "LEAST_SPOOL", spool.free + 10**9)
    with pytest.raises(NoRoom):
        spool.make_ready()


def test_what_is_forgotten_is_gone_from_both_places(spool: Spool, wav: Path) -> None:
    wav.parent.mkdir(parents=True)
    other = wav.with_name("b.wav")
    for one in (*spool.raws(wav), spool.folder / wav.name, wav, wav.with_suffix(".7.part"), other):
        one.write_bytes(SECOND)
    assert spool.forget(wav)
    assert not left_in(spool)
    assert list(wav.parent.iterdir()) == [other]
    assert spool.forget(wav), "it may be asked again"


def test_a_file_whose_storage_is_away_is_not_called_gone(spool: Spool, wav: Path) -> None:
    assert not spool.forget(wav)
    spool.raws(wav)[0].write_bytes(SECOND)
    assert spool.forget(wav), "no file was made of it yet"


def test_two_at_once_make_and_forget_nothing_of_each_other(spool: Spool, wav: Path) -> None:
    raw = spool.raws(wav)[1]
    raw.write_bytes(SECOND)
    with raw.open("rb") as another:
        fcntl.flock(another, fcntl.LOCK_EX)
        assert spool.finish(wav) is Raw.BUSY
        with pytest.raises(BlockingIOError):
            spool.forget(wav)
    assert left_in(spool) == [raw.name]
    assert spool.finish(wav) is Raw.FINISHED


def test_what_a_killed_worker_had_begun_is_written_over(spool: Spool, wav: Path) -> None:
    spool.raws(wav)[0].write_bytes(SECOND)
    wav.parent.mkdir(parents=True)
    wav.with_suffix(".part").write_bytes(b"half")
    assert spool.finish(wav) is Raw.FINISHED
    assert [one.name for one in wav.parent.iterdir()] == [wav.name]
