"""A call's machine, its legs and the one true outcome."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.calls.domain import (
    Call,
    CallState,
    CallTrigger,
    Direction,
    Leg,
    LegKind,
    LegState,
    Outcome,
)
from lingting.calls.domain.call import outcome_of
from lingting.calls.domain.machines import CALL, LEG, LegTrigger
from lingting.kernel.errors import IllegalTransition
from lingting.kernel.ids import BridgeId, CallId, LegId, TenantId
from lingting.kernel.phone import parse_phone

pytestmark = pytest.mark.unit

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def a_leg(kind: LegKind = LegKind.CUSTOMER, state: LegState = LegState.RINGING) -> Leg:
    return Leg(id=LegId(uuid4()), kind=kind, state=state, began_at=NOON)


def a_call(**changes: object) -> Call:
    call = Call(
        id=CallId(uuid4()),
        tenant=TenantId(uuid4()),
        direction=Direction.IN,
        state=CallState.ARRIVING,
        caller=parse_phone("13800138000"),
        called="4008001234",
        trunk="trunk",
        bridge=BridgeId(uuid4()),
        began_at=NOON,
    )
    return replace(call, **changes)  # type: ignore[arg-type]


def test_every_state_has_a_row_and_only_ended_is_final() -> None:
    leaving = {state for state, _ in CALL.table}
    assert set(CallState) - leaving == {CallState.ENDED}
    assert set(LegState) - {state for state, _ in LEG.table} == {LegState.GONE}


@given(st.lists(st.sampled_from(list(CallTrigger)), max_size=30))
def test_an_ended_call_never_moves_again(triggers: list[CallTrigger]) -> None:
    state = CallState.ARRIVING
    for trigger in triggers:
        if CALL.allows(state, trigger):
            assert state is not CallState.ENDED
            state = CALL.next(state, trigger)
    if state is not CallState.ENDED:
        assert CALL.next(state, CallTrigger.END) is CallState.ENDED


def test_a_leg_keeps_the_instants_of_its_life() -> None:
    leg = a_leg().after(LegTrigger.ANSWER, NOON)
    assert leg.answered_at == NOON
    held = leg.after(LegTrigger.HOLD, NOON + timedelta(seconds=5))
    assert held.held_at == NOON + timedelta(seconds=5)
    back = held.after(LegTrigger.RETRIEVE, NOON + timedelta(seconds=9))
    assert back.held_at is None
    gone = back.after(LegTrigger.END, NOON + timedelta(seconds=20))
    assert (gone.state, gone.ended_at) == (LegState.GONE, NOON + timedelta(seconds=20))
    with pytest.raises(IllegalTransition):
        gone.after(LegTrigger.ANSWER, NOON)


def test_the_newest_living_leg_of_a_kind_counts() -> None:
    first, second = a_leg(LegKind.AGENT), a_leg(LegKind.AGENT)
    call = a_call().with_leg(first).with_leg(second)
    assert call.agent_leg == second
    call = call.with_leg(second.after(LegTrigger.END, NOON))
    assert call.agent_leg == first


@pytest.mark.req("FLOW-11", "TEL-19")
@pytest.mark.parametrize(
    ("changes", "by", "outcome"),
    [
        ({"connected_at": NOON, "left_message": True}, "customer", Outcome.ANSWERED),
        ({"left_message": True}, "customer", Outcome.MESSAGE),
        ({"answered_at": NOON}, "customer", Outcome.ABANDONED),
        ({"answered_at": NOON, "overflowed": True}, "customer", Outcome.ABANDONED),
        ({"answered_at": NOON, "overflowed": True}, "platform", Outcome.OVERFLOWED),
        ({"answered_at": NOON}, "platform", Outcome.SELF_SERVICE),
        ({"answered_at": NOON}, "network", Outcome.FAILED),
        ({"answered_at": NOON, "overflowed": True}, "network", Outcome.OVERFLOWED),
        ({}, "platform", Outcome.FAILED),
        ({"direction": Direction.OUT}, "customer", Outcome.NOT_CONNECTED),
        ({"direction": Direction.OUT, "connected_at": NOON}, "platform", Outcome.ANSWERED),
    ],
)
def test_each_ended_call_has_one_true_outcome(
    changes: dict[str, object], by: str, outcome: Outcome
) -> None:
    assert outcome_of(a_call(**changes), by=by) is outcome


def test_a_wait_counts_from_the_first_entry_until_somebody_answers() -> None:
    later = NOON + timedelta(seconds=90)
    assert a_call(enqueued_at=NOON).after_wait(later).wait_seconds == 90
    assert a_call().after_wait(later).wait_seconds == 0
    talked = a_call(enqueued_at=NOON, connected_at=NOON, wait_seconds=5.0)
    assert talked.after_wait(later).wait_seconds == 5
