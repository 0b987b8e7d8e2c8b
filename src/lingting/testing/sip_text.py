"""SIP as text: just enough of RFC 3261, 2617 and 4566 for a test telephone."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass, field

_QUOTED = re.compile(r'(\w+)="?([^",]*)"?')
_COMPACT = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "l": "content-length",
}


@dataclass(slots=True)
class SipMessage:
    """A request (`method`, `uri`) or a response (`status`); header names are lower case."""

    method: str
    uri: str = ""
    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    body: str = ""

    def get(self, name: str) -> str:
        """The first header of that name, "" when there is none."""
        return next((value for key, value in self.headers if key == name.lower()), "")

    def all(self, name: str) -> list[str]:
        """Every header of that name, in order."""
        return [value for key, value in self.headers if key == name.lower()]

    @property
    def call_id(self) -> str:
        return self.get("call-id")

    @property
    def sequence(self) -> tuple[int, str]:
        """CSeq as number and method."""
        number, _, method = self.get("cseq").partition(" ")
        return int(number or 0), method.strip()

    def render(self) -> bytes:
        """The message as it goes on the wire."""
        first = f"SIP/2.0 {self.status} {_reason(self.status)}"
        if not self.status:
            first = f"{self.method} {self.uri} SIP/2.0"
        lines = [first, *(f"{name}: {value}" for name, value in self.headers)]
        lines.append(f"Content-Length: {len(self.body.encode())}")
        return ("\r\n".join(lines) + "\r\n\r\n" + self.body).encode()


def parse_sip(data: bytes) -> SipMessage | None:
    """Reads one datagram; None for keep-alives and anything that is no SIP."""
    head, _, body = data.decode("utf-8", "replace").partition("\r\n\r\n")
    lines = head.split("\r\n")
    words = lines[0].split(" ", 2)
    if len(words) < 3:
        return None
    headers: list[tuple[str, str]] = []
    for line in lines[1:]:
        name, _, value = line.partition(":")
        key = name.strip().lower()
        headers.append((_COMPACT.get(key, key), value.strip()))
    if words[0] == "SIP/2.0":
        return SipMessage("", status=int(words[1]), headers=headers, body=body)
    return SipMessage(words[0], uri=words[1], headers=headers, body=body)


def response_to(request: SipMessage, status: int, to_tag: str, contact: str = "") -> SipMessage:
    """A response with the headers that must be copied."""
    to = request.get("to")
    if status > 100 and ";tag=" not in to:
        to = f"{to};tag={to_tag}"
    headers = [("via", via) for via in request.all("via")]
    headers += [("record-route", route) for route in request.all("record-route")]
    headers += [("from", request.get("from")), ("to", to)]
    headers += [("call-id", request.call_id), ("cseq", request.get("cseq"))]
    if contact:
        headers.append(("contact", contact))
    return SipMessage("", status=status, headers=headers)


def authorization(challenge: str, method: str, uri: str, user: str, secret: str) -> str:
    """The answer to a WWW-Authenticate or Proxy-Authenticate header (MD5, with or without qop)."""
    given = dict(_QUOTED.findall(challenge.partition(" ")[2]))
    realm, nonce = given.get("realm", ""), given.get("nonce", "")
    first, second = _md5(f"{user}:{realm}:{secret}"), _md5(f"{method}:{uri}")
    parts = {"username": user, "realm": realm, "nonce": nonce, "uri": uri}
    tail = ""
    if "auth" in given.get("qop", ""):
        once = secrets.token_hex(8)
        parts["response"] = _md5(f"{first}:{nonce}:00000001:{once}:auth:{second}")
        tail = f', qop=auth, nc=00000001, cnonce="{once}"'
    else:
        parts["response"] = _md5(f"{first}:{nonce}:{second}")
    if "opaque" in given:
        parts["opaque"] = given["opaque"]
    return "Digest " + ", ".join(f'{k}="{v}"' for k, v in parts.items()) + ", algorithm=MD5" + tail


def offer(host: str, port: int, *, direction: str = "sendrecv", wideband: bool = False) -> str:
    """An SDP body: A-law, or G.722 with `wideband`, and telephone events."""
    payload, codec = (9, "G722") if wideband else (8, "PCMA")
    return (
        f"v=0\r\no=- {port} {secrets.randbelow(10**6)} IN IP4 {host}\r\ns=-\r\n"
        f"c=IN IP4 {host}\r\nt=0 0\r\nm=audio {port} RTP/AVP {payload} 101\r\n"
        f"a=rtpmap:{payload} {codec}/8000\r\n"
        "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\n"
        f"a=ptime:20\r\na={direction}\r\n"
    )


def media_address(sdp: str) -> tuple[str, int] | None:
    """Where the other side wants its RTP."""
    host = re.search(r"^c=IN IP4 (\S+)", sdp, re.MULTILINE)
    port = re.search(r"^m=audio (\d+)", sdp, re.MULTILINE)
    return (host[1], int(port[1])) if host and port else None


def user_of(address: str) -> str:
    """`"Li" <sip:1001@host>;tag=x` → `1001`."""
    found = re.search(r"sips?:([^@>;]+)@", address)
    return found[1] if found else ""


def uri_of(address: str) -> str:
    """`"Li" <sip:1001@host>;tag=x` → `sip:1001@host`."""
    found = re.search(r"<([^>]+)>", address)
    return found[1] if found else address.partition(";")[0]


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _reason(status: int) -> str:
    known = {100: "Trying", 180: "Ringing", 183: "Session Progress", 200: "OK"}
    known |= {404: "Not Found", 480: "Temporarily Unavailable", 486: "Busy Here"}
    known |= {487: "Request Terminated", 503: "Service Unavailable", 603: "Decline"}
    return known.get(status, "Response")
