"""Makes the built-in music on hold and the spoken apology, so that no sound file is shipped."""

from __future__ import annotations

import array
import json
import math
import subprocess
import sys
import wave
from pathlib import Path

RATE = 8000
SPEECH_RATE = 22050
SORRY = "非常抱歉，系统正在维护，暂时无法接听您的电话。请您稍后再拨，谢谢。"
# A calm pentatonic line (frequency in hertz, beats), played softly; a beat is half a second.
_MELODY = (
    (392.0, 2), (440.0, 1), (523.3, 1), (587.3, 2), (523.3, 2), (440.0, 2), (392.0, 2), (329.6, 4),
    (392.0, 1), (440.0, 1), (523.3, 2), (659.3, 2), (587.3, 2), (523.3, 4), (440.0, 2), (523.3, 2),
    (392.0, 4), (329.6, 2), (392.0, 2), (293.7, 4), (329.6, 2), (392.0, 2), (440.0, 2), (392.0, 6),
)  # fmt: skip


def ensure_sounds(music: Path, sounds: Path) -> None:
    """Write what is missing."""
    melody = music / "quiet.wav"
    if not melody.exists():
        _write(melody, _tune())
    sorry = sounds / "sorry.wav"
    if not sorry.exists():
        _write(sorry, _spoken(SORRY) or _busy_tone())


def _tune() -> array.array[int]:
    samples = array.array("h")
    for frequency, beats in _MELODY:
        length = beats * RATE // 2
        for index in range(length):
            fade = math.exp(-2.2 * index / RATE) * min(1.0, index / 120)
            angle = 2 * math.pi * frequency * index / RATE
            samples.append(int(5200 * fade * (math.sin(angle) + 0.3 * math.sin(2 * angle))))
    return samples


def _busy_tone() -> array.array[int]:
    samples = array.array("h")
    for _ in range(4):
        samples.extend(
            int(6000 * math.sin(2 * math.pi * 450 * n / RATE)) for n in range(RATE * 7 // 20)
        )
        samples.extend([0] * (RATE * 7 // 20))
    return samples


def _spoken(text: str) -> array.array[int] | None:
    """The text in Mandarin, by one request to the speech process."""
    asked = json.dumps({"voice": "cmn", "speed": 150, "text": text}).encode()
    command = [sys.executable, "-m", "lingting.adapters.speech.espeak_process"]
    try:
        done = subprocess.run(
            command, input=len(asked).to_bytes(4, "big") + asked,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=30, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return None
    samples = array.array("h", done.stdout[4:][: (len(done.stdout) - 4) // 2 * 2])
    return _resampled(samples, SPEECH_RATE) if len(samples) > SPEECH_RATE else None


def _resampled(samples: array.array[int], rate: int) -> array.array[int]:
    """Box-filtered to the telephone's rate: each output sample is the mean of its share."""
    step = rate / RATE
    out = array.array("h")
    for index in range(int(len(samples) / step)):
        share = samples[int(index * step) : max(int(index * step) + 1, int((index + 1) * step))]
        out.append(sum(share) // len(share))
    return out


def _write(target: Path, samples: array.array[int]) -> None:
    building = target.with_suffix(".part")
    with wave.open(str(building), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    building.rename(target)
