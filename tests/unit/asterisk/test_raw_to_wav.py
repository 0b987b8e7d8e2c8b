"""The file that MixMonitor leaves, as a WAV file."""

import array
import wave
from pathlib import Path

import pytest

from lingting.adapters.asterisk.raw_to_wav import BLOCK_FRAMES, convert

pytestmark = pytest.mark.unit


def sides(path: Path) -> tuple[list[int], list[int]]:
    with wave.open(str(path)) as sound:
        assert (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) == (2, 2, 8000)
        samples = array.array("h", sound.readframes(sound.getnframes()))
    return list(samples[0::2]), list(samples[1::2])


def test_what_the_agent_hears_is_left_and_what_he_says_is_right(tmp_path: Path) -> None:
    raw, wav = tmp_path / "a.raw", tmp_path / "a.wav"
    count = BLOCK_FRAMES + 5
    said = [n % 1000 for n in range(count)]
    heard = [-(n % 700) for n in range(count)]
    mixed = array.array("h", [x for pair in zip(said, heard, strict=True) for x in pair])
    raw.write_bytes(mixed.tobytes() + b"\x01")
    convert(raw, wav)
    assert sides(wav) == (heard, said)
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]
