"""A wallboard in a story: it applies what the stream brings, and is compared with a fresh start."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lingting.acd.api import Acd
from lingting.calls.module import Calls
from lingting.kernel.ids import QueueId, TenantId, UserId
from lingting.platform.patch import apply, without_nulls
from lingting.platform.realtime import Subscription
from lingting.supervision import module as supervision_module
from lingting.supervision.domain.figures import ByQueue, QueueFigures
from lingting.supervision.module import Supervision
from lingting.supervision.ports import DayFigures
from support.centre import Centre, make_centre
from support.voice import PlainFlow, Voice, wire_voice


@dataclass
class Counted:
    """Figures that a test sets."""

    figures: dict[QueueId | None, QueueFigures] = field(
        default_factory=dict[QueueId | None, QueueFigures]
    )
    asked: list[Sequence[datetime]] = field(default_factory=list[Sequence[datetime]])
    _told: list[Callable[[TenantId], None]] = field(
        default_factory=list[Callable[[TenantId], None]]
    )

    def on_counted(self, told: Callable[[TenantId], None]) -> None:
        self._told.append(told)

    async def since(self, tenant: TenantId, starts: Sequence[datetime]) -> list[ByQueue]:
        self.asked.append(starts)
        return [self.figures for _ in starts]

    def count(self, tenant: TenantId, figures: dict[QueueId | None, QueueFigures]) -> None:
        """The figures are these from now on."""
        self.figures = figures
        for told in self._told:
            told(tenant)


def with_supervision(centre: Centre, acd: Acd, calls: Calls, counted: DayFigures) -> Supervision:
    """Supervision as the product wires it; its board is sent without a pause."""
    return supervision_module.wire(
        centre.kit,
        centre.audit,
        centre.tenancy,
        centre.identity,
        centre.customers,
        acd,
        calls,
        counted,
        every_seconds=0,
    )


class Wall:
    """A page that watches the floor."""

    def __init__(
        self, voice: Voice, url: str, *permissions: str, figures: DayFigures | None = None
    ) -> None:
        self.voice = voice
        self.url = url
        self.permissions = {"supervision.see", *permissions}
        self.counted = Counted()
        self.figures = figures or self.counted
        self.supervision = with_supervision(voice.centre, voice.acd, voice.calls, self.figures)
        voice.centre.kit.hub.show(_nothing)
        self.state: dict[str, Any] | None = None
        self.seq = -1
        self.frames: list[dict[str, Any]] = []
        self.before_reading: Callable[[], Awaitable[object]] = voice.settle
        self.stream: Subscription | None = None

    async def open(self) -> None:
        hub = self.voice.centre.kit.hub
        await self.supervision.load(self.voice.tenant)
        self.stream = hub.attach(self.voice.tenant, UserId(self.voice.agents[0]))
        hub.watch(self.stream, "floor", self.permissions.__contains__)

    async def read(self) -> dict[str, Any]:
        """What the page shows after everything that happened."""
        assert self.stream is not None
        await self.voice.settle()
        await self.before_reading()
        await self.supervision.alerting.look(self.voice.tenant)
        self.voice.centre.kit.hub.touch_board(self.voice.tenant, "floor")
        await self.voice.settle()
        while not self.stream.messages.empty():
            message = self.stream.messages.get_nowait()
            if message.get("board") != "floor":
                continue
            if message["type"] == "snapshot":
                self.state, self.seq = message["state"], message["seq"]
                continue
            assert message["type"] == "frame"
            assert message["seq"] == self.seq + 1
            assert self.state is not None
            self.state, self.seq = apply(message["patch"], self.state), message["seq"]
            self.frames.append(message["patch"])
        assert self.state is not None
        return self.state

    async def agrees(self) -> dict[str, Any]:
        """The page's state, which equals that of a process that has just been started."""
        shown = await self.read()
        assert shown == await self.fresh()
        return shown

    async def fresh(self) -> dict[str, Any]:
        centre = make_centre(self.url)
        now = self.voice.centre.clock.now()
        centre.clock.advance((now - centre.clock.now()).total_seconds())
        _, acd, calls = wire_voice(centre)
        calls.listen(PlainFlow(calls, self.voice.queue))
        supervision = with_supervision(centre, acd, calls, self.figures)
        tenant = self.voice.tenant
        try:
            await acd.load(tenant)
            await calls.load(tenant)
            await supervision.load(tenant)
            await supervision.alerting.look(tenant)
            sees = frozenset(self.permissions & {"numbers.see"})
            return without_nulls(await supervision.board.of(tenant, sees))
        finally:
            await centre.close()


async def _nothing(*_: object) -> dict[str, Any]:
    return {}
