"""Reads a WAV file: how long it is, its hash, and the peaks that a waveform is drawn from; or
why there is none."""

import hashlib
import os
import shutil
import wave
from pathlib import Path

import numpy as np

from lingting.recordings.domain import (
    LEAST_SPOOL,
    Sound,
    UnreadableSound,
    Why,
    why_missing,
)

PEAKS_PER_SECOND = 20
BLOCK_SECONDS = 60
"""What is held in memory at once; a recording may last for hours."""


def read_sound(path: Path) -> Sound:
    """Reads the whole file; raises FileNotFoundError or UnreadableSound. Blocks: use a thread."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        with wave.open(str(path), "rb") as file:
            channels, rate = file.getnchannels(), file.getframerate()
            if file.getsampwidth() != 2:
                raise UnreadableSound(path.name)
            frames, peaks = _read_peaks(file, channels, rate)
    except (wave.Error, EOFError) as error:
        raise UnreadableSound(path.name) from error
    return Sound(
        seconds=frames / rate,
        sha256=digest,
        size=path.stat().st_size,
        channels=channels,
        peaks=peaks.tobytes(),
    )


def why_silent(path: Path, spool_free: int) -> Why:
    """Why there is no such file, as its folder looks now, and the disk where it would have been
    made. Blocks: use a thread."""
    if spool_free < LEAST_SPOOL:
        return Why.DISK_FULL
    folder = path.parent
    nearest = next(one for one in (folder, *folder.parents) if one.exists())
    return why_missing(
        free=shutil.disk_usage(nearest).free,
        there=folder.is_dir(),
        writable=os.access(folder, os.W_OK | os.X_OK),
    )


def _read_peaks(file: wave.Wave_read, channels: int, rate: int) -> tuple[int, np.ndarray]:
    """How many frames there are, and their peaks; block by block, whole windows each."""
    frames = 0
    blocks = [np.zeros((channels, 0), np.int8)]
    step = max(rate // PEAKS_PER_SECOND, 1) * PEAKS_PER_SECOND * BLOCK_SECONDS
    while data := file.readframes(step):
        whole = len(data) // (2 * channels) * 2 * channels
        samples = np.frombuffer(data[:whole], dtype="<i2").reshape(-1, channels)
        frames += len(samples)
        blocks.append(peaks_of(samples, rate))
    return frames, np.concatenate(blocks, axis=1)


def peaks_of(samples: np.ndarray, rate: int) -> np.ndarray:
    """The loudest sample of each twentieth of a second, per channel, scaled to 0..127.

    `samples` has shape (n, channels), int16; the answer (channels, ceil(n / window)), int8.
    """
    window = max(rate // PEAKS_PER_SECOND, 1)
    sides = np.ascontiguousarray(samples.T)  # each side by itself: fifteen times as fast
    if missing := -len(samples) % window:
        sides = np.pad(sides, ((0, 0), (0, missing)))
    sides = sides.reshape(len(sides), -1, window)
    highest = sides.max(axis=2, initial=0).astype(np.int32)
    lowest = sides.min(axis=2, initial=0).astype(np.int32)
    return np.minimum(np.maximum(highest, -lowest) // 258, 127).astype(np.int8)
