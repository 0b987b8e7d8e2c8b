"""A switch whose commands are under way side by side: one after another only for the same line.

A command waits for its answer, and a company's mailbox would wait with it. So a verb returns as
soon as it has its place; what concerns the same leg, bridge or play is done in the order of asking.
When too much is under way the verb does wait: callers are admitted by how late the engine is, so it
must feel a slow switch.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from lingting.calls.ports import (
    Dial,
    GoneCause,
    ListenMode,
    Media,
    PhoneAccount,
    Switch,
    SwitchEvent,
    SwitchUnavailable,
    TrunkAccount,
)
from lingting.kernel.ids import BridgeId, LegId, PlayId, RecordingId
from lingting.platform.log import get_log
from lingting.platform.supervisor import TaskSupervisor

log = get_log(__name__)

AT_ONCE = 24
Command = Callable[[], Coroutine[Any, Any, None]]


class Lanes:
    """Implements `ports.Switch` before another switch. Commands of which nobody awaits an effect
    go into lanes; questions, phones and trunks go straight through."""

    def __init__(self, switch: Switch, supervisor: TaskSupervisor) -> None:
        self._switch = switch
        self._supervisor = supervisor
        self._room = asyncio.Semaphore(AT_ONCE)
        self._last: dict[UUID, asyncio.Task[None]] = {}

    def events(self) -> AsyncGenerator[SwitchEvent, None]:
        return self._switch.events()

    async def forget_missed(self, leg: LegId) -> None:
        await self._switch.forget_missed(leg)

    # --- in lanes -----------------------------------------------------------------------

    async def answer(self, leg: LegId) -> None:
        await self._lane(partial(self._switch.answer, leg), leg)

    async def ring(self, leg: LegId) -> None:
        await self._lane(partial(self._switch.ring, leg), leg)

    async def hang_up(self, leg: LegId, cause: GoneCause = GoneCause.HUNG_UP) -> None:
        await self._lane(partial(self._switch.hang_up, leg, cause), leg)

    async def play(self, leg: LegId, play: PlayId, media: Sequence[Media]) -> None:
        await self._lane(partial(self._switch.play, leg, play, media), leg, play)

    async def stop_play(self, play: PlayId) -> None:
        await self._lane(partial(self._switch.stop_play, play), play)

    async def start_music(self, leg: LegId, music: str = "default") -> None:
        await self._lane(partial(self._switch.start_music, leg, music), leg)

    async def stop_music(self, leg: LegId) -> None:
        await self._lane(partial(self._switch.stop_music, leg), leg)

    async def dial(self, dial: Dial) -> None:
        await self._lane(partial(self._switch.dial, dial), dial.leg)

    async def join(self, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        await self._lane(partial(self._switch.join, bridge, legs), bridge, *legs)

    async def leave(self, bridge: BridgeId, leg: LegId) -> None:
        await self._lane(partial(self._switch.leave, bridge, leg), bridge, leg)

    async def close_bridge(self, bridge: BridgeId) -> None:
        await self._lane(partial(self._switch.close_bridge, bridge), bridge)

    async def hold(self, bridge: BridgeId, leg: LegId, music: str = "default") -> None:
        await self._lane(partial(self._switch.hold, bridge, leg, music), bridge, leg)

    async def retrieve(self, bridge: BridgeId, leg: LegId) -> None:
        await self._lane(partial(self._switch.retrieve, bridge, leg), bridge, leg)

    async def mute(self, leg: LegId, *, muted: bool) -> None:
        await self._lane(partial(self._switch.mute, leg, muted=muted), leg)

    async def listen(self, leg: LegId, to: LegId, bridge: BridgeId, mode: ListenMode) -> None:
        await self._lane(partial(self._switch.listen, leg, to, bridge, mode), leg, to, bridge)

    async def stop_listening(self, leg: LegId) -> None:
        await self._lane(partial(self._switch.stop_listening, leg), leg)

    async def send_digits(self, leg: LegId, digits: str) -> None:
        await self._lane(partial(self._switch.send_digits, leg, digits), leg)

    async def record_message(
        self,
        leg: LegId,
        recording: RecordingId,
        path: Path,
        *,
        max_seconds: float,
        end_key: str = "#",
        silence_seconds: float = 0,
    ) -> None:
        record = partial(
            self._switch.record_message,
            leg,
            recording,
            path,
            max_seconds=max_seconds,
            end_key=end_key,
            silence_seconds=silence_seconds,
        )
        await self._lane(record, leg)

    async def forget_message(self, leg: LegId, recording: RecordingId) -> None:
        await self._lane(partial(self._switch.forget_message, leg, recording), leg)

    async def start_recording(self, leg: LegId, path: Path) -> None:
        await self._lane(partial(self._switch.start_recording, leg, path), leg)

    async def stop_recording(self, leg: LegId) -> None:
        await self._lane(partial(self._switch.stop_recording, leg), leg)

    # --- straight through ---------------------------------------------------------------

    async def provision(self, account: PhoneAccount) -> None:
        await self._switch.provision(account)

    async def withdraw(self, phone: str) -> None:
        await self._switch.withdraw(phone)

    async def is_registered(self, phone: str) -> bool:
        return await self._switch.is_registered(phone)

    async def is_there(self, leg: LegId) -> bool:
        """Asked after what is under way for the leg: it may just be made."""
        if leg in self._last:
            await asyncio.wait({self._last[leg]})
        return await self._switch.is_there(leg)

    async def provision_trunk(self, trunk: TrunkAccount) -> None:
        await self._switch.provision_trunk(trunk)

    async def withdraw_trunk(self, name: str) -> None:
        await self._switch.withdraw_trunk(name)

    async def refuse(self, addresses: Sequence[str]) -> None:
        await self._switch.refuse(addresses)

    # --- inside -------------------------------------------------------------------------

    async def _lane(self, command: Command, *things: UUID) -> None:
        await self._room.acquire()
        before = {self._last[thing] for thing in things if thing in self._last}
        task = self._supervisor.spawn(self._do(command, before), name="switch command")
        for thing in things:
            self._last[thing] = task
        task.add_done_callback(partial(self._done, things))

    @staticmethod
    async def _do(command: Command, before: set[asyncio.Task[None]]) -> None:
        if before:
            await asyncio.wait(before)
        try:
            await command()
        except SwitchUnavailable:
            log.warning("switch away, command dropped")

    def _done(self, things: tuple[UUID, ...], task: asyncio.Task[None]) -> None:
        self._room.release()
        for thing in things:
            if self._last.get(thing) is task:
                del self._last[thing]
