"""The life of an offer: made, then accepted, rejected, expired or withdrawn."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from lingting.acd.domain import busy_reasons
from lingting.acd.domain.dues import Due
from lingting.acd.domain.errors import OfferClosed
from lingting.acd.domain.floor import Agent, Floor, HandOut, Item, Offer
from lingting.acd.domain.lanes import refresh
from lingting.acd.domain.placing import place, unplace, waited_seconds
from lingting.acd.domain.presence import set_presence
from lingting.acd.domain.queues import AfterRejection
from lingting.acd.domain.states import (
    ITEM,
    OFFER,
    WORK,
    ItemBy,
    OfferBy,
    Presence,
    PresenceBy,
    WorkBy,
)
from lingting.acd.events import (
    OfferAccepted,
    OfferExpired,
    OfferMade,
    OfferRejected,
    OfferWithdrawn,
    Reason,
    WorkChanged,
    WorkItemAssigned,
    WorkItemReturned,
)
from lingting.kernel.ids import OfferId


def turn_work(
    floor: Floor, agent: Agent, by: WorkBy, now: datetime, ref: UUID | None = None
) -> None:
    """Moves the work machine and tells it."""
    was = agent.work
    agent.work = WORK.next(was, by)
    agent.since = agent.work_since = now
    item = agent.item.id if agent.item else None
    floor.told.append(
        WorkChanged(
            at=now, agent=agent.id, was=was.value, work=agent.work.value, ref=ref, item=item
        )
    )
    refresh(floor, agent)


def make_offer(floor: Floor, item: Item, agent: Agent, reason: Reason, now: datetime) -> Offer:
    """Takes the item out of its lines and gives it to one ready agent to accept."""
    config = item.queue.config
    unplace(floor, item)
    item.state = ITEM.next(item.state, ItemBy.OFFER)
    expires_at = now + timedelta(seconds=config.ring_seconds)
    offer = Offer(floor.new_offer_id(now), item, agent, now, expires_at)
    floor.offers[offer.id] = offer
    floor.touched_offers.add(offer)
    item.offer = agent.offer = offer
    item.reserved_for = None
    item.preferred_until = None
    item.queue.offered += 1
    floor.dues.add(expires_at, Due.OFFER_EXPIRES, offer)
    floor.told.append(
        OfferMade(
            at=now,
            item=item.id,
            queue=config.id,
            ref=item.ref,
            offer=offer.id,
            agent=agent.id,
            channel=item.channel,
            expires_at=expires_at,
            waited_seconds=reason.waited_seconds,
            reason=reason,
        )
    )
    turn_work(floor, agent, WorkBy.OFFER, now, item.ref)
    return offer


def open_offer(floor: Floor, offer_id: OfferId) -> Offer:
    """The offer while it is open; raises OfferClosed when it never was or is no longer."""
    offer = floor.offers.get(offer_id)
    if offer is None:
        raise OfferClosed(offer=offer_id)
    return offer


def accept(floor: Floor, offer_id: OfferId, now: datetime) -> None:
    """The agent takes the item: from here on he is engaged with it."""
    offer = open_offer(floor, offer_id)
    agent, item = offer.agent, offer.item
    _close(floor, offer, OfferBy.ACCEPT)
    item.state = ITEM.next(item.state, ItemBy.ASSIGN)
    item.agent, item.assigned_at = agent, now
    item.queue.hand_outs.append(HandOut(offer.made_at, item.enqueued_at))
    agent.item, agent.ref = item, item.ref
    agent.idle_after = False
    agent.calls += 1
    agent.wrap_seconds = item.queue.config.wrap_up_seconds
    rang = (now - offer.made_at).total_seconds()
    of_item: dict[str, Any] = {
        "at": now,
        "item": item.id,
        "queue": item.queue.config.id,
        "ref": item.ref,
    }
    floor.told += [
        OfferAccepted(**of_item, offer=offer.id, agent=agent.id, rang_seconds=rang),
        WorkItemAssigned(
            **of_item, offer=offer.id, agent=agent.id, waited_seconds=waited_seconds(item, now)
        ),
    ]
    turn_work(floor, agent, WorkBy.ENGAGE, now, item.ref)


def reject(floor: Floor, offer_id: OfferId, why: str, now: datetime) -> None:
    """The agent (`rejected`, `set_busy`) or his phone refuses; the item keeps its turn."""
    offer = open_offer(floor, offer_id)
    agent, item = offer.agent, offer.item
    _close(floor, offer, OfferBy.REJECT)
    agent.rejected += 1
    floor.told.append(OfferRejected(**_of(offer, now), agent=agent.id, why=why))
    stays = why == "rejected" and item.queue.config.after_rejection is AfterRejection.STAY
    if stays:
        item.refused_by.add(agent.id)
    elif agent.presence is Presence.IDLE:
        code = busy_reasons.REJECTED if why == "rejected" else busy_reasons.PHONE_LOST
        set_presence(floor, agent, PresenceBy.SET_BUSY, code, "system", now)
    if agent.id == item.preferred:
        item.preferred_outcome = "refused"
    turn_work(floor, agent, WorkBy.TAKE_BACK, now)
    _return(floor, offer, why, now)


def expire(floor: Floor, offer: Offer, now: datetime) -> None:
    """The ring time is over: counted against the agent, who becomes busy (no answer)."""
    agent, item = offer.agent, offer.item
    _close(floor, offer, OfferBy.EXPIRE)
    agent.missed += 1
    floor.told.append(OfferExpired(**_of(offer, now), agent=agent.id))
    set_presence(floor, agent, PresenceBy.SET_BUSY, busy_reasons.NO_ANSWER, "system", now)
    if agent.id == item.preferred:
        item.preferred_outcome = "refused"
    turn_work(floor, agent, WorkBy.TAKE_BACK, now)
    _return(floor, offer, "expired", now)


def take_back(floor: Floor, offer: Offer, why: str, now: datetime) -> None:
    """The agent is needed elsewhere or leaves: the item keeps its turn, nothing is counted."""
    cancel(floor, offer, why, now)
    _return(floor, offer, why, now)


def cancel(floor: Floor, offer: Offer, why: str, now: datetime) -> None:
    """The offer ends without the agent's doing; he waits on as if it had not been."""
    _close(floor, offer, OfferBy.WITHDRAW)
    floor.told.append(OfferWithdrawn(**_of(offer, now), agent=offer.agent.id, why=why))
    turn_work(floor, offer.agent, WorkBy.TAKE_BACK, now)


def _close(floor: Floor, offer: Offer, by: OfferBy) -> None:
    offer.state = OFFER.next(offer.state, by)
    del floor.offers[offer.id]
    floor.touched_offers.add(offer)
    floor.touched_items.add(offer.item)
    offer.item.offer = offer.agent.offer = None
    offer.item.queue.offered -= 1


def _return(floor: Floor, offer: Offer, why: str, now: datetime) -> None:
    item = offer.item
    item.state = ITEM.next(item.state, ItemBy.RETURN)
    floor.causes[item.id] = f"returned:{why}"
    place(floor, item, now)
    floor.told.append(
        WorkItemReturned(
            at=now,
            item=item.id,
            queue=item.queue.config.id,
            ref=item.ref,
            agent=offer.agent.id,
            why=why,
            position=item.queue.line.rank(item.key),
        )
    )


def _of(offer: Offer, now: datetime) -> dict[str, Any]:
    item = offer.item
    return {
        "at": now,
        "item": item.id,
        "queue": item.queue.config.id,
        "ref": item.ref,
        "offer": offer.id,
    }
