"""A real Asterisk is looked at, and a call through it hears its own echo."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

from lingting.adapters.asterisk.ami import AmiAddress
from lingting.adapters.asterisk.ari import AriAddress
from lingting.adapters.asterisk.echo_call import CallFailed, call_echo
from lingting.adapters.asterisk.link import AsteriskAddress
from lingting.adapters.asterisk.look import Ari, LookFailed, look, try_browser_phone
from lingting.adapters.asterisk.provision import trunk_objects
from lingting.adapters.asterisk.server import AsteriskServer
from lingting.calls.ports import TrunkAccount
from lingting.operations.domain import Echo, judge_echo

pytestmark = pytest.mark.telephony


@pytest.fixture
def address(asterisk_server: AsteriskServer) -> AsteriskAddress:
    one = asterisk_server
    return AsteriskAddress(
        AriAddress(one.ari_url, one.ari_user, one.ari_password),
        AmiAddress("127.0.0.1", one.ami_port, one.ami_user, one.ami_secret),
        Path(),
    )


@pytest.mark.req("EMG-12")
def test_a_call_hears_its_own_echo_and_nothing_of_it_stays(
    asterisk_server: AsteriskServer, address: AsteriskAddress
) -> None:
    heard = call_echo(address, "127.0.0.1", asterisk_server.sip_udp_port)
    assert heard.sent == 100
    echo = Echo(heard.sent, heard.delays, heard.setup_seconds)
    assert judge_echo(echo) != "silent"
    assert "lingting-echo" not in asterisk_server.command_line("pjsip show endpoints")


def test_a_call_to_nobody_fails_with_its_reason(address: AsteriskAddress) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        port = deaf.getsockname()[1]
    with pytest.raises(CallFailed):
        call_echo(address, "127.0.0.1", port)


def test_the_echo_is_reached_from_no_other_part_of_the_dialplan(
    asterisk_server: AsteriskServer,
) -> None:
    for context in ("lingting-inbound", "lingting-phones", "lingting-caught", "lingting-left"):
        shown = asterisk_server.command_line(f"dialplan show {context}")
        assert context in shown
        assert "lingting-echo" not in shown


def test_a_browsers_phone_can_be_made_and_is_taken_away(
    asterisk_server: AsteriskServer, address: AsteriskAddress
) -> None:
    try_browser_phone(address)
    assert "lingting-tried-phone" not in asterisk_server.command_line("pjsip show endpoints")


@pytest.mark.req("TEL-09")
async def test_a_line_is_seen_with_its_state(address: AsteriskAddress) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind(("127.0.0.1", 0))
        trunk = TrunkAccount(
            name="carrier", host="127.0.0.1", port=deaf.getsockname()[1],
            user="we", secret="secret", register=True,
        )  # fmt: skip
        objects = trunk_objects(trunk)
        ari = Ari(address)
        try:
            for one in objects:
                ari.put(one)
            state = look(address)
            for _ in range(100):
                if state.lines and state.lines[0].reachable is False:
                    break
                await asyncio.sleep(0.1)
                state = look(address)
        finally:
            for one in reversed(objects):
                ari.delete(one.path)
            ari.close()
    assert [(line.name, line.address) for line in state.lines] == [
        ("carrier", f"127.0.0.1:{trunk.port}")
    ]
    assert state.lines[0].registration in {"unregistered", "rejected"}
    assert state.lines[0].calls == 0


def test_an_asterisk_that_is_away_is_told_as_such() -> None:
    nobody = AsteriskAddress(
        AriAddress("http://127.0.0.1:9/ari", "lingting", ""),
        AmiAddress("127.0.0.1", 9, "lingting", ""),
        Path(),
    )
    with pytest.raises(LookFailed):
        look(nobody)
