"""Asterisk has no port for sound left: who is turned away is counted from its log."""

from __future__ import annotations

import asyncio
import random

import pytest

from lingting.adapters.asterisk.config.layout import Behaviour
from lingting.adapters.asterisk.sound_ports import NO_PORT, TurnedAway, ports_in_use
from lingting.testing.telephone import Telephone
from support.asterisk import StartAsterisk

pytestmark = pytest.mark.telephony

LINES = 2
CALLERS = 4


async def test_who_finds_no_port_is_counted_and_the_ports_are(
    start_asterisk: StartAsterisk,
) -> None:
    first, last = _free_range(2 * LINES)
    server = start_asterisk(Behaviour(rtp_ports=(first, last)))
    turned_away = TurnedAway(server.folders.log / "messages.log")
    assert turned_away.news() == {}
    assert ports_in_use(first, last) == 0
    async with Telephone(server.sip_udp_port, "13800138000") as phone:
        calls = [await phone.call("1001") for _ in range(CALLERS)]
        for _ in range(400):
            if all(call.is_up or call.is_over for call in calls):
                break
            await asyncio.sleep(0.05)
        assert sorted(call.status for call in calls) == [200] * LINES + [488] * (CALLERS - LINES)
        assert ports_in_use(first, last) == 2 * LINES
        assert turned_away.news() == {NO_PORT: CALLERS - LINES}
        assert turned_away.news() == {}
        for call in calls:
            call.hang_up()


def _free_range(size: int) -> tuple[int, int]:
    """Ports that nobody holds, beside others who look for some, too."""
    for _ in range(100):
        first = random.randrange(31000, 32700, 2 * size)
        if not ports_in_use(first, first + size - 1):
            return first, first + size - 1
    raise AssertionError("no free ports")
