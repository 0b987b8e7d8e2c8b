"""A browser's telephone demands encryption: who offers or answers sound in clear hears nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest

from lingting.adapters.asterisk.server import AsteriskServer
from lingting.calls.ports import Dial, LegAnswered, Phone, PhoneAccount
from lingting.kernel.ids import LegId
from lingting.testing.telephone import Telephone
from lingting.testing.telephone_call import TelephoneCall
from support.switch_stages import Stage, answered_caller, eventually, expect, real_stage

pytestmark = pytest.mark.telephony

LISTENS_SECONDS = 2.0


def account(name: str, *, browser: bool, caller: bool = False) -> PhoneAccount:
    return PhoneAccount(name=name, secret="of-a-browser", webrtc=browser, caller=caller)


async def hears_music(stage: Stage, leg: LegId, call: TelephoneCall, *, browser: bool) -> None:
    """Nothing in clear where it is a browser's."""
    await stage.switch.start_music(leg)
    call.say(440)
    if not browser:
        await eventually(stage, call.hears_anything)
        return
    await asyncio.sleep(LISTENS_SECONDS)
    assert not call.hears_anything()


@pytest.mark.parametrize("browser", [True, False])
async def test_who_calls_with_clear_sound(
    browser: bool, asterisk_server: AsteriskServer, tmp_path: Path
) -> None:
    one = account(f"207{int(browser)}", browser=browser, caller=True)
    async with (
        real_stage(asterisk_server, tmp_path) as stage,
        Telephone(asterisk_server.sip_udp_port, one.name, one.secret) as phone,
    ):
        await stage.switch.provision(one)
        call, arrived = await answered_caller(stage, phone)
        await hears_music(stage, arrived.leg, call, browser=browser)


@pytest.mark.parametrize("browser", [True, False])
async def test_who_answers_with_clear_sound(
    browser: bool, asterisk_server: AsteriskServer, tmp_path: Path
) -> None:
    leg, one = LegId(uuid4()), account(f"208{int(browser)}", browser=browser)
    async with (
        real_stage(asterisk_server, tmp_path) as stage,
        Telephone(asterisk_server.sip_udp_port, one.name, one.secret) as phone,
    ):
        await stage.switch.provision(one)
        assert await phone.register() == 200
        await stage.switch.dial(Dial(leg=leg, to=Phone(one.name), ring_seconds=10))
        rung = await phone.arrival()
        assert ("a=fingerprint:" in rung.invite.body) == browser
        rung.answer()
        await expect(stage, LegAnswered)
        await hears_music(stage, leg, rung, browser=browser)
