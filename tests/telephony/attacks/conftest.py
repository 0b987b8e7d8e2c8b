"""The fixtures of these tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing

import pytest

from lingting.adapters.asterisk.server import AsteriskServer
from telephony.attacks.attacker import Attacker
from telephony.flows.conftest import hotline as hotline

AttackFrom = Callable[..., Attacker]


@pytest.fixture
def attack(asterisk_server: AsteriskServer) -> Iterator[AttackFrom]:
    """Makes attackers: `attack("127.0.0.7")`."""
    with ExitStack() as open_ones:

        def made(address: str = "127.0.0.9", server: AsteriskServer = asterisk_server) -> Attacker:
            return open_ones.enter_context(closing(Attacker(server.sip_udp_port, address)))

        yield made
