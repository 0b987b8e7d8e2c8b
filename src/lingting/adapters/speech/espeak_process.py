"""A process of its own around the eSpeak NG library: texts in, 16-bit samples out.

Read from standard input: four bytes of length (big-endian), then JSON `{voice, speed, text}`.
Written to standard output: four bytes of length, then mono samples at `RATE`. A crash or a long
text in the library can so neither stop nor delay the process that asks.
"""

from __future__ import annotations

import ctypes
import json
import signal
import sys
from typing import BinaryIO

RATE = 22050
_SYNCHRONOUS = 2
_PARAMETER_RATE = 1
_POSITION_IS_CHARACTER = 1
_UTF8 = 1


class Synthesiser:
    """The library, loaded once."""

    def __init__(self) -> None:
        import espeakng_loader

        self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        if self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, 0) != RATE:
            raise RuntimeError("eSpeak NG did not start")
        self._samples = bytearray()
        kind = ctypes.CFUNCTYPE(
            ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
        )
        self._callback = kind(self._take)
        self._library.espeak_SetSynthCallback(self._callback)

    def speak(self, voice: str, speed: int, text: str) -> bytes:
        """The samples of a text; empty when the voice does not exist."""
        self._samples.clear()
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            return b""
        self._library.espeak_SetParameter(_PARAMETER_RATE, speed, 0)
        spoken = text.encode() + b"\0"
        self._library.espeak_Synth(
            spoken, len(spoken), 0, _POSITION_IS_CHARACTER, 0, _UTF8, None, None
        )
        self._library.espeak_Synchronize()
        return bytes(self._samples)

    def _take(self, samples: ctypes._Pointer[ctypes.c_short], count: int, events: int) -> int:
        if samples and count > 0:
            self._samples += ctypes.string_at(samples, count * 2)
        return 0


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answers requests until the other side closes."""
    synthesiser = Synthesiser()
    while len(head := requests.read(4)) == 4:
        asked = json.loads(requests.read(int.from_bytes(head, "big")))
        samples = synthesiser.speak(asked["voice"], asked["speed"], asked["text"])
        answers.write(len(samples).to_bytes(4, "big") + samples)
        answers.flush()


if __name__ == "__main__":
    # Ctrl-C in a terminal reaches every process; this one ends when the asking one closes its end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(sys.stdin.buffer, sys.stdout.buffer)
