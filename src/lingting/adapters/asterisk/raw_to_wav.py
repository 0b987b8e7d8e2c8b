"""Makes one WAV file of the two sounds that MixMonitor leaves, complete or not there at all."""

from __future__ import annotations

import array
import errno
import os
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RATE = 8000
SAMPLE_BYTES = 2
HEAD_BYTES = 44
BLOCK_BYTES = RATE * SAMPLE_BYTES * 10


def convert(left: Path, right: Path, wav: Path) -> None:
    """Puts two sounds side by side; the shorter one, or one that is not there, is silent."""
    sounds = [raw for raw in (left, right) if raw.exists()]
    with whole(wav) as building, wave.open(str(building), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(SAMPLE_BYTES)
        sound.setframerate(RATE)
        longest = max((raw.stat().st_size for raw in sounds), default=0)
        for start in range(0, longest, BLOCK_BYTES):
            sides = [_samples(raw, start, longest) for raw in (left, right)]
            both = array.array("h", bytes(2 * SAMPLE_BYTES * len(sides[0])))
            both[0::2], both[1::2] = sides
            sound.writeframes(both.tobytes())


def frames_of(wav: Path) -> int:
    """How many frames a message has: Asterisk writes that into its head at the end, and one that
    was killed never did. Raises an OSError where there is no file."""
    with wav.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return max(wav.stat().st_size - HEAD_BYTES, 0) // SAMPLE_BYTES if _is_head(head) else 0


def complete(wav: Path) -> None:
    """Lets the head of a message say how long it is."""
    length = frames_of(wav) * SAMPLE_BYTES
    with wav.open("r+b") as file:
        if _is_head(file.read(HEAD_BYTES)):
            file.seek(4)
            file.write((HEAD_BYTES - 8 + length).to_bytes(4, "little"))
            file.seek(HEAD_BYTES - 4)
            file.write(length.to_bytes(4, "little"))


def _is_head(head: bytes) -> bool:
    return (head[:4], head[8:16], head[36:40]) == (b"RIFF", b"WAVEfmt ", b"data")


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write what shall be `path`: there it is complete, or not at all, also after a power
    cut. One at a time; what a process that was killed left is written over."""
    building = path.with_suffix(".part")
    try:
        yield building
        sync(building)
        building.replace(path)
        sync(path.parent)
    except BaseException:
        building.unlink(missing_ok=True)
        raise


def sync(path: Path) -> None:
    """What a file holds, or which names a folder has, is on its disk afterwards. Raises an OSError,
    but not where a file system of the network knows this of files alone."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL or not path.is_dir():
            raise
    finally:
        os.close(handle)


def _samples(raw: Path, start: int, longest: int) -> array.array[int]:
    """A block of one sound, as long as the block of the longer one."""
    wanted = min(BLOCK_BYTES, longest - start) // SAMPLE_BYTES * SAMPLE_BYTES
    found = b""
    if raw.exists():
        with raw.open("rb") as source:
            source.seek(start)
            found = source.read(wanted)
    return array.array("h", found[: len(found) // SAMPLE_BYTES * SAMPLE_BYTES].ljust(wanted, b"\0"))
