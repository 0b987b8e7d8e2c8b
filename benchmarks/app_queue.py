"""The peer: Asterisk's own app_queue, on the Asterisk that the product uses, alone on its instance.

The same program, the same settings of SIP and media, the same codec and telephones. The product is
not connected to it, since being told of every channel would slow it down.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from benchmarks.product import cpu_seconds, free_port, memory_bytes
from lingting.adapters.asterisk.config.dialplan import INBOUND
from lingting.adapters.asterisk.install import find_asterisk
from lingting.adapters.asterisk.provision import ConfigObject, phone_objects
from lingting.adapters.asterisk.server import AsteriskServer
from lingting.calls.ports import PhoneAccount

NUMBER = "9100"
RECORDED_NUMBER = "9101"
QUEUE = """\
[general]
persistentmembers = no
autofill = yes
shared_lastcall = no

[bench]
strategy = leastrecent
musicclass = default
timeout = 25
retry = 1
wrapuptime = 0
ringinuse = no
joinempty = yes
leavewhenempty = no
"""


@dataclass(frozen=True)
class AppQueue:
    """A queue that works."""

    server: AsteriskServer
    agents_port: int
    recordings: Path
    number: str = NUMBER

    @property
    def sip_port(self) -> int:
        return self.server.sip_udp_port

    def cpu(self) -> dict[str, float]:
        return {"Asterisk": cpu_seconds(self.server.pid or 0)}

    def memory(self) -> dict[str, int]:
        return {"Asterisk": memory_bytes(self.server.pid or 0)}


@asynccontextmanager
async def app_queue(folder: Path, agents: int) -> AsyncIterator[AppQueue]:
    """Starts it with so many members, whose telephones are all at one port."""
    server = AsteriskServer(find_asterisk(lambda message: None), folder / "app_queue")
    port = free_port(socket.SOCK_DGRAM)
    recordings = folder / "recordings"
    recordings.mkdir()
    name = f"{recordings}/${{CALLERID(num)}}"
    sides = f"r({name}.said.raw)t({name}.heard.raw)"
    await asyncio.to_thread(server.start)
    try:
        names = [f"8{n:09}" for n in range(agents)]
        await _push(server, names, port)
        members = "".join(f"member => PJSIP/{name}\n" for name in names)
        (server.folders.etc / "queues.conf").write_text(QUEUE + members, "utf-8")
        for command in (
            "module load app_queue.so",
            f"dialplan remove include lingting-left from {INBOUND}",
            f"dialplan add extension {NUMBER},1,Queue(bench) into {INBOUND}",
            f"dialplan add extension {NUMBER},2,Hangup() into {INBOUND}",
            f"dialplan add extension {RECORDED_NUMBER},1,MixMonitor(,{sides}) into {INBOUND}",
            f"dialplan add extension {RECORDED_NUMBER},2,Goto({NUMBER},1) into {INBOUND}",
        ):
            await asyncio.to_thread(server.command_line, command)
        yield AppQueue(server, port, recordings)
    finally:
        await asyncio.to_thread(server.stop)


async def _push(server: AsteriskServer, names: list[str], port: int) -> None:
    """The telephones as the product makes them, but where they are is told beforehand."""
    auth = (server.ari_user, server.ari_password)
    async with httpx.AsyncClient(auth=auth, timeout=20) as client:
        for name in names:
            for one in phone_objects(PhoneAccount(name=name, secret="s", webrtc=False)):
                if one.kind == "aor":
                    fields = {"contact": f"sip:{name}@127.0.0.1:{port}"}
                    one = ConfigObject(one.kind, one.id, fields)
                reply = await client.put(f"{server.ari_url}/{one.path}", json=one.body)
                reply.raise_for_status()
