"""The end of a call: every line down, the agent freed, one true outcome."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from lingting.calls.domain.call import Call, Direction, Leg, LegKind, outcome_of
from lingting.calls.domain.machines import CallState, CallTrigger, LegState
from lingting.calls.events import CallEnded, RecordingEnded, TalkEnded
from lingting.calls.voice import Voice
from lingting.platform.db import Transaction

LONGEST = "calls.longest"
"""The timer that ends a call to an outside number that lasts too long."""


class Ending:
    """Ends talks and calls; the only place that publishes `talk.ended` and `call.ended`."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    async def end(self, tx: Transaction, call: Call, *, by: str) -> None:
        """Ends the call: `by` is customer, agent, platform or network."""
        call = await self.end_search(tx, call, why="abandoned" if by == "customer" else "ended")
        call = await self.end_talk(tx, call, by=by)
        for leg in call.legs:
            if leg.state is not LegState.GONE:
                call = self._voice.hang_up_leg(tx, call, leg)
        outcome = outcome_of(call, by=by)
        call = replace(call.moved(CallTrigger.END), ended_at=tx.now, outcome=outcome, hung_up_by=by)
        if call.direction is Direction.OUT or any(leg.kind is LegKind.OUTSIDE for leg in call.legs):
            await tx.cancel_timer(LONGEST, call.id)
        await self._voice.live.save(tx, call)
        tx.after_commit(partial(self._voice.switch.close_bridge, call.bridge))
        tx.publish(end_of(call))

    async def end_search(self, tx: Transaction, call: Call, *, why: str) -> Call:
        """Takes the call out of its queue; an offer that rings is withdrawn with it."""
        if call.state is not CallState.QUEUED or call.item is None:
            return call
        item = call.item
        call = replace(call.after_wait(tx.now), item=None)
        await self._voice.live.save(tx, call)
        await self._voice.acd.withdraw(tx, item, why)
        return self._voice.live.get(call.id) or call

    async def end_talk(self, tx: Transaction, call: Call, *, by: str) -> Call:
        """Ends the agent's part: his leg goes, he wraps up, the talk is counted once."""
        leg = call.agent_leg
        talking = call.state in (CallState.TALKING, CallState.RECONNECTING, CallState.DIALLING)
        if call.agent is None or not talking:
            return call
        seconds = self.talk_of(call, tx.now)
        agent, item = call.agent, call.item
        call = self._voice.hang_up_leg(tx, call, leg)
        call = replace(
            call, agent=None, item=None, talk_seconds=call.talk_seconds + seconds, reconnect_by=None
        )
        await self._voice.live.save(tx, call)
        away = call.state is CallState.RECONNECTING
        await tx.cancel_timer("calls.rejoin" if away else "calls.unreachable", call.id)
        last = leg or _last_leg_of(call, LegKind.AGENT)
        if last is not None:
            if last.state is not LegState.GONE:
                self.recording_ended(tx, call, last)
            ended = TalkEnded(
                at=tx.now, call=call.id, agent=agent, leg=last.id, by=by, seconds=seconds
            )
            tx.publish(ended)
        if item is not None:
            await self._voice.acd.finish(tx, item)
        else:
            await self._voice.acd.release(tx, agent)
        return call

    def recording_ended(self, tx: Transaction, call: Call, leg: Leg) -> None:
        """Says that a recorded leg is gone and how long it was up."""
        if leg.recording is not None and leg.answered_at is not None:
            tx.publish(
                RecordingEnded(
                    at=tx.now,
                    call=call.id,
                    recording=leg.recording,
                    leg=leg.id,
                    seconds=_seconds(leg.answered_at, tx.now),
                )
            )

    @staticmethod
    def talk_of(call: Call, now: datetime) -> float:
        """Seconds since the agent's newest leg was joined; holding counts as talk time.

        While the agent is away none: what he spoke before was counted when his line was lost.
        """
        leg = _last_leg_of(call, LegKind.AGENT)
        if leg is None or leg.joined_at is None or call.state is CallState.RECONNECTING:
            return 0.0
        return _seconds(leg.joined_at, leg.ended_at or now)


def end_of(call: Call) -> CallEnded:
    """The last fact of a call that ended."""
    assert call.ended_at is not None
    assert call.outcome is not None
    assert call.hung_up_by is not None
    return CallEnded(
        at=call.ended_at,
        call=call.id,
        outcome=call.outcome.value,
        by=call.hung_up_by,
        step=call.step,
        wait_seconds=call.wait_seconds,
        talk_seconds=call.talk_seconds,
    )


def _seconds(since: datetime, until: datetime) -> float:
    return max((until - since).total_seconds(), 0.0)


def _last_leg_of(call: Call, kind: LegKind) -> Leg | None:
    return next((leg for leg in reversed(call.legs) if leg.kind is kind), None)
