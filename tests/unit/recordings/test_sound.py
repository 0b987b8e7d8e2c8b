"""Lengths, hashes and peaks of WAV files."""

import math
import struct
import wave
from pathlib import Path

import numpy as np
import pytest

from lingting.recordings.domain import State, judge
from lingting.recordings.sound import UnreadableSound, peaks_of, read_sound

pytestmark = pytest.mark.unit

RATE = 8000


def write(path: Path, left: list[int], right: list[int]) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        pairs = zip(left, right, strict=True)
        file.writeframes(b"".join(struct.pack("<hh", a, b) for a, b in pairs))
    return path


def test_each_side_has_its_own_peaks(tmp_path: Path) -> None:
    loud = [int(32767 * math.sin(2 * math.pi * 440 * n / RATE)) for n in range(RATE)]
    silent = [0] * RATE
    sound = read_sound(write(tmp_path / "a.wav", loud + silent, silent + loud))
    assert sound.seconds == 2.0
    assert sound.channels == 2
    assert len(sound.sha256) == 64
    rows = np.frombuffer(sound.peaks, dtype=np.int8).reshape(2, -1)
    assert rows.shape == (2, 40)
    assert rows[0, :20].min() > 120
    assert rows[0, 20:].max() == 0
    assert rows[1, 20:].min() > 120


def test_a_long_recording_is_read_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    samples = [(n * 7) % 30000 for n in range(RATE * 3 + 123)]
    path = write(tmp_path / "a.wav", samples, samples[::-1])
    whole = read_sound(path)
    monkeypatch.setattr("lingting.recordings.sound.BLOCK_SECONDS", 1)
    assert read_sound(path) == whole


def test_the_loudest_possible_sample_fits() -> None:
    samples = np.full((400, 1), -32768, dtype=np.int16)
    assert peaks_of(samples, RATE).max() == 127


def test_an_empty_recording_has_no_peaks(tmp_path: Path) -> None:
    sound = read_sound(write(tmp_path / "a.wav", [], []))
    assert (sound.seconds, sound.peaks) == (0.0, b"")


@pytest.mark.parametrize("content", [b"", b"RIFF", b"no sound at all" * 20])
def test_what_is_no_sound_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(content)
    with pytest.raises(UnreadableSound):
        read_sound(path)


@pytest.mark.req("REC-01")
@pytest.mark.parametrize(
    ("seconds", "expected", "state"),
    [(60.0, 60.2, State.STORED), (58.9, 60.0, State.SHORT), (61.0, 60.0, State.STORED)],
)
def test_a_recording_is_stored_only_when_it_is_as_long_as_the_talk(
    seconds: float, expected: float, state: State
) -> None:
    assert judge(seconds, expected) is state
