"""入队转坐席: the caller waits in a queue, is told how long, and talks to an agent."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from lingting.flows.domain import effects as fx
from lingting.flows.domain.inputs import (
    Input,
    QueueAnswered,
    QueueClosed,
    QueueKnown,
    TalkEnded,
    TimedOut,
)
from lingting.flows.domain.texts import Text, shown
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.values import names_in
from lingting.flows.domain.verb import Fault, Params, References, Verb
from lingting.flows.domain.verbs.parts import QueueName
from lingting.flows.domain.verbs.waiting import announcement

LIMIT, ANNOUNCE, GRACE, LAST_ANSWER = "limit", "announce", "grace", "last_answer"
GRACE_SECONDS = 30
"""An agent's phone that rings at the end of the waiting time may ring on for so long."""

LAST_ANSWER_SECONDS = 5


Priority = Annotated[int, msgspec.Meta(ge=0, le=9)]


class QueueParams(Params, frozen=True, kw_only=True):
    """`max_wait_seconds` is how long one round of waiting lasts."""

    queue: QueueName
    max_wait_seconds: Annotated[
        float, shown("最长等待（秒）", "Longest wait (s)", ge=5, le=7200)
    ] = 60
    music: Annotated[str, shown("等待音乐", "Music", "music")] = "default"
    announce_first_seconds: Annotated[
        float, shown("首次播报（秒）", "First announcement (s)", ge=1, le=600)
    ] = 8
    announce_every_seconds: Annotated[
        float, shown("播报间隔（秒）", "Announcement interval (s)", ge=10, le=600)
    ] = 30
    announce_position: Annotated[bool, shown("播报前面人数", "Announce callers ahead")] = True
    announce_wait: Annotated[bool, shown("播报等待时间", "Announce waiting time")] = True
    keep_credit: Annotated[bool, shown("保留已等待时间", "Keep waiting credit")] = True
    priority: Annotated[Priority | None, shown("优先级", "Priority")] = None
    leave_when_nobody: Annotated[
        bool, shown("无坐席签入时离开", "Leave when nobody is signed in")
    ] = True


class Queued(msgspec.Struct, frozen=True):
    """`entering`: asking how the queue is; then waiting, then talking."""

    phase: Literal["entering", "waiting", "talking"] = "entering"


