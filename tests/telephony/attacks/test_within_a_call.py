"""A caller or an agent whose talk is under way sends whatever SIP knows: the talk goes on, no line
comes or goes, and nobody takes another's place."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lingting.adapters.asterisk.server import AsteriskServer
from lingting.calls.ports import LegArrived, LegGone
from lingting.testing.sip_text import SipMessage, offer
from lingting.testing.telephone import Telephone
from lingting.testing.telephone_call import TelephoneCall
from support.switch_stages import RealParty, RealStage, eventually, expect, real_stage, talk

pytestmark = [pytest.mark.telephony, pytest.mark.req("SEC-01")]

FLOOD = 400
WORDS = "<something/>"
ABROAD = "<sip:00441234567890@127.0.0.1>"


class Talk:
    """A customer and an agent who hear each other."""

    def __init__(self, stage: RealStage, customer: RealParty, agent: RealParty) -> None:
        self.stage, self.customer, self.agent = stage, customer, agent
        self.before = len(stage.events)

    async def goes_on(self) -> None:
        """Both hear the other's next word, over the lines that they had."""
        for one, other in ((self.customer, self.agent), (self.agent, self.customer)):
            await eventually(self.stage, lambda one=one, other=other: one.hears(other))
        since = self.stage.events[self.before :]
        assert not [one for one in since if isinstance(one, LegArrived | LegGone)]


@pytest.fixture
async def stage(asterisk_server: AsteriskServer, tmp_path: Path) -> AsyncIterator[RealStage]:
    async with real_stage(asterisk_server, tmp_path) as made:
        yield made


@pytest.fixture
async def talking(stage: RealStage) -> Talk:
    customer, agent, _ = await talk(stage)
    assert isinstance(customer, RealParty)
    assert isinstance(agent, RealParty)
    made = Talk(stage, customer, agent)
    await made.goes_on()
    return made


def within(call: TelephoneCall, method: str, body: str = "", **headers: str) -> SipMessage:
    request = call._request(method)  # pyright: ignore[reportPrivateUsage]
    request.headers += [(name.replace("_", "-"), value) for name, value in headers.items()]
    request.body = body
    return request


@pytest.mark.parametrize("who", ["customer", "agent"])
async def test_nobody_sends_a_talk_elsewhere(talking: Talk, who: str) -> None:
    call: TelephoneCall = getattr(talking, who).call
    for to in (ABROAD, "<sip:8001@127.0.0.1?Replaces=a%3Bto-tag%3D1%3Bfrom-tag%3D2>", "<tel:110>"):
        call.line.send(within(call, "REFER", refer_to=to, referred_by="<sip:x@127.0.0.1>"))
    await asyncio.sleep(1)
    await talking.goes_on()


async def test_nobody_takes_the_place_of_a_line(
    talking: Talk, asterisk_server: AsteriskServer
) -> None:
    """Even who knows what names the talk: a second line of his is a call of its own, or nothing."""
    call = talking.customer.call
    tags = [re.search(r"tag=([^;>]+)", one) for one in (call.remote, call.invite.get("from"))]
    theirs, mine = (found[1] for found in tags if found)
    named = f"{call.invite.call_id};to-tag={theirs};from-tag={mine}"
    async with Telephone(asterisk_server.sip_udp_port, "13900139000") as thief:
        required = await thief.call("8001", headers={"Replaces": named, "Require": "replaces"})
        await asyncio.sleep(1)
        assert not required.is_up
        await talking.goes_on()
        plain = await thief.call("8001", headers={"Replaces": named})
        arrived = await expect(talking.stage, LegArrived, calling="13900139000")
        assert arrived.leg not in (talking.customer.leg, talking.agent.leg)
        assert not plain.is_up
        talking.before = len(talking.stage.events)
        await talking.goes_on()


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("INFO", {"content_type": "application/xml"}),
        ("MESSAGE", {"content_type": "text/plain"}),
        ("UPDATE", {"content_type": "application/sdp"}),
        ("INVITE", {"content_type": "application/sdp"}),
        ("OPTIONS", {}),
        ("SUBSCRIBE", {"event": "dialog", "expires": "300"}),
        ("NOTIFY", {"event": "refer", "content_type": "message/sipfrag"}),
        ("PRACK", {"rack": "1 1 INVITE"}),
        ("BOGUS", {}),
    ],
)
async def test_a_flood_within_a_talk_ends_no_talk(
    talking: Talk, method: str, headers: dict[str, str]
) -> None:
    call = talking.customer.call
    with_sound = offer(call.line.host, call.rtp.port)
    body = with_sound if method in ("UPDATE", "INVITE") else WORDS if headers else ""
    for number in range(FLOOD):
        call.line.send(within(call, method, body, **headers))
        if number % 50 == 49:
            await asyncio.sleep(0.05)
    await asyncio.sleep(1)
    await talking.goes_on()


@pytest.mark.parametrize(
    "more",
    [
        "".join(f"a=rtpmap:{96 + n % 32} X{n}/8000\r\n" for n in range(1500)),
        "".join(f"m=audio {20000 + n} RTP/AVP 8\r\n" for n in range(800)),
        "a=x:" + "y" * 50_000 + "\r\n",
    ],
    ids=["codecs", "media", "a long line"],
)
async def test_a_huge_offer_within_a_talk_ends_no_talk(talking: Talk, more: str) -> None:
    call = talking.customer.call
    sound = offer(call.line.host, call.rtp.port)
    call.line.send(within(call, "INVITE", sound + more, content_type="application/sdp"))
    await asyncio.sleep(1)
    await talking.goes_on()


async def test_who_hangs_up_while_he_dials_leaves_nothing(
    stage: RealStage, asterisk_server: AsteriskServer
) -> None:
    async with Telephone(asterisk_server.sip_udp_port, "13900139000") as racer:
        for number in range(40):
            call = await racer.call("8001")
            await asyncio.sleep(0.03 + 0.002 * number)
            call.hang_up()
        for _ in range(10):  # a BYE before there is anything to end
            early = await racer.call("8001")
            racer.send(within(early, "BYE"))
            await asyncio.sleep(0.03)
            early.hang_up()
        await eventually(
            stage,
            lambda: "0 active channels" in asterisk_server.command_line("core show channels count"),
        )
    arrived = [one.leg for one in stage.events if isinstance(one, LegArrived)]
    gone = [one.leg for one in stage.events if isinstance(one, LegGone)]
    assert sorted(arrived) == sorted(gone)
