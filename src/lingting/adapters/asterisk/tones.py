"""Tones and pauses as WAV files: exact lengths, and no need of Asterisk's sound packages."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lingting.calls.ports import Tone

RATE = 8000
HERTZ = 450.0
BEEP_HERTZ = 950.0
BEEP_SECONDS = 0.4
_CADENCES = {"busy": (0.35, 0.35), "ring": (1.0, 4.0), "beep": (BEEP_SECONDS, 0.0)}


def tone_file(tone: Tone, folder: Path) -> Path:
    """The file of a tone, made when it is not there yet."""
    seconds = BEEP_SECONDS if tone.kind == "beep" else tone.seconds
    path = folder / f"{tone.kind}-{round(seconds * 1000)}.wav"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        building = path.with_suffix(".part")
        with wave.open(str(building), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(RATE)
            sound.writeframes(_samples(tone.kind, seconds).tobytes())
        building.rename(path)
    return path


def _samples(kind: str, seconds: float) -> NDArray[np.int16]:
    steps = np.arange(round(seconds * RATE))
    if kind == "silence":
        return np.zeros(len(steps), np.int16)
    sounding, pause = _CADENCES[kind]
    hertz = BEEP_HERTZ if kind == "beep" else HERTZ
    wanted = (steps / RATE) % (sounding + pause) < sounding
    return (6000 * wanted * np.sin(2 * np.pi * hertz * steps / RATE)).astype(np.int16)
