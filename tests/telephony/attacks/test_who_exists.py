"""Nobody learns from the switch's answers which accounts and trunks exist."""

from __future__ import annotations

import httpx
import pytest

from lingting.adapters.asterisk.config.layout import Behaviour
from lingting.adapters.asterisk.provision import phone_objects, trunk_objects
from lingting.adapters.asterisk.server import AsteriskServer
from lingting.calls.ports import PhoneAccount, TrunkAccount
from support.asterisk import StartAsterisk
from telephony.attacks.attacker import shape, status_of
from telephony.attacks.conftest import AttackFrom

pytestmark = pytest.mark.telephony

EXISTS, MISSING, TRUNK = "5123456789", "5987654321", "default"
METHODS = ("REGISTER", "INVITE", "OPTIONS", "SUBSCRIBE", "MESSAGE", "PUBLISH", "REFER", "NOTIFY")


def furnish(server: AsteriskServer) -> None:
    account = PhoneAccount(name=EXISTS, secret="known-to-its-owner", webrtc=False)
    gateway = TrunkAccount(name=TRUNK, host="127.0.0.77")
    auth = (server.ari_user, server.ari_password)
    with httpx.Client(base_url=server.ari_url, auth=auth, trust_env=False) as ari:
        for one in (*phone_objects(account), *trunk_objects(gateway)):
            assert ari.put(f"/{one.path}", json=one.body).is_success


def channels(server: AsteriskServer) -> str:
    return server.command_line("core show channels count")


@pytest.mark.parametrize("open_sip", [True, False])
async def test_answers_are_the_same_for_accounts_that_exist_and_that_do_not(
    open_sip: bool, start_asterisk: StartAsterisk, attack: AttackFrom
) -> None:
    server = start_asterisk(Behaviour(accept_unknown_trunks=open_sip))
    furnish(server)
    attacker = attack("127.0.0.9", server)
    told: dict[str, set[str]] = {}
    for method in METHODS:
        for forged in (False, True):
            for user in (EXISTS, MISSING, TRUNK):
                answer = await attacker.ask(method, user, to="1", forged=forged)
                told.setdefault(f"{method} forged={forged}", set()).add(shape(answer))
    assert {name: len(answers) for name, answers in told.items()} == dict.fromkeys(told, 1)
    assert "" not in set.union(*told.values())


async def test_a_trunks_name_does_not_make_a_stranger_the_trunk(
    start_asterisk: StartAsterisk, attack: AttackFrom
) -> None:
    server = start_asterisk(Behaviour(accept_unknown_trunks=False))
    furnish(server)
    stranger = await attack("127.0.0.9", server).ask("INVITE", TRUNK, to="01055550000")
    assert status_of(stranger) == 401
    assert "0 active channels" in channels(server)
    trunk = attack("127.0.0.77", server)
    trunk.send(trunk.request("INVITE", "13800138000", to="01055550000"))
    assert status_of((await trunk.heard(2))[-1]) in {100, 180, 183, 200}


def test_nothing_hears_sip_over_tcp(asterisk_server: AsteriskServer) -> None:
    transports = asterisk_server.command_line("pjsip show transports")
    assert "tcp" not in transports
    assert "tls" not in transports