class Queue(Verb[QueueParams, Queued]):
    name = "queue"
    title = Text("入队转坐席", "Queue for an agent")
    help = Text(
        "排队等候坐席。排队结果：坐席接听（通话后坐席挂机从“已接听”离开）、无坐席登录、坐席全忙"
        "（超过最长等待）、失败。等待时播放音乐，并按间隔播报前面人数和等待时间。",
        "The caller waits for an agent. Results: answered (left when the agent hangs up), "
        "nobody signed in, all agents busy (waited longer than allowed), failed. Music plays "
        "meanwhile, with announcements of the position and the waiting time.",
    )
    group = "people"
    params = QueueParams
    fixed_exits = ("answered", "no_agent", "all_busy", "failed")
    state = Queued

    def references(self, params: QueueParams) -> References:
        named = names_in(params.queue)
        return References(queues=() if named else (params.queue,), variables=named)

    def faults(self, params: QueueParams) -> tuple[Fault, ...]:
        return () if params.queue else (Fault("no-queue"),)

    def enter(self, params: QueueParams, turn: Turn) -> None:
        turn.forget_keys()
        turn.remember(Queued())
        turn.change(queue=turn.value(params.queue))
        turn.timer(LIMIT, params.max_wait_seconds)
        turn.add(fx.AskQueue(turn.session.queue))

    def resume(self, params: QueueParams, state: Queued, turn: Turn) -> None:
        if state.phase == "waiting":
            turn.stop_play()
            turn.change(music=False)
            turn.start_music(params.music)
        elif state.phase == "entering":
            turn.restart()
            self.enter(params, turn)

    def cancel(self, params: QueueParams, state: Queued, turn: Turn) -> None:
        if state.phase == "waiting" and turn.session.caller_here:
            turn.add(fx.LeaveQueue())

    def on(self, params: QueueParams, state: Queued, input: Input, turn: Turn) -> None:
        match input, state.phase:
            case QueueKnown(), "entering":
                self._begin(params, input, turn)
            case QueueKnown(), "waiting":
                self._tell(params, input, turn)
            case QueueAnswered(agent), "entering" | "waiting":
                self._talk(agent, turn)
            case QueueClosed(why), "talking":
                # The agent had sent the caller on to a queue; its music is not this flow's.
                turn.change(music=True)
                self._give_up(why, turn)
            case QueueClosed(why), _:
                self._give_up(why, turn)
            case TalkEnded(), "talking":
                turn.set("queue_result", "answered")
                turn.leave("answered")
            case TimedOut(timer), _:
                self._time(params, state, timer, turn)
            case _:
                pass

    def _begin(self, params: QueueParams, known: QueueKnown, turn: Turn) -> None:
        if known.availability == "none_signed_in":
            self._give_up("no_agent", turn)
            return
        if known.availability == "unknown":
            turn.trouble("queue-unknown", turn.session.queue)
            self._give_up("failed", turn)
            return
        turn.take_call()
        keep = params.keep_credit and turn.session.queued_before
        turn.add(fx.Enqueue(turn.session.queue, keep, params.priority))
        turn.change(queued_before=True)
        turn.remember(Queued("waiting"))
        turn.start_music(params.music)
        if params.announce_position or params.announce_wait:
            turn.timer(ANNOUNCE, params.announce_first_seconds)

    def _tell(self, params: QueueParams, known: QueueKnown, turn: Turn) -> None:
        if GRACE in turn.session.timers:
            return
        if LIMIT not in turn.session.timers:
            self._end_of_wait(known, turn)
        elif known.availability == "none_signed_in" and params.leave_when_nobody:
            turn.add(fx.LeaveQueue())
            self._give_up("no_agent", turn)
        elif not known.offered:
            sounds = announcement(
                known, turn.session.language, params.announce_position, params.announce_wait
            )
            if sounds:
                turn.play(sounds)

    def _end_of_wait(self, known: QueueKnown, turn: Turn) -> None:
        turn.cancel_timer(LAST_ANSWER)
        if known.offered:
            turn.timer(GRACE, GRACE_SECONDS)
            return
        turn.add(fx.LeaveQueue())
        nobody = known.availability == "none_signed_in"
        self._give_up("no_agent" if nobody else "all_busy", turn)

    def _talk(self, agent: str, turn: Turn) -> None:
        turn.stop_play()
        turn.change(served=True, music=False)
        for timer in (LIMIT, ANNOUNCE, GRACE, LAST_ANSWER):
            turn.cancel_timer(timer)
        turn.remember(Queued("talking"))
        if agent:
            turn.set("agent", agent, shared=False)

    def _give_up(self, why: str, turn: Turn) -> None:
        turn.set("queue_result", why)
        turn.leave(why)

    def _time(self, params: QueueParams, state: Queued, timer: str, turn: Turn) -> None:
        if state.phase == "entering":
            turn.trouble("queue-silent")
            self._give_up("failed", turn)
        elif timer == ANNOUNCE and state.phase == "waiting":
            turn.timer(ANNOUNCE, params.announce_every_seconds)
            turn.add(fx.AskQueue(turn.session.queue))
        elif timer == LIMIT and state.phase == "waiting":
            turn.add(fx.AskQueue(turn.session.queue))
            turn.timer(LAST_ANSWER, LAST_ANSWER_SECONDS)
        elif timer in (GRACE, LAST_ANSWER):
            turn.add(fx.LeaveQueue())
            self._give_up("all_busy", turn)
