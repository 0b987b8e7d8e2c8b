"""Reads a WAV file: how long it is, its hash, and the peaks that a waveform is drawn from."""

import hashlib
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np

PEAKS_PER_SECOND = 20


class UnreadableSound(Exception):
    """The file is no 16-bit WAV."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Peaks are int8 (0 to 127), one row per channel, `PEAKS_PER_SECOND` columns a second."""

    seconds: float
    sha256: str
    size: int
    channels: int
    peaks: bytes


def read_sound(path: Path) -> Sound:
    """Reads the whole file; raises FileNotFoundError or UnreadableSound. Blocks: use a thread."""
    content = path.read_bytes()
    try:
        with wave.open(str(path), "rb") as file:
            channels, rate = file.getnchannels(), file.getframerate()
            if file.getsampwidth() != 2:
                raise UnreadableSound(path.name)
            frames = file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise UnreadableSound(path.name) from error
    samples = np.frombuffer(frames, dtype="<i2").reshape(-1, channels)
    return Sound(
        seconds=len(samples) / rate,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        channels=channels,
        peaks=peaks_of(samples, rate).tobytes(),
    )


def peaks_of(samples: np.ndarray, rate: int) -> np.ndarray:
    """The loudest sample of each twentieth of a second, per channel, scaled to 0..127.

    `samples` has shape (n, channels), int16; the answer (channels, ceil(n / window)), int8.
    """
    window = max(rate // PEAKS_PER_SECOND, 1)
    missing = -len(samples) % window
    padded = np.pad(np.abs(samples.astype(np.int32)), ((0, missing), (0, 0)))
    loudest = padded.reshape(-1, window, samples.shape[1]).max(axis=1, initial=0)
    return np.minimum(loudest // 258, 127).astype(np.int8).T
