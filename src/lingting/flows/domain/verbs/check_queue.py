"""Asks how a queue is, without waiting in it."""

from __future__ import annotations

from lingting.flows.domain import effects as fx
from lingting.flows.domain.inputs import Input, QueueKnown, TimedOut
from lingting.flows.domain.texts import Text
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.values import names_in
from lingting.flows.domain.verb import Fault, Nothing, Params, References, Verb
from lingting.flows.domain.verbs.parts import QueueName

ANSWER_SECONDS = 5


class CheckQueueParams(Params, frozen=True, kw_only=True):
    """The queue to look at."""

    queue: QueueName


class CheckQueue(Verb[CheckQueueParams, Nothing]):
    name = "check_queue"
    title = Text("查询队列", "Look at a queue")
    help = Text(
        "不排队，只看队列现在的情况：有空闲坐席、坐席全忙、无坐席登录，查不到走“失败”。",
        "Looks at a queue without waiting: an agent is free, all are busy, or nobody is signed in; "
        "failed when the queue is not known.",
    )
    group = "people"
    params = CheckQueueParams
    fixed_exits = ("available", "all_busy", "no_agent", "failed")
    waits = False

    def references(self, params: CheckQueueParams) -> References:
        named = names_in(params.queue)
        return References(queues=() if named else (params.queue,), variables=named)

    def faults(self, params: CheckQueueParams) -> tuple[Fault, ...]:
        return () if params.queue else (Fault("no-queue"),)

    def enter(self, params: CheckQueueParams, turn: Turn) -> None:
        turn.timer("answer", ANSWER_SECONDS)
        turn.add(fx.AskQueue(turn.value(params.queue)))

    def on(self, params: CheckQueueParams, state: Nothing, input: Input, turn: Turn) -> None:
        match input:
            case QueueKnown("available" | "all_busy" as found):
                turn.leave(found)
            case QueueKnown("none_signed_in"):
                turn.leave("no_agent")
            case QueueKnown() | TimedOut():
                turn.trouble("queue-unknown", turn.value(params.queue))
                turn.leave("failed")
            case _:
                pass
