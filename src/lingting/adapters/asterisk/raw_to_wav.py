"""Turns MixMonitor's interleaved sound of one leg into a WAV file, complete or not there at all.

Asterisk renames the sound when a recording is over, also while the engine is away; the worker makes
the file. Without room for the second one the first one stays, and the worker does it later.
"""

from __future__ import annotations

import array
import os
import wave
from pathlib import Path
from typing import BinaryIO

RATE = 8000
FRAME_BYTES = 4
BLOCK_FRAMES = RATE * 10


def convert(raw: Path, wav: Path) -> None:
    """Asterisk puts what the far end says first; we put it to the right."""
    building = wav.with_suffix(f".{os.getpid()}.part")
    try:
        with raw.open("rb") as source, building.open("wb") as file:
            _write(source, file)
        building.replace(wav)
    except BaseException:
        building.unlink(missing_ok=True)
        raise
    raw.unlink(missing_ok=True)


def _write(source: BinaryIO, file: BinaryIO) -> None:
    with wave.open(file, "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        while block := source.read(BLOCK_FRAMES * FRAME_BYTES):
            samples = array.array("h", block[: len(block) // FRAME_BYTES * FRAME_BYTES])
            samples[0::2], samples[1::2] = samples[1::2], samples[0::2]
            sound.writeframes(samples.tobytes())
