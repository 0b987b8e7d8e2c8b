"""The built-in voice: eSpeak NG 1.52 in a process of its own.

The library comes from the wheel `espeakng-loader`. Debian 12's own eSpeak NG 1.51 spells Chinese
characters in English; 1.52 reads them, with the tones of words of several readings (重庆, 银行).
"""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process

from lingting.adapters.speech import espeak_process
from lingting.adapters.speech.espeak_process import RATE
from lingting.media.domain.sounds import Language
from lingting.media.ports import Samples, SpeechUnavailable

VOICES: dict[Language, tuple[str, int]] = {"zh-CN": ("cmn", 160), "en": ("en", 150)}
"""Voice and speed (words per minute) of each language."""
TIMEOUT_SECONDS = 20


class EspeakSpeech:
    """Implements `media.ports.Speech`; one text at a time, restarted when it died."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._lock = asyncio.Lock()

    def voice(self, language: Language) -> str:
        name, speed = VOICES[language]
        return f"espeak-1.52-{name}-{speed}"

    async def speak(self, text: str, language: Language) -> Samples:
        async with self._lock:
            try:
                async with asyncio.timeout(TIMEOUT_SECONDS):
                    samples = await self._ask(text, language)
            except (TimeoutError, OSError, asyncio.IncompleteReadError) as error:
                await self._stop()
                raise SpeechUnavailable(reason=type(error).__name__) from error
        if not samples:
            raise SpeechUnavailable(reason="nothing was spoken")
        return Samples(samples, RATE)

    async def close(self) -> None:
        """Ends the process."""
        async with self._lock:
            await self._stop()

    async def _ask(self, text: str, language: Language) -> bytes:
        process = await self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        name, speed = VOICES[language]
        asked = json.dumps({"voice": name, "speed": speed, "text": text}).encode()
        process.stdin.write(len(asked).to_bytes(4, "big") + asked)
        await process.stdin.drain()
        length = int.from_bytes(await process.stdout.readexactly(4), "big")
        return await process.stdout.readexactly(length)

    async def _running(self) -> Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, espeak_process.__file__, stdin=PIPE, stdout=PIPE
            )
        return self._process

    async def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.kill()
            await process.wait()
