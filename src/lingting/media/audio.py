"""Sound files: reading what people upload, and writing what a telephone plays."""

from __future__ import annotations

import io
import os
import wave
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from av.error import FFmpegError

from lingting.media.errors import SoundSilent, SoundTooLong, SoundTypeUnknown, SoundUnreadable
from lingting.media.ports import Samples

RATE = 8000
LONGEST_SECONDS = 600
LARGEST_BYTES = 20 * 1024 * 1024
_SILENCE = 300
"""Below about -40 dB of full scale nothing is heard on a telephone."""
_MARGIN = RATE // 25
_LOUDNESS = 3300.0
"""Root mean square that all prompts share, about -20 dB of full scale."""
_HEADS = {b"RIFF": "wav", b"ID3": "mp3", b"OggS": "ogg", b"\x1aE\xdf\xa3": "matroska"}
"""How files of WAV, tagged MP3, OGG and WebM begin, and who reads them. Nobody else is asked: some
readers follow addresses that a file names."""
MOST_SAMPLES = LONGEST_SECONDS * 96_000
"""However fast a file says that it is to be played; a small one may unfold to very much."""
Wave = npt.NDArray[np.int16]


def telephone_samples(samples: Samples) -> Wave:
    """Any sound as a telephone plays it: 8 kHz, trimmed, at one loudness. Raises SoundSilent."""
    sound = np.frombuffer(samples.pcm, dtype="<i2").reshape(1, -1)
    frame = AudioFrame.from_ndarray(sound, format="s16", layout="mono")
    frame.sample_rate = samples.rate
    return _levelled(_trimmed(_resampled([frame])))


def read_upload(data: bytes) -> Wave:
    """An uploaded recording as a telephone plays it: WAV, MP3, or OGG and WebM of a browser.

    Raises SoundTypeUnknown, SoundUnreadable, SoundTooLong, SoundSilent.
    """
    kind = next((kind for head, kind in _HEADS.items() if data.startswith(head)), None)
    if kind is None and not _is_mpeg(data):
        raise SoundTypeUnknown(field="file")
    try:
        with av.open(io.BytesIO(data), mode="r", format=kind or "mp3") as container:
            if not container.streams.audio:
                raise SoundUnreadable(field="file")
            sound = _resampled(_frames(container))
    except (FFmpegError, ValueError, ArithmeticError) as error:
        raise SoundUnreadable(field="file") from error
    return _levelled(_trimmed(sound))


def write_wave(path: Path, sound: Wave) -> None:
    """Writes a file so that nobody ever reads half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with wave.open(str(beside), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(sound.tobytes())
    beside.replace(path)


def seconds_of(sound: Wave) -> float:
    """How long a telephone sound is."""
    return len(sound) / RATE


def _is_mpeg(data: bytes) -> bool:
    return len(data) > 2 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0


def _frames(container: InputContainer) -> Iterator[AudioFrame]:
    """One after another, so that only what a telephone plays of them stays in memory."""
    seconds, samples = 0.0, 0
    for frame in container.decode(audio=0):
        seconds += frame.samples / frame.sample_rate
        samples += frame.samples * len(frame.layout.channels)
        if seconds > LONGEST_SECONDS or samples > MOST_SAMPLES:
            raise SoundTooLong(field="file", seconds=LONGEST_SECONDS)
        yield frame


def _resampled(frames: Iterable[AudioFrame]) -> Wave:
    resampler = AudioResampler(format="s16", layout="mono", rate=RATE)
    parts: list[Wave] = []
    for frame in chain(frames, [None]):
        for part in resampler.resample(frame):
            parts.append(part.to_ndarray().reshape(-1).astype(np.int16))
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int16)


def _trimmed(sound: Wave) -> Wave:
    loud = np.flatnonzero(np.abs(sound.astype(np.int32)) > _SILENCE)
    if not len(loud):
        raise SoundSilent(field="file")
    return sound[max(loud[0] - _MARGIN, 0) : loud[-1] + _MARGIN]


def _levelled(sound: Wave) -> Wave:
    wide = sound.astype(np.float64)
    spoken = wide[np.abs(wide) > _SILENCE]
    factor = _LOUDNESS / float(np.sqrt(np.mean(spoken**2)))
    factor = min(factor, 30000 / float(np.abs(wide).max()))
    return (wide * factor).astype(np.int16)
