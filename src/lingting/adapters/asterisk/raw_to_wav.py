"""Turns MixMonitor's interleaved sound of one leg into a WAV file, complete or not there at all.

Asterisk runs this when a recording is over, also while the engine is away; standard library only.
Usage: raw_to_wav.py FILE.raw FILE.wav
"""

from __future__ import annotations

import array
import sys
import wave
from pathlib import Path

RATE = 8000
FRAME_BYTES = 4
BLOCK_FRAMES = RATE * 10


def convert(raw: Path, wav: Path) -> None:
    """Asterisk puts what the far end says first; we put it to the right."""
    building = wav.with_suffix(".part")
    with raw.open("rb") as source, wave.open(str(building), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        while block := source.read(BLOCK_FRAMES * FRAME_BYTES):
            samples = array.array("h", block[: len(block) // FRAME_BYTES * FRAME_BYTES])
            samples[0::2], samples[1::2] = samples[1::2], samples[0::2]
            sound.writeframes(samples.tobytes())
    building.replace(wav)
    raw.unlink()


if __name__ == "__main__":
    convert(Path(sys.argv[1]), Path(sys.argv[2]))
