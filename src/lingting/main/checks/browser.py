"""Checks of the way that an agent's voice takes, as far as the server can see it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.x509.oid import NameOID
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from lingting.adapters.asterisk.look import LookFailed, try_browser_phone
from lingting.main.addresses import asterisk_address
from lingting.main.checks.situation import Situation
from lingting.main.network import is_loopback
from lingting.operations.domain import Finding

ENDING_DAYS = 14
ANSWER_SECONDS = 3.0


def browser(at: Situation) -> Iterator[Finding]:
    """Secure address, certificate, signalling, a telephone for the page."""
    address = page_address(at)
    yield secure_page(address)
    yield _certificate(at, urlsplit(address).hostname or "")
    if not at.live or not at.settings.sip_ws_url:
        yield Finding("signalling", "not_running")
        yield Finding("browser_phone", "not_running")
        return
    yield signalling(at.settings.sip_ws_url)
    yield _browser_phone(at)


def page_address(at: Situation) -> str:
    """What people type."""
    settings = at.settings
    if settings.public_url or (at.running and at.running.url):
        return settings.public_url or (at.running.url if at.running else "")
    scheme = "http" if is_loopback(settings.host) and settings.cert is None else "https"
    host = "localhost" if is_loopback(settings.host) else settings.host
    return f"{scheme}://{host}:{settings.port}"


def secure_page(address: str) -> Finding:
    """Browsers hand out the microphone over HTTPS, and to this machine's own pages."""
    parts = urlsplit(address)
    secure = parts.scheme == "https" or is_loopback(parts.hostname or "")
    return Finding("secure_page", "good" if secure else "insecure", {"address": address})


def judge_certificate(one: x509.Certificate, name: str, now: datetime) -> Finding:
    """Whether it lives and names the address of the page."""
    until = one.not_valid_after_utc
    days = (until - now).days
    names = _names(one)
    values = {
        "until": f"{until.astimezone():%Y-%m-%d}",
        "days": str(days),
        "name": name,
        "names": ", ".join(names),
    }
    if until <= now:
        return Finding("certificate", "over", values)
    if not any(_fits(pattern, name) for pattern in names):
        return Finding("certificate", "other_name", values)
    return Finding("certificate", "ending" if days < ENDING_DAYS else "good", values)


def signalling(url: str) -> Finding:
    """Whether Asterisk speaks SIP over WebSocket."""
    began = time.monotonic()
    try:
        with connect(
            url,
            subprotocols=[Subprotocol("sip")],
            compression=None,
            proxy=None,
            open_timeout=ANSWER_SECONDS,
            close_timeout=1,
        ) as socket:
            if socket.subprotocol != "sip":
                return Finding("signalling", "refused", {"reason": "no SIP"})
    except (OSError, WebSocketException) as error:
        return Finding("signalling", "refused", {"reason": str(error) or type(error).__name__})
    return Finding("signalling", "good", {"ms": f"{(time.monotonic() - began) * 1000:.0f}"})


def _certificate(at: Situation, name: str) -> Finding:
    file: Path | None = at.settings.cert
    if file is None:
        return Finding("certificate", "none")
    try:
        one = x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError) as error:
        return Finding("certificate", "unreadable", {"reason": str(error)})
    return judge_certificate(one, name, at.now())


def _browser_phone(at: Situation) -> Finding:
    try:
        try_browser_phone(asterisk_address(at.settings))
    except LookFailed as failed:
        return Finding("browser_phone", "refused", {"reason": str(failed)})
    return Finding("browser_phone", "good")


def _names(one: x509.Certificate) -> list[str]:
    try:
        found = one.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        common = one.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        return [str(part.value) for part in common]
    hosts = found.get_values_for_type(x509.DNSName)
    return [*hosts, *(str(ip) for ip in found.get_values_for_type(x509.IPAddress))]


def _fits(pattern: str, name: str) -> bool:
    if pattern.startswith("*."):
        return name.partition(".")[2] == pattern[2:]
    return pattern.lower() == name.lower()
