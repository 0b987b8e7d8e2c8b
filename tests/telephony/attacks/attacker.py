"""Somebody at another loopback address who sends SIP as he likes and reads what comes back."""

from __future__ import annotations

import asyncio
import re
import socket
import time
from dataclasses import dataclass, field
from uuid import uuid4

FORGED = 'Digest username="{user}",realm="asterisk",nonce="1/a",uri="sip:x",response="{zeros}"'
_CHANGING = re.compile(
    r'nonce="[^"]*"|opaque="[^"]*"|tag=[^\s;>]*|branch=[^\s;]*|rport=\d+|:\d{4,5}\b'
    r"|Call-ID: .*|(?<=sip:)[^@>\s]*(?=@)|^o=.*|^m=audio \d+|a=ssrc.*|Content-Length: *\d+",
    re.MULTILINE,
)


@dataclass
class Attacker:
    """His address, and where the switch hears SIP."""

    port: int
    address: str = "127.0.0.9"
    socket: socket.socket = field(init=False)

    def __post_init__(self) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((self.address, 0))
        self.socket.setblocking(False)

    @property
    def here(self) -> str:
        return f"{self.address}:{self.socket.getsockname()[1]}"

    @property
    def there(self) -> str:
        return f"127.0.0.1:{self.port}"

    def send(self, data: bytes) -> None:
        self.socket.sendto(data, ("127.0.0.1", self.port))

    async def heard(self, seconds: float = 1.0, *, final: bool = False) -> list[str]:
        """What came back within `seconds`; `final`: until the first answer that ends a request."""
        got: list[str] = []
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                got.append(self.socket.recv(65535).decode("utf-8", "replace"))
            except BlockingIOError:
                await asyncio.sleep(0.01)
                continue
            if final and status_of(got[-1]) >= 200:
                break
        return got

    async def ask(
        self, method: str, user: str, *, to: str | None = None, forged: bool = False
    ) -> str:
        """The final answer to a request in the name of `user`; "" for silence."""
        self.send(self.request(method, user, to=to, forged=forged))
        got = [one for one in await self.heard(3, final=True) if status_of(one) >= 200]
        return got[-1] if got else ""

    def request(
        self, method: str, user: str, *, to: str | None = None, forged: bool = False
    ) -> bytes:
        """A plain request, whose Authorization, if it has one, is invented."""
        uri = f"sip:{self.there}" if method == "REGISTER" else f"sip:{to or user}@{self.there}"
        lines = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/UDP {self.here};branch=z9hG4bK{uuid4().hex};rport",
            "Max-Forwards: 70",
            f"From: <sip:{user}@{self.there}>;tag={uuid4().hex[:8]}",
            f"To: <sip:{to or user}@{self.there}>",
            f"Call-ID: {uuid4().hex}",
            f"CSeq: 1 {method}",
            f"Contact: <sip:{user}@{self.here}>",
        ]
        if forged:
            lines.append(f"Authorization: {FORGED.format(user=user, zeros='0' * 32)}")
        return "\r\n".join([*lines, "Content-Length: 0", "", ""]).encode()

    def close(self) -> None:
        self.socket.close()


def status_of(message: str) -> int:
    """The status of an answer, 0 for a request."""
    found = re.match(r"SIP/2\.0 (\d+)", message)
    return int(found[1]) if found else 0


def shape(message: str) -> str:
    """An answer without what differs from one answer to the next anyway."""
    return _CHANGING.sub("#", message)
