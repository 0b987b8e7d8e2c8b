"""What happens by the clock alone."""

from datetime import datetime, timedelta
from typing import Any

from lingting.acd.domain.attending import end_wrap_up, lose_phone
from lingting.acd.domain.dues import Due
from lingting.acd.domain.floor import Agent, Floor, Item, Offer
from lingting.acd.domain.matching import settle
from lingting.acd.domain.offering import expire
from lingting.acd.domain.placing import give_up_preference, relax
from lingting.acd.domain.queueing import end_unserved, tell_still_waiting
from lingting.acd.domain.states import ItemState, OfferState


def next_due(floor: Floor) -> datetime | None:
    """When `advance` has something to do next."""
    return floor.dues.next(lambda kind, holder: _in_force(floor, kind, holder))


def advance(floor: Floor, now: datetime) -> None:
    """Carries out every deadline up to `now`, the earliest first, then matches once."""
    looked_at: list[tuple[Item, str]] = []
    while (
        due := floor.dues.pop(now, lambda kind, holder: _in_force(floor, kind, holder))
    ) is not None:
        kind, holder = due
        _carry_out(floor, kind, holder, now, looked_at)
    settle(floor, now)
    for item, cause in dict(looked_at).items():
        tell_still_waiting(floor, item, cause, now)


def _carry_out(
    floor: Floor, kind: Due, holder: Any, now: datetime, looked_at: list[tuple[Item, str]]
) -> None:
    if kind is Due.OFFER_EXPIRES:
        expire(floor, holder, now)
    elif kind is Due.WRAP_UP_ENDS:
        end_wrap_up(floor, holder, "time", now)
    elif kind is Due.PHONE_GRACE:
        holder.phone_lost_at = None
        floor.touched_agents.add(holder)
        lose_phone(floor, holder, now)
    elif kind is Due.MAX_WAIT:
        end_unserved(floor, holder, "max_wait", now)
    elif kind is Due.PREFERENCE_ENDS:
        give_up_preference(floor, holder, "time_over")
        looked_at.append((holder, "preference_over"))
    else:
        floor.causes[holder.id] = "relaxed"
        relax(floor, holder, now)
        looked_at.append((holder, "relaxed"))


def _in_force(floor: Floor, kind: Due, holder: Any) -> datetime | None:
    """The instant at which the holder's deadline of this kind is due, as things stand."""
    if kind is Due.OFFER_EXPIRES:
        offer: Offer = holder
        return offer.expires_at if offer.state is OfferState.PENDING else None
    if kind is Due.WRAP_UP_ENDS or kind is Due.PHONE_GRACE:
        return _of_agent(floor, kind, holder)
    item: Item = holder
    if item.state is not ItemState.WAITING:
        return None
    if kind is Due.MAX_WAIT:
        return item.waits_until
    if kind is Due.PREFERENCE_ENDS:
        return item.preferred_until
    return item.relaxes_at


def _of_agent(floor: Floor, kind: Due, agent: Agent) -> datetime | None:
    if kind is Due.WRAP_UP_ENDS:
        return agent.wrap_until
    if agent.phone_lost_at is None:
        return None
    return agent.phone_lost_at + timedelta(seconds=floor.phone_grace_seconds)
