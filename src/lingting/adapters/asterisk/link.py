"""The living connection to one Asterisk: commands out, events in, the difference after a gap."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lingting.adapters.asterisk.ami import AmiAddress, AmiClient
from lingting.adapters.asterisk.ari import PULSE, REPLACED, AriAddress, AriReply, AriSocket
from lingting.adapters.asterisk.ids import leg_of
from lingting.adapters.asterisk.memory import Memory
from lingting.adapters.asterisk.missed import MissedCallers
from lingting.adapters.asterisk.reconcile import (
    Difference,
    phones_online,
    remember,
    remember_phones,
    snapshots,
)
from lingting.adapters.asterisk.recorder import Recorder
from lingting.adapters.asterisk.security import watch_claims
from lingting.adapters.asterisk.spool import Spool
from lingting.adapters.asterisk.translate import (
    EVENT_TYPES,
    PHONE_EVENT_TYPES,
    Json,
    Translator,
    caller_number,
)
from lingting.calls.ports import (
    AccountClaimed,
    LegAnswered,
    LegArrived,
    MessageRecorded,
    PhoneRegistered,
    PhoneUnregistered,
    PlayFinished,
    SwitchEvent,
    SwitchLost,
    SwitchRestored,
    SwitchUnavailable,
)
from lingting.kernel.clock import Clock
from lingting.platform.clock import SystemClock
from lingting.platform.log import get_log
from lingting.platform.shelf import Shelf
from lingting.platform.supervisor import TaskSupervisor

log = get_log(__name__)

SEEN = "LINGTING_SEEN"
NOTES_SECONDS = 5.0
NORMAL_REFUSALS = frozenset({404, 409, 412, 422})
"""The leg, play or bridge is gone, or about to be: the events tell the truth."""


@dataclass(frozen=True, slots=True)
class AsteriskAddress:
    """How to reach one Asterisk, and the folders that it shares with us."""

    ari: AriAddress
    ami: AmiAddress
    sounds: Path
    """Where tones may be written, and Asterisk records and notes missed callers, by the same path
    for both."""


class Link:
    """What the verbs build on. `address` is asked anew at each connection."""

    def __init__(
        self, address: Callable[[], AsteriskAddress], supervisor: TaskSupervisor, clock: Clock
    ) -> None:
        self._address = address
        self._supervisor = supervisor
        self._clock = clock
        self._memory = Memory()
        self._translator = Translator(self._memory)
        self._socket = AriSocket(
            lambda: address().ari, self._take, self._opened, self._socket_closed
        )
        self._ami = AmiClient(lambda: address().ami)
        self._recorder = Recorder(self._ami, self._spool)
        self._shelf = Shelf()
        self._missed = MissedCallers(lambda: address().sounds)
        self._queue: asyncio.Queue[SwitchEvent] = asyncio.Queue()
        self._held: list[SwitchEvent] | None = None
        self._restored = False
        self._reading = False
        self._entering: dict[str, asyncio.Future[None]] = {}

    async def events(self) -> AsyncGenerator[SwitchEvent, None]:
        """Everything that happens, in order, first a `SwitchRestored`; one reader only."""
        if self._reading:
            raise RuntimeError("one reader only")
        self._reading = True
        running = [
            self._supervisor.spawn(self._socket.run(), name="loop:ari"),
            self._supervisor.spawn(self._look_at_notes(), name="loop:missed"),
        ]
        if self._address().ami.port:
            claims = watch_claims(lambda: self._address().ami, self._claimed)
            running.append(self._supervisor.spawn(claims, name="loop:claims"))
        try:
            while True:
                yield await self._queue.get()
        finally:
            self._reading = False
            for one in running:
                one.cancel()
            await asyncio.wait(running)
            await self._ami.close()

    # --- commands -----------------------------------------------------------------------

    async def _command(
        self,
        method: str,
        uri: str,
        query: Mapping[str, object] | None = None,
        body: object = None,
        *,
        expected: frozenset[int] = NORMAL_REFUSALS,
    ) -> AriReply:
        """Sends a command; that its object is gone is normal, any other refusal is logged."""
        reply = await self._socket.request(method, uri, query, body)
        missing = reply.status == 400 and "not found" in str(reply.body)
        if not (reply.ok or missing or reply.status in expected):
            log.error("ari refused", verb=_shape(method, uri), status=reply.status)
        return reply

    def _spool(self) -> Spool:
        return Spool(self._address().sounds)

    def _claimed(self, event: AccountClaimed) -> None:
        if self._restored:
            self._queue.put_nowait(self._by_our_clock(event))

    def _tell(self, event: SwitchEvent) -> None:
        """Puts an event of ours among those of Asterisk."""
        if self._held is not None:
            self._held.append(event)
        else:
            self._queue.put_nowait(event)

    def _soon(self, work: Coroutine[Any, Any, object], name: str) -> None:
        """Lets something happen beside the reader."""
        task = self._supervisor.spawn(self._unless_away(work), name=name)
        task.add_done_callback(lambda _: work.close())  # a task that is cancelled may not begin it

    @staticmethod
    async def _unless_away(work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except SwitchUnavailable:
            log.warning("switch away, reaction dropped")

    async def _look_at_notes(self) -> None:
        """Tells who left unanswered. Most have come to an engine, which knows what they were."""
        while True:
            await asyncio.sleep(NOTES_SECONDS)
            if self._restored:
                for missed in await self._missed.news():
                    self._tell(missed)

    # --- events -------------------------------------------------------------------------

    def _take(self, message: Json) -> None:
        kind = message.get("type")
        if kind in ("StasisStart", "ChannelDestroyed"):
            self._entered(str(message["channel"]["id"]))
        if kind == "ChannelDestroyed":
            self._channel_gone(str(message["channel"]["id"]))
        if kind == "StasisStart" and self._is_own_call(message):
            channel = str(message["channel"]["id"])
            refuse = self._command("DELETE", f"channels/{channel}", {"reason_code": 21})
            self._soon(refuse, "refuse phone's own call")
            return
        if kind in ("RecordingFinished", "RecordingFailed"):
            self._message_ended(message)
        event = self._translator.translate(message)
        if event is not None:
            event = self._by_our_clock(event)
        if isinstance(event, LegArrived):
            event = replace(event, heard_at=self._clock.now())
            if event.caught:
                self._missed.forget(event.leg)
        if event is not None:
            self._react(event)
            self._tell(event)

    def _by_our_clock(self, event: SwitchEvent) -> SwitchEvent:
        """As long ago as it happened: the machine's clock may have been set."""
        return replace(event, at=self._clock.now() - (SystemClock().now() - event.at))

    def _entered(self, channel: str) -> None:
        """A channel that we made is ready to be dialled, or ended before it was."""
        waiting = self._entering.pop(channel, None)
        if waiting and not waiting.done():
            waiting.set_result(None)

    def _is_own_call(self, message: Json) -> bool:
        """Whether a phone of ours calls by itself: agents dial through the desktop, and a call
        that a phone makes has no owner.

        It may not have been challenged, so it is known by its name together with the address at
        which it is registered; from elsewhere the name alone is a stranger's word.
        """
        how, _, _, address = [*message.get("args", []), "", "", "", ""][:4]
        if how == "dialled":
            return True
        contacts = self._memory.contacts.get(caller_number(message["channel"]), ())
        return how == "arrived" and any(address and f"@{address};" in f"{one};" for one in contacts)

    def _message_ended(self, message: Json) -> None:
        """A recorded message ended."""

    def _channel_gone(self, channel: str) -> None:
        """A channel ended, one that is a leg or any other."""

    def _react(self, event: SwitchEvent) -> None:
        """What must follow an event at once."""

    async def _after_gap(self, difference: Difference) -> None:
        """Tells what the memory knows to have ended unseen."""

    # --- the connection -----------------------------------------------------------------

    def _opened(self) -> None:
        self._held = []
        self._supervisor.spawn(self._restore(), name="switch restore")

    def _socket_closed(self) -> None:
        self._held = None
        for waiting in self._entering.values():
            if not waiting.done():
                waiting.set_exception(SwitchUnavailable())
        self._entering.clear()
        if self._restored:
            self._restored = False
            self._queue.put_nowait(SwitchLost(at=self._clock.now()))

    async def _restore(self) -> None:
        try:
            await self._compare()
        except SwitchUnavailable:
            await self._socket.drop()
        except Exception as error:  # an answer that we misread: a new connection tries again
            log.error("reconciling failed", exc_info=error)
            await self._socket.drop()

    async def _compare(self) -> None:
        address = self._address().ari
        await self._subscribe(address.application, "channel:", EVENT_TYPES)
        await self._subscribe(address.phones, "endpoint:PJSIP", PHONE_EVENT_TYPES)
        await self._socket.hears()
        seen = await self._command("GET", "asterisk/variable", {"variable": SEEN})
        restarted = not (seen.body or {}).get("value")
        if restarted:
            self._memory.contacts.clear()
            await self._command("POST", "asterisk/variable", {"variable": SEEN, "value": "1"})
        before = frozenset(self._memory.legs)
        channels = (await self._command("GET", "channels")).body
        bridges = (await self._command("GET", "bridges")).body
        endpoints = (await self._command("GET", "endpoints")).body
        arrived = {e.leg for e in self._held or () if isinstance(e, LegArrived)}
        legs = tuple(leg for leg in snapshots(channels, bridges) if leg.leg not in arrived)
        difference = remember(self._memory, before, channels, bridges)
        now = self._clock.now()
        made = tuple(sorted(self._memory.bridges - self._memory.listening_bridges))
        first: list[SwitchEvent] = [
            SwitchRestored(at=now, legs=legs, restarted=restarted, bridges=made)
        ]
        online = phones_online(endpoints)
        gone = remember_phones(self._memory, online)
        first += [PhoneUnregistered(at=now, phone=phone) for phone in sorted(gone)]
        first += [PhoneRegistered(at=now, phone=phone) for phone in sorted(online)]
        first += [LegAnswered(at=now, leg=leg) for leg in sorted(difference.answered)]
        await self._after_gap(difference)
        await self._tell_ended_plays()
        first += await self._missed.all({leg_of(one["id"]) for one in channels}, now)
        held = self._held or []
        messages = [one for one in held if isinstance(one, MessageRecorded)]
        others = (one for one in held if not isinstance(one, MessageRecorded))
        # Whoever is missing has left his message first.
        for event in (*messages, *first, *others):
            self._queue.put_nowait(event)
        self._held, self._restored = None, True

    async def _subscribe(self, application: str, source: str, kinds: Sequence[str]) -> None:
        """Chooses what an application hears.

        Never all endpoints, be it by `endpoint:` or `subscribeAll`: what Asterisk 22 makes for
        that outlives the application, and the next change of a phone is handed to what was freed.
        It died, with every call, when phones left together with the engine.
        """
        allowed = {"allowed": [{"type": kind} for kind in (*kinds, PULSE, REPLACED)]}
        path, wanted = f"applications/{application}", {"eventSource": source}
        filtered = await self._command("PUT", f"{path}/eventFilter", body=allowed)
        subscribed = await self._command("POST", f"{path}/subscription", wanted)
        if not (filtered.ok and subscribed.ok):  # the application went with another connection
            raise SwitchUnavailable

    async def _tell_ended_plays(self) -> None:
        """Plays that ended while nobody listened."""
        for play_id in list(self._memory.plays):
            reply = await self._command("GET", f"playbacks/{play_id}")
            play = self._memory.end_play(play_id) if reply.status == 404 else None
            if play and not play.hidden:
                self._tell(
                    PlayFinished(
                        at=self._clock.now(), leg=play.leg, play=play_id, failed=play.failed
                    )
                )


def _shape(method: str, uri: str) -> str:
    """The command without its ids, for the log."""
    parts = uri.split("/")
    return " ".join([method, *(part for part in parts if part.isalpha())])
