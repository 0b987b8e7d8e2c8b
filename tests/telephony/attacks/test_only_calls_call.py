"""Nothing but an INVITE becomes a caller."""

from __future__ import annotations

import pytest

from lingting.adapters.asterisk.config.layout import Behaviour
from lingting.calls.ports import LegArrived, TrunkAccount
from support.asterisk import StartAsterisk
from support.switch_stages import expect, real_stage
from telephony.attacks.attacker import Attacker, status_of
from telephony.attacks.conftest import AttackFrom

pytestmark = [pytest.mark.telephony, pytest.mark.req("SEC-01")]

METHODS = (
    *("MESSAGE", "REFER", "SUBSCRIBE", "NOTIFY", "INFO", "UPDATE", "PUBLISH", "PRACK"),
    *("OPTIONS", "REGISTER", "BYE", "CANCEL", "ACK"),
)
CARRIER = "127.0.0.77"


def furnished(method: str, by: Attacker) -> bytes:
    """A request with everything that some method wants."""
    head, _, _ = by.request(method, "13800138000", to="8001").decode().partition("Content-Length")
    more = f"Refer-To: <sip:8002@{by.there}>\r\nEvent: presence\r\nExpires: 300\r\n"
    more += "RAck: 1 1 INVITE\r\nContent-Type: text/plain\r\n"
    return f"{head}{more}Content-Length: 5\r\n\r\nhello".encode()


@pytest.mark.parametrize("address", ["127.0.0.9", CARRIER])
async def test_no_other_method_is_a_caller(
    address: str, start_asterisk: StartAsterisk, attack: AttackFrom
) -> None:
    server = start_asterisk(Behaviour(accept_unknown_trunks=True))
    somebody = attack(address, server)
    async with real_stage(server, server.folders.home) as stage:
        await stage.switch.provision_trunk(TrunkAccount(name="carrier", host=CARRIER))
        for method in METHODS:
            somebody.send(furnished(method, somebody))
        answers = await somebody.heard(2)
        assert len(answers) >= len(METHODS) - 2, "an ACK has no answer, nor has what it may end"
        assert not [one for one in stage.events if isinstance(one, LegArrived)]
        assert "0 active channels" in server.command_line("core show channels count")
        somebody.send(somebody.request("INVITE", "13800138000", to="8001"))
        await expect(stage, LegArrived, called="8001")
        assert 100 in {status_of(one) for one in await somebody.heard(1)}
