"""Asterisk is killed while its dialplan keeps callers, for no engine hears it."""

from __future__ import annotations

import asyncio

import pytest

from lingting.calls.ports import CallerMissed, HungUpBy, LegArrived, LegGone, SwitchRestored
from lingting.testing.telephone import Telephone
from support.asterisk import StartAsterisk
from support.faults.plant import until
from support.switch_stages import eventually, expect, real_stage

pytestmark = pytest.mark.telephony


@pytest.mark.req("TEL-13")
async def test_who_was_kept_is_told_of_and_who_left_before_as_one_who_left(
    start_asterisk: StartAsterisk,
) -> None:
    server = start_asterisk()
    async with Telephone(server.sip_udp_port, "13800138000") as phone:
        stays = await phone.call("8001", calling="13800138001")
        leaves = await phone.call("8002", calling="13800138002")
        await stays.answered()
        await leaves.answered()
        leaves.hang_up()
        await asyncio.sleep(1.2)
        server.kill()
        await until(lambda: not server.running)
        await asyncio.to_thread(server.start)
        async with real_stage(server, server.folders.home) as stage:
            lost = await expect(stage, CallerMissed, called="8001")
            left = await expect(stage, CallerMissed, called="8002")
            assert (lost.calling, lost.by) == ("13800138001", HungUpBy.NETWORK)
            assert (left.calling, left.by) == ("13800138002", HungUpBy.FAR_END)
            assert left.at < lost.at


@pytest.mark.req("TEL-13")
async def test_whom_an_engine_took_over_is_not_told_of_as_missed(
    start_asterisk: StartAsterisk,
) -> None:
    server = start_asterisk()
    async with Telephone(server.sip_udp_port, "13800138000") as phone:
        call = await phone.call("8001")
        await call.answered()
        await asyncio.sleep(1.2)
        async with real_stage(server, server.folders.home) as stage:
            arrived = await expect(stage, LegArrived)
            await stage.switch.answer(arrived.leg)
            call.hang_up()
            await expect(stage, LegGone, leg=arrived.leg)
            await stage.asterisk._socket.drop()
            await eventually(
                stage, lambda: sum(isinstance(e, SwitchRestored) for e in stage.events) == 2
            )
            assert not [e for e in stage.events if isinstance(e, CallerMissed)]
