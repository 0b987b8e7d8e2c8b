"""What may be wrong with the product: small faults that are planted while stories are told.

How soon stories find each (`python -m stories.planted`) says what the stories are worth.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any

from lingting.acd.domain import attending, deadlines, offering, placing, queueing
from lingting.acd.domain.floor import Agent, Floor, Item
from lingting.acd.service import loading
from lingting.acd.service.floors import Floors
from lingting.calls.domain.call import Call
from lingting.calls.kept_events import KeptEvents
from lingting.calls.last_heard import Unheard
from lingting.calls.live import LiveCalls
from lingting.calls.ports import GoneCause, HungUpBy, LegGone, SwitchRestored
from lingting.calls.service import keeping
from lingting.calls.service.backlog import Backlog
from lingting.calls.service.delivery import VoiceDelivery
from lingting.calls.service.door import Door
from lingting.calls.service.ending import Ending
from lingting.calls.service.keeping import Keeping
from lingting.calls.service.phones import Phones
from lingting.calls.service.reconciling import Reconciling
from lingting.calls.service.rejoining import Rejoining
from lingting.calls.service.resuming import Resuming
from lingting.calls.service.talking import Talking
from lingting.calls.service.unread import Unread
from lingting.desktop.following import Following
from lingting.flows.service.runner import FlowRunner
from lingting.kernel.ids import LegId
from lingting.platform import db
from lingting.platform.realtime import Hub
from lingting.platform.timers import Timers
from lingting.platform.transaction import Transaction
from lingting.recordings import store as recordings
from lingting.reporting import log_store
from lingting.reporting.domain.counting import Tally
from lingting.reporting.domain.rows import Origin

Plant = Callable[[Any], Any]
"""Makes the wrong function of the right one."""
FAULTS: dict[str, tuple[Any, str, Plant]] = {}
"""Where each sits, by what is wrong."""


@contextmanager
def planted(fault: str) -> Iterator[None]:
    """The product has this fault within the block."""
    where, name, plant = FAULTS[fault]
    right = vars(where)[name]
    inner = right.__func__ if isinstance(right, staticmethod) else right
    wrong = wraps(inner)(plant(inner))
    setattr(where, name, staticmethod(wrong) if isinstance(right, staticmethod) else wrong)
    try:
        yield
    finally:
        setattr(where, name, right)


def fault(words: str, where: Any, name: str) -> Callable[[Plant], Plant]:
    """Keeps a fault by the words that say what is wrong."""

    def keep(plant: Plant) -> Plant:
        FAULTS[words] = where, name, plant
        return plant

    return keep


def _nothing(_: Any) -> Any:
    return lambda *_args, **_more: None


def _nothing_later(_: Any) -> Any:
    async def nothing(*_args: Any, **_more: Any) -> None: ...

    return nothing


def _forget(words: str, where: Any, name: str) -> None:
    """The call is left out."""
    fault(words, where, name)(_nothing)


def _forget_later(words: str, where: Any, name: str) -> None:
    fault(words, where, name)(_nothing_later)


# --- calls and lines ---------------------------------------------------------------------------

_forget_later("a phone rings on when its caller has gone", VoiceDelivery, "withdraw")
_forget_later("lines that vanished while the switch was away are kept", Reconciling, "_look_for")
_forget_later("bridges of calls that are over are kept", Reconciling, "_close_bridges")
_forget("callers hear nothing after a start", Resuming, "_put_lines")
_forget_later("flows do not go on after a start", FlowRunner, "resumed")
_forget("what a failed transaction did to a call stays in memory", LiveCalls, "_restore")


@fault("a line that was not there a moment ago is taken for gone", Reconciling, "_look_for")
def _gone_anyway(_: Any) -> Any:
    async def look(_: Any, told: SwitchRestored, leg: LegId, seen: Any, enter: Any) -> None:
        await enter(LegGone(at=told.at, leg=leg, cause=GoneCause.FAILED, by=HungUpBy.NETWORK))

    return look


@fault("the end of a line is taken twice", Door, "_gone")
def _gone_twice(_: Any) -> Any:
    async def gone(self: Any, event: Any, tx: Any, call: Call) -> None:
        leg = call.leg(event.leg)
        if leg is not None and leg.agent is not None:
            await self._agent_gone(tx, call, leg, event)
        elif leg is not None:
            await self._customer_gone(tx, call, leg, event)

    return gone


@fault("the timer of a lost agent outlives its call", Transaction, "cancel_timer")
def _timer_stays(right: Any) -> Any:
    async def cancel(self: Any, kind: str, key: Any) -> None:
        if kind != "calls.rejoin":
            await right(self, kind, key)

    return cancel


@fault("nobody waits for an end of a lost agent's way back", Transaction, "set_timer")
def _no_grace(right: Any) -> Any:
    async def put(self: Any, kind: str, *about: Any) -> None:
        if kind != "calls.rejoin":
            await right(self, kind, *about)

    return put


@fault("an agent is free while he holds his customer", Talking, "hold")
def _hold_frees(right: Any) -> Any:
    async def hold(self: Any, tx: Any, call: Any, agent: Any) -> None:
        await right(self, tx, call, agent)
        await self._voice.acd.release(tx, agent)

    return hold


@fault("what the switch told while the database was away dies with the engine", KeptEvents, "left")
def _kept_for_nobody(_: Any) -> Any:
    return lambda _: []


_forget("music that a decision began ends with what was kept after it", keeping, "_waits_on")
_forget_later("whose agent's page goes without a database hears silence", Keeping, "_agent_left")
_forget_later("whom an agent calls may answer to nobody", Keeping, "_agent_left")
_forget_later(
    "an agent whose telephone went while no engine was there is thought to be in his talk",
    Rejoining,
    "phone_gone_unseen",
)
_forget_later(
    "a page that goes after its telephone is not heard of",
    Backlog,
    "_tell_again",
)


_forget("who is alone hears nothing of an engine that stands in", Unread, "_is_alone")
_forget_later("who is left hears nothing of an engine that stands in", Unread, "_play")
_forget("what fell due fires before a start has heard the switch", Backlog, "begin")


@fault("an engine that stands in does not know who waits for whom", Unread, "_tied_to")
def _nobody_waits(_: Any) -> Any:
    return lambda *_: []


@fault("whom an agent called waits with music while calls are unread", Unread, "_answered")
def _only_music(_: Any) -> Any:
    async def answered(self: Any, line: Any) -> None:
        await self._play(line)

    return answered


@fault("what a stop of everything cuts lasts until the next start", Unheard, "last_seen")
def _ends_now(_: Any) -> Any:
    return lambda *_: None


_forget("the recording of a lost line goes on for ever", Ending, "recording_ended")
_forget("the end of a recording is not stored", recordings, "end")

# --- the floor ---------------------------------------------------------------------------------


@fault("who came last is served first", placing, "item_key")
def _newest_first(right: Any) -> Any:
    def key(priority: int, at: datetime, per_point: int | None, rank: int) -> Any:
        first, second, third, _ = right(priority, at, per_point, rank)
        turned = [datetime.max.replace(tzinfo=at.tzinfo) - (one - datetime.min.replace(
            tzinfo=at.tzinfo)) for one in (second, third)]  # fmt: skip
        return (first, *turned, -rank)

    return key


@fault("who is offered in vain goes to the end of the line", offering, "_return")
def _place_is_lost(right: Any) -> Any:
    def back(floor: Floor, offer: Any, why: str, now: datetime) -> None:
        offer.item.enqueued_at = now
        right(floor, offer, why, now)

    return back


@fault("wrap-up goes on in the next call", attending, "_end_wrap_clock")
def _wrap_up_stays(right: Any) -> Any:
    def end(floor: Floor, agent: Agent, now: datetime, by: str) -> None:
        if by != "engaged":
            right(floor, agent, now, by)

    return end


@fault("an agent whose phone is gone is offered calls", attending, "phone_reachable")
def _phones_never_go(right: Any) -> Any:
    def reachable(floor: Floor, agent: Agent, yes: bool, now: datetime) -> None:
        if yes:
            right(floor, agent, yes, now)

    return reachable


_forget("the floor is not taken up again after a transaction that failed", Floors, "_forget")
_forget("an offer that rings is not known after a start", loading, "restore_offer")


@fault("a start forgets who refused whom", loading, "_restore_item")
def _refusals_are_forgotten(right: Any) -> Any:
    return lambda floor, row, tx: right(floor, {**row, "refused_by": []}, tx)


@fault("a start makes the line anew", loading, "_restore_item")
def _line_anew(right: Any) -> Any:
    return lambda floor, row, tx: right(floor, {**row, "enqueued_at": tx.now}, tx)


@fault("who waits too long waits on", deadlines, "end_unserved")
def _waits_on(_: Any) -> Any:
    def wait_on(floor: Floor, item: Item, why: str, now: datetime) -> None:
        item.waits_until = None

    return wait_on


@fault("a caller who gave up still counts as offered", queueing, "cancel")
def _offer_stays_open(right: Any) -> Any:
    def cancel(floor: Floor, offer: Any, why: str, now: datetime) -> None:
        right(floor, offer, why, now)
        offer.item.queue.offered += 1

    return cancel


# --- the database, pages, reports --------------------------------------------------------------


@fault("a commit whose answer is lost is taken for failed", db.Database, "_settle")
def _answer_is_all(_: Any) -> Any:
    async def settle(self: Any, commit: Any, number: Any) -> None:
        await commit

    return settle


@fault("who led before may still write", db, "of_company")
def _tenure_is_not_asked(right: Any) -> Any:
    return lambda tenant, _: right(tenant, None)


@fault("a timer that failed is not tried again", Timers, "_try_again")
def _timer_is_lost(_: Any) -> Any:
    return lambda *_: None


_forget_later("a page does not show what is no fact, such as a wish", Floors, "_show")


@fault("a page is not told of others in its call", Following, "_agents_of")
def _alone(_: Any) -> Any:
    return lambda _, event: [event.agent] if getattr(event, "agent", None) else []


_forget("after-call work is not told how its call ended", Following, "_ends")


@fault("the board of the floor is not told", Hub, "touch_board")
def _board_is_old(_: Any) -> Any:
    return lambda *_: None


_forget_later("what a failed transaction did to the floor is believed", Phones, "_be_sure")
_forget_later("telephones that went with the switch are thought to be there", Phones, "look_again")


@fault("a reading of the log begins one fact too late", log_store, "facts_after")
def _reads_late(right: Any) -> Any:
    async def after(conn: Any, seq: int, most: int) -> Any:
        return await right(conn, seq + 1 if seq else seq, most)

    return after


@fault("who was transferred is not counted in his new queue", Tally, "visit")
def _transfers_are_not_counted(right: Any) -> Any:
    def visit(self: Tally, visit: Any, sign: int = 1) -> None:
        if visit.origin is not Origin.TRANSFER:
            right(self, visit, sign)

    return visit
