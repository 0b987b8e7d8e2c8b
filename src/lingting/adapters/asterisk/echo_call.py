"""A short call over SIP and RTP that hears its own echo: does sound come through, how fast?

The call comes from an endpoint that is made for it and dials a number that only this endpoint
knows; it leads to `Echo()` in a section of the dialplan that nothing else reaches. The endpoint's
name is always the same: Asterisk remembers every name that it ever had.
"""

from __future__ import annotations

import re
import secrets
import select
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lingting.adapters.asterisk.config.dialplan import ECHO, ECHO_KEY
from lingting.adapters.asterisk.link import AsteriskAddress
from lingting.adapters.asterisk.look import Ari, LookFailed
from lingting.adapters.asterisk.provision import ConfigObject

NAME = "lingting-echo"
FRAME = 160
FRAME_SECONDS = 0.02
FRAMES = 100
ANSWER_SECONDS = 5.0
LAST_SECONDS = 0.5
HEADER = 12
ULAW = 0
ALIKE = 0.7
_STATUS = re.compile(r"^SIP/2\.0 (\d{3})")


class CallFailed(Exception):
    """The call was refused or not answered; the message is the SIP status or the reason."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What came back: seconds for each frame that did."""

    sent: int
    delays: tuple[float, ...]
    setup_seconds: float


def call_echo(address: AsteriskAddress, host: str, port: int) -> Heard:
    """Calls and listens for about two seconds; raises CallFailed."""
    key = secrets.token_hex(16)
    with _endpoint(address, key), closing(_Dialog(key, host, port)) as dialog:
        began = time.monotonic()
        peer = dialog.call()
        setup = time.monotonic() - began
        sounds = _sounds()
        heard = _exchange(dialog.media, peer, sounds)
    return Heard(len(sounds), tuple(heard), setup)


@contextmanager
def _endpoint(address: AsteriskAddress, key: str) -> Iterator[None]:
    fields = {
        "context": ECHO,
        "disallow": "all",
        "allow": "ulaw",
        "direct_media": "no",
        "rtp_symmetric": "yes",
        "identify_by": "username",
        "rtp_timeout": "10",
        "set_var": f"{ECHO_KEY}={key}",
    }
    one = ConfigObject("endpoint", NAME, fields)
    with closing(Ari(address)) as ari:
        try:
            ari.put(one)
            yield
        except LookFailed as failed:
            raise CallFailed(str(failed)) from failed
        finally:
            with suppress(LookFailed):
                ari.delete(one.path)


