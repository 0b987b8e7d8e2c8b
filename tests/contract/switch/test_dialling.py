"""Legs that we make, and how legs end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest

from lingting.calls.ports import (
    Dial,
    GoneCause,
    HungUpBy,
    LegAnswered,
    LegArrived,
    LegGone,
    LegRinging,
    Outside,
    Phone,
    PhoneRegistered,
    PhoneUnregistered,
)
from lingting.kernel.ids import BridgeId, LegId
from support.switch_stages import Party, Stage, eventually, expect

pytestmark = pytest.mark.contract


async def ring(stage: Stage, name: str, seconds: float = 20) -> Party:
    await stage.phone(name)
    leg = LegId(uuid4())
    headers = {"X-Call-Ref": "abc", "X-Auto-Answer": "yes"}
    await stage.switch.dial(
        Dial(leg=leg, to=Phone(name), ring_seconds=seconds, caller_number="139", headers=headers)
    )
    return await stage.picked(name, leg)


async def ring_outside(stage: Stage, name: str, seconds: float = 20) -> Party:
    await stage.trunk(name)
    leg = LegId(uuid4())
    to = Outside("13700137000", name, "01055550000")
    await stage.switch.dial(Dial(leg=leg, to=to, ring_seconds=seconds))
    return await stage.picked(name, leg)


Ring = Callable[..., Awaitable[Party]]
ANYWHERE = pytest.mark.parametrize(
    ("ring", "name"), [(ring, "2001"), (ring_outside, "gateway")], ids=["phone", "outside"]
)


@pytest.mark.req("TEL-01")
async def test_a_caller_arrives_with_both_numbers(stage: Stage) -> None:
    party = await stage.call_in("13800138000", "10010")
    arrived = await expect(stage, LegArrived, leg=party.leg)
    assert (arrived.calling, arrived.called) == ("13800138000", "10010")
    assert arrived.caught is False


async def test_a_withheld_number_is_empty(stage: Stage) -> None:
    party = await stage.call_in("", "10010")
    assert (await expect(stage, LegArrived, leg=party.leg)).calling == ""


async def test_a_caller_who_gives_up_before_the_answer_is_gone(stage: Stage) -> None:
    party = await stage.call_in("13800138000", "10010")
    await stage.switch.ring(party.leg)
    party.hang_up()
    gone = await expect(stage, LegGone, leg=party.leg)
    assert (gone.cause, gone.by) == (GoneCause.HUNG_UP, HungUpBy.FAR_END)


async def test_a_caller_who_hangs_up_ends_the_leg_once(stage: Stage) -> None:
    party = await stage.call_in("13800138000", "10010")
    await stage.switch.answer(party.leg)
    await stage.passes(0.2)
    party.hang_up()
    gone = await expect(stage, LegGone, leg=party.leg)
    assert (gone.cause, gone.by) == (GoneCause.HUNG_UP, HungUpBy.FAR_END)
    await stage.switch.answer(party.leg)
    await stage.switch.hang_up(party.leg)
    await stage.passes(0.3)
    assert [e for e in stage.events if isinstance(e, LegGone) and e.leg == party.leg] == [gone]


async def test_our_own_hang_up_says_so(stage: Stage) -> None:
    party = await stage.call_in("13800138000", "10010")
    await stage.switch.answer(party.leg)
    await stage.passes(0.1)
    await stage.switch.hang_up(party.leg)
    gone = await expect(stage, LegGone, leg=party.leg)
    assert (gone.cause, gone.by) == (GoneCause.HUNG_UP, HungUpBy.US)


async def test_a_phone_rings_with_our_headers_and_answers(stage: Stage) -> None:
    party = await ring(stage, "2001")
    assert party.header("X-Call-Ref") == "abc"
    assert party.header("X-Auto-Answer") == "yes"
    await expect(stage, LegRinging, leg=party.leg)
    party.answer()
    await expect(stage, LegAnswered, leg=party.leg)
    await stage.passes(0.1)
    told = [type(e) for e in stage.events if getattr(e, "leg", None) == party.leg]
    assert told == [LegRinging, LegAnswered]


async def test_dialling_the_same_leg_again_changes_nothing(stage: Stage) -> None:
    party = await ring(stage, "2001")
    await stage.switch.dial(Dial(leg=party.leg, to=Phone("2001"), ring_seconds=20))
    party.answer()
    await expect(stage, LegAnswered, leg=party.leg)
    await stage.switch.dial(Dial(leg=party.leg, to=Phone("2001"), ring_seconds=20))
    await stage.passes(0.3)
    assert not [e for e in stage.events if isinstance(e, LegGone)]


@ANYWHERE
@pytest.mark.parametrize(
    ("cause", "by"),
    [
        (GoneCause.BUSY, HungUpBy.FAR_END),
        (GoneCause.REJECTED, HungUpBy.FAR_END),
        (GoneCause.INVALID_NUMBER, HungUpBy.NETWORK),
        (GoneCause.CONGESTION, HungUpBy.NETWORK),
    ],
)
async def test_a_refused_leg_tells_the_true_cause(
    stage: Stage, ring: Ring, name: str, cause: GoneCause, by: HungUpBy
) -> None:
    party = await ring(stage, name)
    party.fail(cause)
    gone = await expect(stage, LegGone, leg=party.leg)
    assert (gone.cause, gone.by) == (cause, by)


@pytest.mark.req("ACD-29")
@ANYWHERE
async def test_a_telephone_that_nobody_picks_up_stops_ringing_in_time(
    stage: Stage, ring: Ring, name: str
) -> None:
    party = await ring(stage, name, seconds=1)
    gone = await expect(stage, LegGone, leg=party.leg)
    assert (gone.cause, gone.by) == (GoneCause.NO_ANSWER, HungUpBy.US)
    rang = await expect(stage, LegRinging, leg=party.leg)
    assert (gone.at - rang.at).total_seconds() == pytest.approx(1, abs=0.3)


async def test_a_phone_that_is_away_cannot_be_reached(stage: Stage) -> None:
    leg = LegId(uuid4())
    await stage.switch.dial(Dial(leg=leg, to=Phone("2999"), ring_seconds=20))
    gone = await expect(stage, LegGone, leg=leg)
    assert (gone.cause, gone.by) == (GoneCause.UNREACHABLE, HungUpBy.NETWORK)


async def test_who_is_dialled_through_a_trunk_hears_music_until_he_is_joined(stage: Stage) -> None:
    party = await ring_outside(stage, "gateway")
    leg = party.leg
    assert party.dialled() == ("01055550000", "13700137000")
    await expect(stage, LegRinging, leg=leg)
    assert not party.hears_anything()
    party.answer()
    await expect(stage, LegAnswered, leg=leg)
    await eventually(stage, party.hears_anything)
    await stage.switch.join(BridgeId(uuid4()), [leg])
    await eventually(stage, lambda: not party.hears_anything())
    await stage.switch.withdraw_trunk("gateway")
    party.hang_up()
    assert (await expect(stage, LegGone, leg=leg)).by is HungUpBy.FAR_END


@ANYWHERE
async def test_a_leg_that_still_rings_can_be_hung_up(stage: Stage, ring: Ring, name: str) -> None:
    party = await ring(stage, name)
    await expect(stage, LegRinging, leg=party.leg)
    await stage.switch.hang_up(party.leg)
    gone = await expect(stage, LegGone, leg=party.leg)
    assert (gone.cause, gone.by) == (GoneCause.HUNG_UP, HungUpBy.US)


async def test_a_leg_can_be_hung_up_while_it_is_being_made(stage: Stage) -> None:
    await stage.phone("2001")
    leg = LegId(uuid4())
    async with asyncio.timeout(2):
        dial = stage.switch.dial(Dial(leg=leg, to=Phone("2001"), ring_seconds=20))
        await asyncio.gather(dial, stage.switch.hang_up(leg))
    gone = await expect(stage, LegGone, leg=leg)
    assert gone.by is HungUpBy.US
    await stage.passes(0.3)
    assert len([e for e in stage.events if isinstance(e, LegGone)]) == 1


async def test_a_phone_may_not_dial_by_itself(stage: Stage) -> None:
    await stage.phone("2001")
    assert await stage.phone_is_refused("2001", "10010")
    assert not [e for e in stage.events if isinstance(e, LegArrived)]


async def test_registration_is_told_and_can_be_asked(stage: Stage) -> None:
    await stage.phone("2002")
    await expect(stage, PhoneRegistered, phone="2002")
    assert await stage.switch.is_registered("2002")
    await stage.phone_leaves("2002")
    await expect(stage, PhoneUnregistered, phone="2002")
    assert not await stage.switch.is_registered("2002")
    assert not await stage.switch.is_registered("nobody")


async def test_a_withdrawn_phone_is_gone(stage: Stage) -> None:
    await stage.phone("2003")
    await stage.switch.withdraw("2003")
    await stage.switch.withdraw("2003")
    await expect(stage, PhoneUnregistered, phone="2003")
    leg = LegId(uuid4())
    await stage.switch.dial(Dial(leg=leg, to=Phone("2003"), ring_seconds=20))
    assert (await expect(stage, LegGone, leg=leg)).cause is GoneCause.UNREACHABLE


async def test_a_caller_phone_dials_in_with_its_given_number(stage: Stage) -> None:
    await stage.phone("t1", caller=True, calling="13900139000")
    party = await stage.phone_calls("t1", "10010")
    arrived = await expect(stage, LegArrived, leg=party.leg)
    assert (arrived.calling, arrived.called) == ("13900139000", "10010")


async def test_a_caller_phone_without_a_number_is_anonymous(stage: Stage) -> None:
    await stage.phone("t2", caller=True)
    party = await stage.phone_calls("t2", "10010")
    assert (await expect(stage, LegArrived, leg=party.leg)).calling == ""


async def test_a_leg_is_there_from_its_dialling_to_its_end(stage: Stage) -> None:
    party = await ring(stage, "2001")
    assert await stage.switch.is_there(party.leg)
    party.answer()
    await expect(stage, LegAnswered, leg=party.leg)
    assert await stage.switch.is_there(party.leg)
    party.hang_up()
    await expect(stage, LegGone, leg=party.leg)
    assert not await stage.switch.is_there(party.leg)
    assert not await stage.switch.is_there(LegId(uuid4()))


async def test_a_caller_is_there_until_he_hangs_up(stage: Stage) -> None:
    party = await stage.call_in("13800138000", "10010")
    assert await stage.switch.is_there(party.leg)
    party.hang_up()
    await expect(stage, LegGone, leg=party.leg)
    assert not await stage.switch.is_there(party.leg)
