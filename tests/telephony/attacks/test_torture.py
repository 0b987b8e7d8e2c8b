"""Every message of RFC 4475, and worse ones: the product lives, opens no call, and works."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from telephony.attacks.attacker import status_of
from telephony.attacks.conftest import AttackFrom
from telephony.attacks.torture import BEYOND, CATALOGUE, Torture

pytestmark = pytest.mark.telephony

ALL = (*CATALOGUE, *BEYOND)


async def works(hotline: Any, pid: int | None) -> None:
    """The same Asterisk is there and takes a call; what the messages left is gone."""
    assert hotline.server.pid == pid
    assert hotline.server.running
    assert [call for call in hotline.product.calls.live.all() if call.ended_at is None] == []
    call = await hotline.call()
    await call.until_tone(400 + 55 * _place("welcome"), 12)
    call.hang_up()
    await hotline.ended(hotline.product.calls.live.all()[0].id)


def _place(prompt: str) -> int:
    from lingting.media.default_prompts import default_prompts

    return sorted(default_prompts()).index(prompt)


async def test_the_torture_messages_over_udp(hotline: Any, attack: AttackFrom) -> None:
    pid = hotline.server.pid
    attackers = {one.name: attack("127.0.0.9") for one in ALL}
    for one in ALL:
        attacker = attackers[one.name]
        attacker.send(one.sent(attacker.here, attacker.there, uuid4().hex))
        await asyncio.sleep(0.02)
    await asyncio.sleep(1.5)
    answers = {name: await one.heard(0.02) for name, one in attackers.items()}
    statuses = {name: [status_of(one) for one in got] for name, got in answers.items()}
    taken = {
        name: codes
        for name, codes in statuses.items()
        if _method(name) != "OPTIONS" and any(100 < code < 300 for code in codes)
    }
    assert taken == {}
    assert sum(bool(codes) for codes in statuses.values()) > len(ALL) / 2
    await works(hotline, pid)


async def test_the_torture_messages_over_websocket(hotline: Any, attack: AttackFrom) -> None:
    pid = hotline.server.pid
    for first in range(0, len(ALL), 10):
        some = ALL[first : first + 10]
        await asyncio.gather(*(_over_websocket(hotline.server.sip_ws_url, one) for one in some))
    await works(hotline, pid)


async def _over_websocket(url: str, one: Torture) -> None:
    try:
        sip = [Subprotocol("sip")]
        async with connect(url, subprotocols=sip, proxy=None, close_timeout=0.5) as socket:
            data = one.sent("attacker.invalid", "127.0.0.1", uuid4().hex)
            data = data.replace(b"SIP/2.0/UDP", b"SIP/2.0/WS")
            await socket.send(data.decode("utf-8", "replace"))
            await socket.send(data)
            await asyncio.sleep(0.03)
    except (OSError, WebSocketException):
        return


def _method(name: str) -> str:
    """pjsip answers odd OPTIONS as well; they ask only whether it is there."""
    return next(one.text for one in ALL if one.name == name).split(" ", 1)[0]
