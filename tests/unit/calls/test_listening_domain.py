"""Whom a listener hears as the call stands, and how the time of each mode is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from lingting.calls.domain.call import Call, Direction, Leg, LegKind
from lingting.calls.domain.listening import (
    LISTENING,
    Listening,
    ListeningState,
    ListeningTrigger,
    attended_leg,
    follow,
    goes_on,
)
from lingting.calls.domain.machines import CallState, LegState
from lingting.calls.ports import ListenMode
from lingting.kernel.errors import IllegalTransition
from lingting.kernel.ids import AgentId, BridgeId, CallId, LegId, ListeningId, TenantId
from lingting.kernel.phone import parse_phone

pytestmark = pytest.mark.unit

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ANNA, BEN, BOSS = (AgentId(UUID(int=number)) for number in (1, 2, 3))


def line(agent: AgentId, state: LegState = LegState.UP) -> Leg:
    return Leg(id=LegId(uuid4()), kind=LegKind.AGENT, state=state, began_at=NOW, agent=agent)


def call(state: CallState, agent: AgentId | None, *legs: Leg) -> Call:
    return Call(
        id=CallId(UUID(int=9)),
        tenant=TenantId(UUID(int=8)),
        direction=Direction.IN,
        state=state,
        caller=parse_phone("13800138000", "CN"),
        called="10010",
        trunk="",
        bridge=BridgeId(uuid4()),
        began_at=NOW,
        agent=agent,
        legs=legs,
    )


def listening(attended: Leg | None = None, mode: ListenMode = ListenMode.BARGE) -> Listening:
    return Listening(
        id=ListeningId(uuid4()),
        tenant=TenantId(UUID(int=8)),
        call=CallId(UUID(int=9)),
        listener=BOSS,
        agent=ANNA,
        mode=mode,
        state=ListeningState.LISTENING,
        attended=attended.id if attended else None,
        began_at=NOW,
        since=NOW,
    )


def test_the_agents_line_is_heard_while_he_has_the_call() -> None:
    mine = line(ANNA)
    assert attended_leg(call(CallState.TALKING, ANNA, mine)) == mine
    assert attended_leg(call(CallState.DIALLING, ANNA, mine)) == mine
    ringing = line(ANNA, LegState.RINGING)
    assert attended_leg(call(CallState.QUEUED, None, ringing)) is None
    assert attended_leg(call(CallState.RECONNECTING, ANNA, ringing)) is None


@pytest.mark.parametrize(
    ("state", "agent", "on"),
    [
        (CallState.TALKING, ANNA, True),
        (CallState.DIALLING, ANNA, True),
        (CallState.RECONNECTING, ANNA, True),
        (CallState.QUEUED, None, True),
        (CallState.TALKING, None, False),
        (CallState.DIALLING, None, False),
        (CallState.AFTER_TALK, None, False),
        (CallState.IN_FLOW, None, False),
    ],
)
def test_it_goes_on_while_an_agent_has_or_will_have_the_call(
    state: CallState, agent: AgentId | None, on: bool
) -> None:
    assert goes_on(call(state, agent)) is on
    assert not goes_on(replace(call(state, agent), ended_at=NOW))
    assert not goes_on(None)


def test_nothing_changes_as_long_as_the_line_is_the_same() -> None:
    mine = line(ANNA)
    heard = listening(mine)
    assert follow(heard, call(CallState.TALKING, ANNA, mine), NOW) is heard


def test_the_mode_stays_at_the_same_agent_and_falls_back_at_another() -> None:
    later = NOW + timedelta(seconds=30)
    waits = follow(listening(line(ANNA)), call(CallState.QUEUED, None), later)
    assert (waits.state, waits.attended) == (ListeningState.WAITING, None)
    anna, ben = line(ANNA), line(BEN)
    back = follow(waits, call(CallState.TALKING, ANNA, anna), later)
    assert (back.mode, back.attended, back.state) == (
        ListenMode.BARGE,
        anna.id,
        ListeningState.LISTENING,
    )
    other = follow(waits, call(CallState.TALKING, BEN, ben), later)
    assert (other.mode, other.agent, other.attended) == (ListenMode.SILENT, BEN, ben.id)


def test_only_time_that_he_heard_anything_counts() -> None:
    heard = listening(line(ANNA), ListenMode.SILENT)
    after = heard.in_mode(ListenMode.WHISPER, NOW + timedelta(seconds=5))
    away = after.after(ListeningTrigger.AGENT_AWAY, NOW + timedelta(seconds=9))
    there = away.after(ListeningTrigger.AGENT_THERE, NOW + timedelta(seconds=60))
    ended = there.after(ListeningTrigger.END, NOW + timedelta(seconds=61))
    assert ended.seconds == {"silent": 5, "whisper": 5}


def test_what_is_over_stays_over() -> None:
    ended = listening().after(ListeningTrigger.END, NOW)
    for trigger in ListeningTrigger:
        with pytest.raises(IllegalTransition):
            ended.after(trigger, NOW)
    assert {LISTENING.initial} == {ListeningState.CALLING}
