"""Calls in progress and callers who wait, as a reader sees them."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from lingting.acd.domain.views import ItemView, Position
from lingting.calls.domain import Call, CallState, Direction, LegKind, LegState
from lingting.kernel.discretion import shown_phone, shown_text
from lingting.kernel.instants import instant
from lingting.kernel.phone import PhoneNumber, masked, region_name


def caller_state(
    number: PhoneNumber, name: str | None, customer: str | None, *, see_numbers: bool
) -> dict[str, Any]:
    """A caller; without the right to see numbers their middle is hidden."""
    zh, en = _regions(number)
    return {
        "shown": shown_phone(number, see_numbers=see_numbers),
        "region": zh,
        "region_en": en,
        "anonymous": number.is_anonymous,
        "name": shown_text(name, see_numbers=see_numbers) if name else None,
        "customer_id": customer,
    }


@lru_cache(maxsize=4_096)
def _regions(number: PhoneNumber) -> tuple[str | None, str | None]:
    return region_name(number), region_name(number, "en")


def call_state(call: Call, caller: dict[str, Any], *, see_numbers: bool) -> dict[str, Any]:
    """A call in progress: who, since when, where."""
    customer = call.customer_leg
    held = customer is not None and customer.state is LegState.HELD
    own = call.direction is Direction.IN
    return {
        "direction": call.direction.value,
        "state": "held" if held else call.state.value,
        "began_at": instant(call.began_at),
        "since": instant(_since(call)),
        "held_since": instant(customer.held_at) if held and customer else None,
        "agent": str(call.agent) if call.agent else None,
        "queue": str(call.queue) if call.queue else None,
        "caller": caller,
        "called": call.called if own or see_numbers else masked(call.called),
        "trunk": call.trunk,
        "outside": any(
            leg.kind is LegKind.OUTSIDE and leg.state is not LegState.GONE for leg in call.legs
        ),
        "transfers": call.transfers,
    }


def waiting_state(item: ItemView, position: Position, caller: dict[str, Any]) -> dict[str, Any]:
    """A caller who waits: his place, since when, for whom, how long it may yet take."""
    return {
        "queue": str(item.queue),
        "since": instant(item.enqueued_at),
        "place": position.ahead + 1,
        "expected_seconds": position.estimated_seconds,
        "priority": item.priority,
        "agent": str(item.agent) if item.agent else None,
        "reserved_for": str(item.reserved_for) if item.reserved_for else None,
        "caller": caller,
    }


def _since(call: Call) -> datetime:
    """When the present talk began, else when the call did."""
    if call.state in (CallState.TALKING, CallState.RECONNECTING):
        joined = [
            leg.joined_at
            for leg in call.legs
            if leg.joined_at is not None and leg.kind is not LegKind.CUSTOMER
            if leg.state is not LegState.GONE
        ]
        return min(joined, default=call.connected_at or call.began_at)
    return call.began_at