class _Dialog:
    """INVITE, ACK and BYE of one call, and the socket for its sound."""

    def __init__(self, number: str, host: str, port: int) -> None:
        self._signal = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._signal.connect((host, port))
        own: str = self._signal.getsockname()[0]
        self.media = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.media.bind((own, 0))
        self._place = f"{own}:{self._signal.getsockname()[1]}"
        self._uri = f"sip:{number}@{host}:{port}"
        self._own = own
        self._call, self._tag = secrets.token_hex(12), secrets.token_hex(6)
        self._to = f"<{self._uri}>"
        self._target = ""

    def call(self) -> tuple[str, int]:
        """Where the answered side wants its sound."""
        invite = self._request("INVITE", 1, self._offer())
        until = time.monotonic() + ANSWER_SECONDS
        pause = 0.5
        self._signal.send(invite)
        while (left := until - time.monotonic()) > 0:
            self._signal.settimeout(min(left, pause))
            try:
                answer = self._signal.recv(65536).decode("utf-8", "replace")
            except TimeoutError:
                self._signal.send(invite)
                pause *= 2
                continue
            except OSError as error:
                raise CallFailed(str(error)) from error
            status = _status(answer)
            if status >= 200:
                return self._answered(answer, status)
        raise CallFailed("no answer")

    def close(self) -> None:
        """Hangs up what is up."""
        if self._target:
            self._signal.send(self._request("BYE", 2))
        self._signal.close()
        self.media.close()

    def _answered(self, answer: str, status: int) -> tuple[str, int]:
        self._to = _header(answer, "To") or self._to
        if status >= 300:
            self._signal.send(self._request("ACK", 1))
            raise CallFailed(f"SIP {status}")
        contact = re.search(r"<([^>]+)>", _header(answer, "Contact"))
        self._target = contact[1] if contact else self._uri
        self._signal.send(self._request("ACK", 1))
        host = re.search(r"^c=IN IP4 (\S+)", answer, re.MULTILINE)
        port = re.search(r"^m=audio (\d+)", answer, re.MULTILINE)
        if host is None or port is None:
            raise CallFailed("an answer without sound")
        # The address in the answer may be that for the outside world; the port counts.
        peer: str = self._signal.getpeername()[0]
        return peer, int(port[1])

    def _offer(self) -> str:
        port: int = self.media.getsockname()[1]
        return (
            f"v=0\r\no=- {port} 1 IN IP4 {self._own}\r\ns=-\r\nc=IN IP4 {self._own}\r\nt=0 0\r\n"
            f"m=audio {port} RTP/AVP {ULAW}\r\na=rtpmap:{ULAW} PCMU/8000\r\na=ptime:20\r\n"
            "a=sendrecv\r\n"
        )

    def _request(self, method: str, number: int, body: str = "") -> bytes:
        lines = [
            f"{method} {self._target or self._uri} SIP/2.0",
            f"Via: SIP/2.0/UDP {self._place};branch=z9hG4bK{secrets.token_hex(8)};rport",
            "Max-Forwards: 10",
            f"From: <sip:{NAME}@{self._own}>;tag={self._tag}",
            f"To: {self._to}",
            f"Call-ID: {self._call}",
            f"CSeq: {number} {method}",
            f"Contact: <sip:{NAME}@{self._place}>",
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def _exchange(
    media: socket.socket, peer: tuple[str, int], sounds: NDArray[np.uint8]
) -> list[float]:
    """Sends a frame every 20 ms and gives the delay of each that comes back."""
    media.setblocking(False)
    source, stamp = secrets.randbits(32), secrets.randbits(24)
    sent: list[float] = []
    came: list[tuple[float, bytes]] = []
    began = time.monotonic()
    end = began + len(sounds) * FRAME_SECONDS + LAST_SECONDS
    while (now := time.monotonic()) < end and len(came) < len(sounds):
        due = began + len(sent) * FRAME_SECONDS if len(sent) < len(sounds) else end
        if now >= due and len(sent) < len(sounds):
            count = len(sent)
            head = struct.pack("!BBHII", 0x80, ULAW, count, stamp + count * FRAME, source)
            media.sendto(head + sounds[count].tobytes(), peer)
            sent.append(time.monotonic())
            continue
        ready, _, _ = select.select([media], [], [], max(due - now, 0))
        if ready:
            data = media.recv(2048)
            came.append((time.monotonic(), data[HEADER : HEADER + FRAME]))
    return _delays(sounds, sent, came)


def _delays(
    sounds: NDArray[np.uint8], sent: list[float], came: list[tuple[float, bytes]]
) -> list[float]:
    """Each frame that came is recognised by its sound; the first time counts."""
    known = _signs(sounds)
    found: dict[int, float] = {}
    for at, data in came:
        if len(data) < FRAME:
            continue
        alike = known @ _signs(np.frombuffer(data, np.uint8)) / FRAME
        best = int(np.argmax(alike))
        if alike[best] > ALIKE and best < len(sent):
            found.setdefault(best, at - sent[best])
    return list(found.values())


def _sounds() -> NDArray[np.uint8]:
    """Loud noise, every frame another one: µ-law octets of medium size, with random signs."""
    random = np.random.default_rng(secrets.randbits(64))
    sign = random.integers(0, 2, (FRAMES, FRAME), dtype=np.uint8) << 7
    return (sign | random.integers(0x20, 0x40, (FRAMES, FRAME), dtype=np.uint8)).astype(np.uint8)


def _signs(octets: NDArray[np.uint8]) -> NDArray[np.float64]:
    return np.where(octets & 0x80, 1.0, -1.0)


def _status(message: str) -> int:
    found = _STATUS.match(message)
    return int(found[1]) if found else 0


def _header(message: str, name: str) -> str:
    found = re.search(rf"^{name}: *(.+?)\r?$", message, re.MULTILINE | re.IGNORECASE)
    return found[1] if found else ""
