"""Checks of Asterisk: who it is, its lines, and whether sound comes through it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from lingting.adapters.asterisk.ami import AmiAddress
from lingting.adapters.asterisk.ari import AriAddress
from lingting.adapters.asterisk.echo_call import CallFailed, call_echo
from lingting.adapters.asterisk.install import AsteriskProgram, asterisk_is_there, find_asterisk
from lingting.adapters.asterisk.link import AsteriskAddress
from lingting.adapters.asterisk.look import Line, LookFailed, look
from lingting.adapters.asterisk.server import AsteriskServer
from lingting.main.addresses import asterisk_address
from lingting.main.checks.network import SIP_PORT
from lingting.main.checks.situation import Situation
from lingting.main.lines import lines_in_use
from lingting.main.parts import AsteriskPart
from lingting.main.parts_file import read_parts
from lingting.operations.domain import Echo, Finding, judge_echo


def asterisk(at: Situation) -> Iterator[Finding]:
    """Version, origin, state and lines."""
    if not at.settings.ari_url:
        yield _at_hand()
        yield Finding("lines", "not_running")
        return
    try:
        state = look(asterisk_address(at.settings))
    except LookFailed as failed:
        yield Finding("asterisk", "silent", {"reason": str(failed)})
        yield Finding("lines", "not_running")
        return
    bundled = any(part.name == AsteriskPart.name for part in read_parts(at.home.parts))
    origin = _origin() if bundled else "LINGTING_ARI_URL"
    since = f"{state.started_at.astimezone():%Y-%m-%d %H:%M}"
    yield Finding("asterisk", "good", {"version": state.version, "since": since, "origin": origin})
    yield judge_lines(lines_in_use(state, at.home))


def judge_lines(lines: Sequence[Line]) -> Finding:
    """Whether every line answers, and is registered where it wants to be."""
    rejected = [one.name for one in lines if one.registration not in (None, "registered")]
    away = [one.name for one in lines if one.reachable is False]
    for outcome, names in (("away", away), ("rejected", rejected)):
        if names:
            return Finding("lines", outcome, {"names": ", ".join(names)})
    names = ", ".join(one.name for one in lines)
    return Finding("lines", "good" if names else "none", {"names": names})


def sound(at: Situation) -> Iterator[Finding]:
    """A call through the Asterisk that works now, or through one that is started for it."""
    if at.settings.ari_url:
        port = at.settings.sip_port or SIP_PORT
        yield _call(asterisk_address(at.settings), at.asterisk_host, port)
    elif not asterisk_is_there():
        yield Finding("echo", "no_asterisk")
    else:
        try:
            with _own_asterisk(find_asterisk(lambda message: None)) as server:
                yield _call(_address_of(server), "127.0.0.1", server.sip_udp_port)
        except Exception as problem:  # whatever keeps it from starting is the finding
            yield Finding("echo", "refused", {"reason": str(problem)})


def _call(address: AsteriskAddress, host: str, port: int) -> Finding:
    try:
        heard = call_echo(address, host, port)
    except CallFailed as failed:
        return Finding("echo", "refused", {"reason": str(failed)})
    echo = Echo(heard.sent, heard.delays, heard.setup_seconds)
    values = {
        "sent": str(echo.sent),
        "lost": f"{echo.lost_percent:.1f}",
        "delay": f"{echo.median_delay * 1000:.1f}",
        "worst": f"{echo.worst_delay * 1000:.1f}",
        "setup": f"{echo.setup_seconds * 1000:.0f}",
    }
    return Finding("echo", judge_echo(echo), values)


def _at_hand() -> Finding:
    if not asterisk_is_there():
        return Finding("asterisk", "not_fetched")
    try:
        program = find_asterisk(lambda message: None)
    except Exception as problem:  # the purpose is to tell what is wrong, whatever it is
        return Finding("asterisk", "unusable", {"reason": str(problem)})
    return Finding("asterisk", "ready", {"version": program.version, "origin": program.origin})


def _origin() -> str:
    try:
        return find_asterisk(lambda message: None).origin
    except Exception:  # it runs: where it came from is a side matter
        return "–"


@contextmanager
def _own_asterisk(program: AsteriskProgram) -> Iterator[AsteriskServer]:
    with tempfile.TemporaryDirectory(prefix="lingting-") as folder:
        server = AsteriskServer(program, Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


def _address_of(server: AsteriskServer) -> AsteriskAddress:
    return AsteriskAddress(
        ari=AriAddress(server.ari_url, server.ari_user, server.ari_password),
        ami=AmiAddress("127.0.0.1", server.ami_port, server.ami_user, server.ami_secret),
        sounds=server.sounds_dir,
    )
