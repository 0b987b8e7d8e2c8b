"""Calls with their facts, written as the voice channel writes them, for tests of the call log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from lingting.acd.events import (
    OfferAccepted,
    OfferExpired,
    OfferMade,
    Passed,
    Reason,
    WorkItemAbandoned,
    WorkItemQueued,
)
from lingting.calls import store
from lingting.calls.domain.call import Call, Direction, Leg, LegKind, Outcome
from lingting.calls.domain.machines import CallState, LegState
from lingting.calls.events import (
    CallArrived,
    CallConnected,
    CallEnded,
    CallHeld,
    CallRetrieved,
    MessageLeft,
    RecordingEnded,
    RecordingStarted,
    TalkEnded,
)
from lingting.flows.events import MessageKept, NodeEntered
from lingting.kernel.events import Event
from lingting.kernel.ids import (
    AccessNumberId,
    AgentId,
    BridgeId,
    CallId,
    FlowId,
    LegId,
    OfferId,
    QueueId,
    RecordingId,
    WorkItemId,
    new_id,
)
from lingting.kernel.phone import parse_phone
from lingting.platform.db import Transaction

FLOW = FlowId(UUID(int=0xF1))
NUMBER = AccessNumberId(UUID(int=0xA1))


def reason(*, passed: Sequence[Passed] = (), **changed: Any) -> Reason:
    """A reason as the router gives it."""
    plain: dict[str, Any] = {
        "cause": "arrived",
        "rule": "longest_idle",
        "waited_seconds": 0.0,
        "priority": 5,
        "effective_priority": 5.0,
        "step": 0,
        "min_levels": (),
        "ahead": 0,
        "counts": {"ready": 1},
        "key": "idle=35",
    }
    return Reason(**plain | changed, passed=tuple(passed))


class WrittenCall:
    """A call under way; each verb moves the clock to `after` seconds and writes the fact."""

    def __init__(
        self,
        tx: Transaction,
        began_at: datetime,
        *,
        caller: str = "13800138000",
        called: str = "4000",
        direction: Direction = Direction.IN,
        queue: QueueId | None = None,
    ) -> None:
        self.tx = tx
        self.began_at = began_at
        self.item = WorkItemId(uuid4())
        self.facts: list[Event] = []
        number = parse_phone(caller)
        customer = Leg(
            id=LegId(new_id(began_at)),
            kind=LegKind.CUSTOMER,
            state=LegState.UP,
            began_at=began_at,
            number=number.raw,
        )
        self.call = Call(
            id=CallId(new_id(began_at)),
            tenant=tx.tenant,
            direction=direction,
            state=CallState.IN_FLOW,
            caller=number,
            called=called,
            trunk="main",
            bridge=BridgeId(uuid4()),
            began_at=began_at,
            legs=(customer,),
            flow=FLOW,
            access_number=NUMBER,
            queue=queue,
        )
        self._tell(
            CallArrived(
                at=began_at,
                call=self.call.id,
                caller=number.raw,
                called=called,
                access_number=NUMBER,
                flow=FLOW,
                customer=None,
                caught=False,
            )
        )

    def at(self, after: float) -> datetime:
        return self.began_at + timedelta(seconds=after)

    def queued(self, after: float, why: Reason | None = None) -> None:
        now = self.at(after)
        self.call = replace(self.call, state=CallState.QUEUED, enqueued_at=now)
        self._tell(
            WorkItemQueued(
                **self._of(now), channel="voice", priority=5, enqueued_at=now, reason=why
            )
        )

    def offered(self, after: float, agent: AgentId, why: Reason | None = None) -> OfferId:
        now = self.at(after)
        offer = OfferId(uuid4())
        leg = Leg(
            id=LegId(new_id(now)),
            kind=LegKind.AGENT,
            state=LegState.RINGING,
            began_at=now,
            agent=agent,
            offer=offer,
            recording=RecordingId(new_id(now)),
        )
        self.call = self.call.with_leg(leg)
        self._tell(
            OfferMade(
                **self._of(now),
                offer=offer,
                agent=agent,
                channel="voice",
                expires_at=now + timedelta(seconds=20),
                waited_seconds=after,
                reason=why or reason(),
            )
        )
        return offer

    def expired(self, after: float, offer: OfferId) -> None:
        now = self.at(after)
        leg = self._leg(offer)
        self.call = self.call.with_leg(replace(leg, state=LegState.GONE, ended_at=now))
        assert leg.agent is not None
        self._tell(OfferExpired(**self._of(now), offer=offer, agent=leg.agent))

    def answered(self, after: float, offer: OfferId) -> None:
        now = self.at(after)
        leg = self._leg(offer)
        agent, recording = leg.agent, leg.recording
        assert agent is not None
        assert recording is not None
        leg = replace(leg, state=LegState.UP, answered_at=now, joined_at=now)
        waited = (now - (self.call.enqueued_at or self.began_at)).total_seconds()
        self.call = replace(
            self.call.with_leg(leg),
            state=CallState.TALKING,
            agent=agent,
            connected_at=self.call.connected_at or now,
            wait_seconds=waited if self.call.connected_at is None else self.call.wait_seconds,
        )
        call = self.call.id
        rang = (now - leg.began_at).total_seconds()
        self._tell(OfferAccepted(**self._of(now), offer=offer, agent=agent, rang_seconds=rang))
        self._tell(
            CallConnected(
                at=now,
                call=call,
                agent=agent,
                leg=leg.id,
                queue=self.call.queue,
                waited_seconds=waited,
            )
        )
        self._tell(
            RecordingStarted(
                at=now, call=call, recording=recording, leg=leg.id, agent=agent, path="/x.wav"
            )
        )

    def held(self, after: float, until: float) -> None:
        agent = self._agent()
        self._tell(CallHeld(at=self.at(after), call=self.call.id, agent=agent))
        self._tell(
            CallRetrieved(at=self.at(until), call=self.call.id, agent=agent, seconds=until - after)
        )

    def talk_ended(self, after: float, by: str = "agent") -> None:
        now = self.at(after)
        leg = next(one for one in self.call.legs if one.agent == self._agent() and one.joined_at)
        assert leg.joined_at is not None
        assert leg.recording is not None
        seconds = (now - leg.joined_at).total_seconds()
        agent = self._agent()
        self.call = replace(
            self.call.with_leg(replace(leg, state=LegState.GONE, ended_at=now)),
            state=CallState.AFTER_TALK,
            agent=None,
            talk_seconds=self.call.talk_seconds + seconds,
        )
        call = self.call.id
        ended = RecordingEnded(
            at=now, call=call, recording=leg.recording, leg=leg.id, seconds=seconds
        )
        self._tell(ended)
        self._tell(TalkEnded(at=now, call=call, agent=agent, leg=leg.id, by=by, seconds=seconds))

    def left_message(self, after: float, until: float, recording: RecordingId) -> None:
        """The caller is at the step that records and speaks until it ends."""
        call, seconds = self.call.id, until - after
        self._tell(
            NodeEntered(
                at=self.at(after),
                call=call,
                flow="voicemail",
                node="record",
                verb="record_message",
                title_zh="留言",
                title_en="Voice message",
            )
        )
        left = {"at": self.at(until), "call": call, "recording": recording, "seconds": seconds}
        self._tell(MessageLeft(**left, path="/x.wav"))
        self._tell(MessageKept(**left, flow="voicemail", node="record"))
        self.call = replace(self.call, left_message=True)

    def abandoned(self, after: float) -> None:
        now = self.at(after)
        waited = (now - (self.call.enqueued_at or self.began_at)).total_seconds()
        self.call = replace(self.call, wait_seconds=waited)
        self._tell(WorkItemAbandoned(**self._of(now), waited_seconds=waited))
        self.ended(after, Outcome.ABANDONED, "customer")

    def ended(self, after: float, outcome: Outcome, by: str = "customer") -> None:
        now = self.at(after)
        legs = tuple(
            one if one.ended_at else replace(one, state=LegState.GONE, ended_at=now)
            for one in self.call.legs
        )
        self.call = replace(
            self.call,
            legs=legs,
            state=CallState.ENDED,
            ended_at=now,
            outcome=outcome,
            hung_up_by=by,
        )
        self._tell(
            CallEnded(
                at=now,
                call=self.call.id,
                outcome=outcome.value,
                by=by,
                step=self.call.step,
                wait_seconds=self.call.wait_seconds,
                talk_seconds=self.call.talk_seconds,
            )
        )

    def tell(self, fact: Event) -> None:
        """Writes any other fact."""
        self._tell(fact)

    async def save(self) -> CallId:
        """Puts the call and its facts where the log reads them."""
        store.save(self.tx, None, self.call)
        for fact in self.facts:
            self.tx.publish(fact)
        return self.call.id

    def _tell(self, fact: Event) -> None:
        self.facts.append(fact)

    def _of(self, now: datetime) -> dict[str, Any]:
        assert self.call.queue is not None
        ids = {"item": self.item, "queue": self.call.queue, "ref": self.call.id}
        return {"at": now, **ids}

    def _agent(self) -> AgentId:
        assert self.call.agent is not None
        return self.call.agent

    def _leg(self, offer: OfferId) -> Leg:
        return next(one for one in self.call.legs if one.offer == offer)
