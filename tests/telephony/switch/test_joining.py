"""What joining asks of Asterisk: a talk that is joined once more, as after each reconnect, is left
alone, and who is joined at once gets no music before."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from websockets.asyncio.client import connect

from lingting.adapters.asterisk.ari import AriReply, AriSocket
from lingting.adapters.asterisk.server import AsteriskServer
from lingting.kernel.ids import BridgeId
from support.switch_stages import address_of, eventually, real_stage, restored, talk

pytestmark = pytest.mark.telephony


@asynccontextmanager
async def overheard(server: AsteriskServer) -> AsyncIterator[list[str]]:
    """What Asterisk says to somebody who asked for everything."""
    ari = address_of(server).ari
    said: list[str] = []
    url = f"{ari.url.replace('http', 'ws', 1)}/events?app=ear"
    async with connect(
        url, additional_headers={"Authorization": ari.authorization}, proxy=None
    ) as socket:
        ask = {
            "type": "RESTRequest",
            "request_id": "1",
            "transaction_id": "1",
            "method": "POST",
            "uri": "applications/ear/subscription",
            "query_strings": [{"name": "eventSource", "value": "bridge:"}],
        }
        await socket.send(json.dumps(ask))

        async def read() -> None:
            async for text in socket:
                said.append(json.loads(text)["type"])

        reading = asyncio.ensure_future(read())
        try:
            yield said
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)


async def test_who_is_in_the_bridge_is_not_taken_out_to_be_put_in_again(
    asterisk_server: AsteriskServer, tmp_path: Path
) -> None:
    async with overheard(asterisk_server) as said, real_stage(asterisk_server, tmp_path) as stage:
        caller, agent, bridge = await talk(stage)
        leg = agent.leg
        assert said.count("ChannelEnteredBridge") == 2

        await (await stage.interrupted()).over()
        await restored(stage)
        await stage.switch.join(bridge, [caller.leg, leg])
        await stage.passes(0.3)
        assert said.count("ChannelLeftBridge") == 0

        await stage.switch.leave(bridge, leg)
        await stage.switch.join(bridge, [caller.leg, leg])
        await eventually(stage, lambda: said.count("ChannelEnteredBridge") == 3)
        await eventually(stage, lambda: caller.hears(agent))


async def test_music_is_asked_for_only_when_nobody_takes_the_caller_at_once(
    asterisk_server: AsteriskServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about_music: list[str] = []
    request = AriSocket.request

    async def heard(self: AriSocket, method: str, uri: str, *more: Any) -> AriReply:
        if uri.endswith("/moh"):
            about_music.append(method)
        return await request(self, method, uri, *more)

    monkeypatch.setattr(AriSocket, "request", heard)
    async with real_stage(asterisk_server, tmp_path) as stage:
        caller, bridge = await stage.call_in("13800138000", "10010"), BridgeId(uuid4())
        await stage.switch.answer(caller.leg)
        await stage.switch.start_music(caller.leg)
        await stage.switch.join(bridge, [caller.leg])
        await stage.passes(0.6)
        assert about_music == []

        await stage.switch.leave(bridge, caller.leg)
        await stage.switch.start_music(caller.leg)
        await eventually(stage, caller.hears_anything)
        await stage.switch.join(bridge, [caller.leg])
        assert about_music == ["POST", "DELETE"]
