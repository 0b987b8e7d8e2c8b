"""Checks of ports and addresses: who answers, who holds what, who can reach it."""

from __future__ import annotations

import secrets
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

from lingting.main.checks.situation import Situation
from lingting.main.network import addresses, is_loopback, next_free_port
from lingting.operations.domain import Finding

FEWEST_RTP = 100
SIP_PORT = 5060
ANSWER_SECONDS = 3.0


def network(at: Situation) -> Iterator[Finding]:
    """Web, SIP and sound."""
    yield web_answers(at) if at.live else web_port(at.settings.host, at.settings.port)
    port = at.settings.sip_port or SIP_PORT
    yield sip_answers(at.asterisk_host, port) if at.live else _sip_port(at, port)
    if is_loopback(at.asterisk_host):
        host = "127.0.0.1" if is_loopback(at.settings.host) else "0.0.0.0"
        yield rtp_ports(host, *at.settings.rtp_ports)
    yield _reach(at)


def web_port(host: str, port: int) -> Finding:
    """Whether a start will have the port it wants."""
    found = next_free_port(host, port)
    if found == port:
        return Finding("web_port", "free", {"address": f"{host}:{port}"})
    return Finding("web_port", "taken", {"port": str(port), "next": str(found)})


def web_answers(at: Situation) -> Finding:
    """Whether the server answers on its own address."""
    scheme = "https" if at.settings.cert else "http"
    host = "127.0.0.1" if at.settings.host == "0.0.0.0" else at.settings.host
    address = f"{scheme}://{host}:{at.settings.port}"
    # Whether others trust the certificate is another check.
    context = ssl._create_unverified_context()
    try:
        urllib.request.urlopen(
            f"{address}/healthz", timeout=ANSWER_SECONDS, context=context
        ).close()
    except (OSError, urllib.error.URLError) as error:
        return Finding("web_port", "silent", {"address": address, "reason": str(error)})
    return Finding("web_port", "good", {"address": address})


def sip_answers(host: str, port: int) -> Finding:
    """Whether SIP answers a question (OPTIONS); any answer will do."""
    address = f"{host}:{port}"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((host, port))
            probe.settimeout(ANSWER_SECONDS)
            began = time.monotonic()
            probe.send(_options(host, port, probe.getsockname()))
            probe.recv(65536)
        except OSError:
            return Finding("sip_port", "silent", {"address": address})
    ms = f"{(time.monotonic() - began) * 1000:.0f}"
    return Finding("sip_port", "good", {"address": address, "ms": ms})


def rtp_ports(host: str, first: int, last: int) -> Finding:
    """How many ports for sound nobody holds; RTP takes even ones."""
    ports = range(first, last + 1, 2)
    free = sum(_udp_is_free(host, port) for port in ports)
    values = {"range": f"{first}–{last}", "free": f"{free}/{len(ports)}"}
    return Finding("rtp_ports", "few" if free < FEWEST_RTP else "good", values)


def _sip_port(at: Situation, port: int) -> Finding:
    host = "127.0.0.1" if is_loopback(at.settings.host) else "0.0.0.0"
    values = {"address": f"{host}:{port}"}
    if _udp_is_free(host, port):
        return Finding("sip_port", "free", values)
    # A start insists on the port that was named, and takes any other when none was.
    return Finding("sip_port", "taken" if at.settings.sip_port else "moves", values)


def _reach(at: Situation) -> Finding:
    settings = at.settings
    if is_loopback(settings.host):
        return Finding("reach", "loopback")
    reachable = addresses() if settings.host == "0.0.0.0" else [settings.host]
    values = {"addresses": ", ".join(reachable), "external": settings.external_address}
    if settings.open_sip:
        return Finding("reach", "open", values)
    return Finding("reach", "outside" if settings.external_address else "network", values)


def _options(host: str, port: int, own: tuple[str, int]) -> bytes:
    place = f"{own[0]}:{own[1]}"
    return (
        f"OPTIONS sip:{host}:{port} SIP/2.0\r\n"
        f"Via: SIP/2.0/UDP {place};branch=z9hG4bK{secrets.token_hex(8)};rport\r\n"
        f"From: <sip:check@{place}>;tag={secrets.token_hex(6)}\r\nTo: <sip:{host}:{port}>\r\n"
        f"Call-ID: {secrets.token_hex(12)}\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 10\r\n"
        f"Contact: <sip:check@{place}>\r\nContent-Length: 0\r\n\r\n"
    ).encode()


def _udp_is_free(host: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
