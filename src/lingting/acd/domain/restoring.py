"""Puts living things back into an empty floor, as they were written down."""

from datetime import timedelta

from lingting.acd.domain.dues import Due
from lingting.acd.domain.floor import Agent, Floor, Item, Offer, status_of
from lingting.acd.domain.states import Work


def restore_agent(floor: Floor, agent: Agent) -> None:
    """An agent with his deadlines; his queues seat him when they are made."""
    agent.status = status_of(agent)
    floor.agents[agent.id] = agent
    if agent.wrap_until is not None:
        floor.dues.add(agent.wrap_until, Due.WRAP_UP_ENDS, agent)
    if agent.phone_lost_at is not None:
        grace = timedelta(seconds=floor.phone_grace_seconds)
        floor.dues.add(agent.phone_lost_at + grace, Due.PHONE_GRACE, agent)


def restore_assigned(item: Item, agent: Agent) -> None:
    """An item that an agent has; while he talks he has it at hand."""
    item.agent = agent
    if agent.work is Work.ENGAGED and agent.ref == item.ref:
        agent.item = item


def restore_offer(floor: Floor, offer: Offer) -> None:
    """An offer that still rings."""
    item, agent = offer.item, offer.agent
    floor.offers[offer.id] = offer
    item.offer = agent.offer = offer
    item.queue.offered += 1
    floor.dues.add(offer.expires_at, Due.OFFER_EXPIRES, offer)
