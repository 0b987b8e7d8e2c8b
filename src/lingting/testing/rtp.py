"""The sound of a telephone: sends speech, tones and keys, remembers what it hears."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import struct
import time
from collections import deque
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

RATE = 8000
FRAME = 160
FRAME_SECONDS = FRAME / RATE
ALAW, G722, EVENTS = 8, 9, 101
KEYS = "0123456789*#ABCD"
KEPT_FRAMES = 3000
KEY_FRAMES, KEY_GAP_FRAMES = 6, 4
Samples = NDArray[np.int16]


def _alaw_table() -> Samples:
    """The 256 values of ITU-T G.711 A-law."""
    codes = np.arange(256) ^ 0x55
    exponent, mantissa = (codes & 0x70) >> 4, (codes & 0x0F) << 4
    value = np.where(exponent == 0, mantissa + 8, (mantissa + 0x108) << np.maximum(exponent - 1, 0))
    return np.where(codes & 0x80, value, -value).astype(np.int16)


DECODED = _alaw_table()
_ORDER = np.argsort(DECODED)
_SORTED = DECODED[_ORDER]


def encode_alaw(samples: Samples) -> bytes:
    """Each sample as the nearest A-law value below or at it."""
    places = np.clip(np.searchsorted(_SORTED, samples), 0, 255)
    return _ORDER[places].astype(np.uint8).tobytes()


SILENCE = encode_alaw(np.zeros(FRAME, np.int16))


def frames_of(samples: Samples) -> list[bytes]:
    """Sound as A-law frames of 20 ms, the last one filled up with silence."""
    whole = np.pad(samples, (0, -len(samples) % FRAME))
    octets = encode_alaw(whole.astype(np.int16))
    return [octets[at : at + FRAME] for at in range(0, len(octets), FRAME)]


def decode_alaw(data: bytes) -> Samples:
    """A-law octets as samples."""
    return DECODED[np.frombuffer(data, np.uint8)]


def tone_share(samples: Samples, hertz: float) -> float:
    """How much of the sound's energy is at `hertz`: 1.0 for a pure tone, 0 for none of it."""
    if len(samples) < FRAME:
        return 0.0
    sound = samples.astype(np.float64)
    energy = float(np.sum(sound**2))
    if energy < 1000.0 * len(sound):
        return 0.0
    wave = np.exp(-2j * np.pi * hertz * np.arange(len(sound)) / RATE)
    return float(2 * abs(np.sum(sound * wave)) ** 2 / len(sound) / energy)


def loudness(samples: Samples) -> float:
    """Root mean square; silence is below about 50."""
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2))) if len(samples) else 0.0


