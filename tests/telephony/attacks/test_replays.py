"""What somebody heard of a telephone's proof that it knows its secret is no good to him."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from lingting.adapters.asterisk.server import AsteriskServer
from lingting.calls.ports import LegArrived, LegGone, PhoneAccount
from lingting.testing.sip_text import SipMessage
from lingting.testing.telephone import Telephone
from support.switch_stages import answered_caller, expect, real_stage
from telephony.attacks.attacker import Attacker, status_of
from telephony.attacks.conftest import AttackFrom

pytestmark = pytest.mark.telephony


@pytest.fixture
def proofs(monkeypatch: pytest.MonkeyPatch) -> list[SipMessage]:
    """The requests by which telephones proved who they are."""
    heard: list[SipMessage] = []
    prove = Telephone._authorised

    def overheard(self: Telephone, request: SipMessage, reply: SipMessage) -> SipMessage:
        heard.append(prove(self, request, reply))
        return heard[-1]

    monkeypatch.setattr(Telephone, "_authorised", overheard)
    return heard


async def said_again(thief: Attacker, proof: SipMessage) -> int:
    """The status of the answer to the same request from the thief, who wants what follows."""
    changed = {
        "via": f"SIP/2.0/UDP {thief.here};branch=z9hG4bK{uuid4().hex};rport",
        "contact": f"<sip:thief@{thief.here}>",
        "call-id": uuid4().hex,
    }
    headers = [(name, changed.get(name, value)) for name, value in proof.headers]
    thief.send(SipMessage(proof.method, uri=proof.uri, headers=headers, body=proof.body).render())
    (answer,) = [one for one in await thief.heard(3, final=True) if status_of(one) >= 200]
    return status_of(answer)


def contacts(hotline: Any) -> set[str]:
    """Where Asterisk would ring, whoever registered it."""
    return set(re.findall(r"sips?:\S+", hotline.server.command_line("pjsip show contacts")))


async def test_a_proof_that_was_heard_is_good_at_no_other_address(
    hotline: Any, attack: AttackFrom, proofs: list[SipMessage]
) -> None:
    await hotline.sign_in(hotline.agents[0], idle=False)
    (proof,) = proofs
    before = contacts(hotline)
    assert before
    assert await said_again(attack("127.0.0.13"), proof) == 401
    assert contacts(hotline) == before


async def test_nor_is_one_for_a_call_during_it_or_afterwards(
    asterisk_server: AsteriskServer,
    tmp_path: Path,
    attack: AttackFrom,
    proofs: list[SipMessage],
) -> None:
    one = PhoneAccount(name="2069", secret="of-a-caller", webrtc=False, caller=True)
    async with (
        real_stage(asterisk_server, tmp_path) as stage,
        Telephone(asterisk_server.sip_udp_port, one.name, one.secret) as telephone,
    ):
        await stage.switch.provision(one)
        call, _ = await answered_caller(stage, telephone)
        (proof,) = proofs
        assert proof.method == "INVITE"
        assert await said_again(attack("127.0.0.14"), proof) == 401
        call.hang_up()
        await expect(stage, LegGone)
        assert await said_again(attack("127.0.0.15"), proof) == 401
        assert len([told for told in stage.events if isinstance(told, LegArrived)]) == 1
