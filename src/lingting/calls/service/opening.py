"""The call of a caller who arrived, also of one whom nobody served."""

from dataclasses import replace
from datetime import datetime

from lingting.calls.domain.call import Call, Direction, Leg, LegKind, Outcome
from lingting.calls.domain.machines import CallState, CallTrigger, LegState, LegTrigger
from lingting.calls.events import CallArrived
from lingting.calls.ports import GoneCause, HungUpBy, LegArrived
from lingting.kernel.ids import BridgeId, CallId, TenantId, new_id
from lingting.kernel.phone import parse_phone
from lingting.numbers.domain import AccessNumber


def opened(
    tenant: TenantId, number: AccessNumber, event: LegArrived, region: str, now: datetime
) -> Call:
    """A call that has just arrived; who the customer is, is not known yet."""
    caller = parse_phone(event.calling, region)
    leg = Leg(
        id=event.leg,
        kind=LegKind.CUSTOMER,
        state=LegState.UP,
        began_at=event.at,
        number=caller.raw,
    )
    return Call(
        id=CallId(new_id(now)),
        tenant=tenant,
        direction=Direction.IN,
        state=CallState.ARRIVING,
        caller=caller,
        called=event.called,
        trunk=event.trunk,
        bridge=BridgeId(new_id(now)),
        began_at=event.at,
        legs=(leg,),
        flow=number.flow,
        access_number=number.id,
    )


def arrival(call: Call, at: datetime, *, caught: bool) -> CallArrived:
    """The first fact of its life."""
    assert call.access_number is not None
    return CallArrived(
        at=at,
        call=call.id,
        caller=call.caller.raw,
        called=call.called,
        access_number=call.access_number,
        flow=call.flow,
        customer=call.customer,
        caught=caught,
    )


def unserved(
    call: Call, at: datetime, *, cause: GoneCause, by: HungUpBy, outcome: Outcome, hung_up_by: str
) -> Call:
    """It ended as it began: its one leg is gone, for the reason that is told."""
    (leg,) = call.legs
    gone = replace(leg.after(LegTrigger.END, at), cause=cause.value, by=by.value)
    return replace(
        call.with_leg(gone).moved(CallTrigger.END),
        ended_at=at,
        outcome=outcome,
        hung_up_by=hung_up_by,
    )