class RtpStream:
    """One RTP session over UDP with A-law and RFC 4733 events; silent until told otherwise."""

    def __init__(self, host: str) -> None:
        self.peer: tuple[str, int] | None = None
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.bind((host, 0))
        self.port: int = self._socket.getsockname()[1]
        asyncio.get_running_loop().add_reader(self._socket, self._readable)
        self.codec = ALAW
        """With another one what it sends is noise, of the right length."""
        self.say_hertz = 0.0
        self.keys_heard = ""
        self.frames: deque[tuple[float, bytes]] = deque(maxlen=KEPT_FRAMES)
        self._tick: asyncio.TimerHandle | None = None
        self._next_at = 0.0
        self.sequence = random.randrange(30000)
        self.packets = 0
        """Those of sound that came, in whatever codec."""
        self._stamp = random.randrange(2**30)
        self._source = random.randrange(2**31)
        self._phase = 0
        self._speech: deque[bytes] = deque()
        self._sending: deque[bytes] = deque()
        self._last_event = -1
        self._event_stamp = 0
        self._arrived = asyncio.Event()

    def start(self, peer: tuple[str, int]) -> None:
        """Begins to send a frame every 20 ms."""
        self.peer = peer
        if self._tick is None:
            self._next_at = asyncio.get_running_loop().time()
            self._send_frame()

    def pause(self) -> None:
        """Sends nothing at all, as a phone that detects silence does; `start` goes on."""
        if self._tick:
            self._tick.cancel()
            self._tick = None

    def close(self) -> None:
        """Ends the stream."""
        self.pause()
        if self._socket.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._socket.close()

    def press(self, keys: str) -> None:
        """Sends keys one after another (120 ms each), as events."""
        for key in keys:
            number = KEYS.index(key)
            for step in range(KEY_FRAMES + 3):
                ended = step >= KEY_FRAMES
                duration = min(step + 1, KEY_FRAMES) * FRAME
                self._sending.append(struct.pack("!BBH", number, 0x8A if ended else 10, duration))
            self._sending.extend([b""] * KEY_GAP_FRAMES)

    def speak(self, frames: Iterable[bytes]) -> None:
        """Says these A-law frames once, after what it is saying."""
        self._speech.extend(frames)

    def fall_silent(self) -> None:
        """Stops speaking in the middle of a word."""
        self._speech.clear()

    def skip(self, packets: int) -> None:
        """Goes on as if so many packets had been sent meanwhile."""
        self.sequence = (self.sequence + packets) % 2**16

    @property
    def is_speaking(self) -> bool:
        """Whether there is still something to say."""
        return bool(self._speech)

    def heard(self, seconds: float, *, until: float = 0.0) -> Samples:
        """What arrived in the last `seconds`, `until` seconds ago."""
        end = time.monotonic() - until
        parts: list[bytes] = []
        for at, payload in reversed(self.frames):
            if at < end - seconds:
                break
            if at <= end:
                parts.append(payload)
        return decode_alaw(b"".join(reversed(parts)))

    async def next_frame(self) -> None:
        """Waits for the next 20 ms of sound."""
        self._arrived.clear()
        await self._arrived.wait()

    def _readable(self) -> None:
        with contextlib.suppress(BlockingIOError, ConnectionError):
            while data := self._socket.recv(2048):
                self._take(data)

    def _take(self, data: bytes) -> None:
        kind = data[1] & 0x7F
        payload = data[12 + 4 * (data[0] & 0x0F) :]
        self.packets += kind != EVENTS
        if kind == ALAW:
            self.frames.append((time.monotonic(), payload))
            self._arrived.set()
        elif kind == EVENTS and len(payload) >= 4:
            stamp = struct.unpack("!I", data[4:8])[0]
            if stamp != self._last_event:
                self._last_event = stamp
                self.keys_heard += KEYS[payload[0]] if payload[0] < 16 else ""

    def _send_frame(self) -> None:
        loop = asyncio.get_running_loop()
        self._next_at += FRAME_SECONDS
        self._tick = loop.call_at(self._next_at, self._send_frame)
        event = self._sending.popleft() if self._sending else b""
        if event:
            first = event[2:] == struct.pack("!H", FRAME)
            if first:
                self._event_stamp = self._stamp
            self._send(EVENTS, event, stamp=self._event_stamp, mark=first)
        else:
            self._send(self.codec, self._sound(), stamp=self._stamp)
        self._stamp = (self._stamp + FRAME) % 2**32

    def _sound(self) -> bytes:
        if self._speech:
            return self._speech.popleft()
        if not self.say_hertz:
            return SILENCE
        steps = np.arange(self._phase, self._phase + FRAME)
        self._phase += FRAME
        wave = 8000 * np.sin(2 * np.pi * self.say_hertz * steps / RATE)
        return encode_alaw(wave.astype(np.int16))

    def _send(self, kind: int, payload: bytes, *, stamp: int, mark: bool = False) -> None:
        self.sequence = (self.sequence + 1) % 2**16
        head = struct.pack(
            "!BBHII", 0x80, kind | (0x80 if mark else 0), self.sequence, stamp, self._source
        )
        if self.peer:
            with contextlib.suppress(BlockingIOError, ConnectionError):
                self._socket.sendto(head + payload, self.peer)
