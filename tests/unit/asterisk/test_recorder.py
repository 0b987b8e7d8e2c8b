"""When a recording is over, and what becomes of it then."""

import errno
import fcntl
import os
import time
from pathlib import Path

import pytest

from lingting.adapters.asterisk.recorder import BUSY_SECONDS, finish, raws_of
from lingting.recordings.domain import Raw

pytestmark = pytest.mark.unit

SECOND = b"\x01\x00" * 8000


@pytest.fixture
def wav(tmp_path: Path) -> Path:
    return tmp_path / "a.wav"


def test_what_is_still_written_is_left_alone_however_long_it_was_quiet(wav: Path) -> None:
    raw, other = raws_of(wav)
    other.write_bytes(SECOND)
    with raw.open("wb") as writing:
        writing.write(SECOND)
        writing.flush()
        os.utime(raw, (0, 0))
        assert finish(wav) is Raw.BUSY
        assert not wav.exists()
    assert finish(wav) is Raw.FINISHED
    assert wav.exists()
    assert not raw.exists()
    assert not other.exists()
    assert finish(wav) is Raw.FINISHED


def test_without_a_file_there_is_nothing(wav: Path) -> None:
    assert finish(wav) is Raw.NOTHING
    assert finish(wav.parent / "no folder" / "a.wav") is Raw.NOTHING


def test_where_the_kernel_leases_nothing_the_last_writing_tells(
    wav: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = fcntl.fcntl

    def refuse(handle: int, question: int, answer: int = 0) -> int:
        if question == fcntl.F_SETLEASE:
            raise OSError(errno.EINVAL, "no leases here")
        return ask(handle, question, answer)

    monkeypatch.setattr(fcntl, "fcntl", refuse)
    raw, _ = raws_of(wav)
    raw.write_bytes(SECOND)
    assert finish(wav) is Raw.BUSY
    long_ago = time.time() - BUSY_SECONDS - 1
    os.utime(raw, (long_ago, long_ago))
    assert finish(wav) is Raw.FINISHED
