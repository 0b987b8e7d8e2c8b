"""The two sounds that MixMonitor leaves, as one WAV file."""

import array
import wave
from pathlib import Path

import pytest

from lingting.adapters.asterisk.raw_to_wav import BLOCK_BYTES, convert

pytestmark = pytest.mark.unit


def sides(path: Path) -> tuple[list[int], list[int]]:
    with wave.open(str(path)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (2, 2, 8000)
        samples = array.array("h", sound.readframes(sound.getnframes()))
    return list(samples[0::2]), list(samples[1::2])


def raw(path: Path, samples: list[int], more: bytes = b"") -> Path:
    path.write_bytes(array.array("h", samples).tobytes() + more)
    return path


def test_the_sounds_are_side_by_side_and_the_shorter_is_silent_at_its_end(tmp_path: Path) -> None:
    count = BLOCK_BYTES // 2 + 5
    heard = [-(n % 700) for n in range(count)]
    said = [n % 1000 for n in range(count - 3)]
    left = raw(tmp_path / "a.heard.raw", heard)
    right = raw(tmp_path / "a.said.raw", said, b"\x01")
    convert(left, right, tmp_path / "a.wav")
    assert sides(tmp_path / "a.wav") == (heard, [*said, 0, 0, 0])
    assert {path.name for path in tmp_path.iterdir()} == {left.name, right.name, "a.wav"}


def test_a_sound_that_is_not_there_is_silent(tmp_path: Path) -> None:
    right = raw(tmp_path / "a.said.raw", [1, 2, 3])
    convert(tmp_path / "a.heard.raw", right, tmp_path / "a.wav")
    assert sides(tmp_path / "a.wav") == ([0, 0, 0], [1, 2, 3])
