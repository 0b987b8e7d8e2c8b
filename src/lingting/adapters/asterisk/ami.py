"""Asterisk's manager interface: for MixMonitor, which ARI has not, and for what ARI does only when
a channel has heard its prompts to their end, while every other request waits behind it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from lingting.calls.ports import SwitchUnavailable

ANSWER_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class AmiAddress:
    """Where the manager listens, and its credentials."""

    host: str
    port: int
    user: str
    secret: str


class AmiClient:
    """One connection, made when it is needed; one action at a time."""

    def __init__(self, address: Callable[[], AmiAddress]) -> None:
        self._address = address
        self._turn = asyncio.Lock()
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def action(self, name: str, fields: Mapping[str, str]) -> Mapping[str, str]:
        """Sends an action and gives its response; tries once more on a stale connection."""
        async with self._turn:
            try:
                return await self._ask(name, fields)
            except (OSError, EOFError, TimeoutError):
                await self.close()
            try:
                return await self._ask(name, fields)
            except (OSError, EOFError, TimeoutError) as error:
                await self.close()
                raise SwitchUnavailable from error

    async def close(self) -> None:
        """Ends the connection."""
        streams, self._streams = self._streams, None
        if streams:
            streams[1].close()
            with contextlib.suppress(OSError):
                await streams[1].wait_closed()

    async def _ask(self, name: str, fields: Mapping[str, str]) -> Mapping[str, str]:
        async with asyncio.timeout(ANSWER_SECONDS):
            reader, writer = self._streams or await self._login()
            return await _exchange(reader, writer, {"Action": name, **fields})

    async def _login(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        address = self._address()
        reader, writer = await asyncio.open_connection(address.host, address.port)
        self._streams = (reader, writer)
        await reader.readuntil(b"\n")
        login = {"Action": "Login", "Username": address.user, "Secret": address.secret}
        answer = await _exchange(reader, writer, {**login, "Events": "off"})
        if answer.get("Response") != "Success":
            raise ConnectionRefusedError("the manager refused the login")
        return reader, writer


async def set_variable(ami: AmiClient, channel: str, name: str, value: str) -> None:
    """Sets a variable of a channel at once, whatever it hears."""
    await ami.action("Setvar", {"Channel": channel, "Variable": name, "Value": value})


async def stop_playing(ami: AmiClient, channel: str) -> None:
    """Ends what a channel hears from a file, whoever began it; nothing if there is none."""
    await ami.action("ControlPlayback", {"Channel": channel, "Control": "stop"})


async def _exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, fields: Mapping[str, str]
) -> Mapping[str, str]:
    lines = "".join(f"{key}: {_one_line(value)}\r\n" for key, value in fields.items())
    writer.write((lines + "\r\n").encode())
    await writer.drain()
    while True:
        block = (await reader.readuntil(b"\r\n\r\n")).decode("utf-8", "replace")
        pairs = (line.partition(":") for line in block.split("\r\n"))
        answer = {key.strip(): value.strip() for key, _, value in pairs if key}
        if "Response" in answer:
            return answer


def _one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")
