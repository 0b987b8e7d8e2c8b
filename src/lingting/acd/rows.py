"""How the floor's things look as rows, and back; pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

import msgspec

from lingting.acd.domain.floor import Agent, Item, Offer, status_of
from lingting.acd.domain.queues import QueueConfig, Requirement, Requirements
from lingting.acd.domain.states import ItemState, Method, OfferState, Presence, SignIn, Work
from lingting.acd.events import OfferMade, WorkItemQueued, WorkItemRelaxed
from lingting.kernel.events import Event
from lingting.kernel.ids import AgentId, SkillGroupId

Row: TypeAlias = dict[str, Any]

_ENDED = (ItemState.DONE, ItemState.ABANDONED, ItemState.OVERFLOWED)


def agent_row(agent: Agent) -> Row:
    """An agent as he is now."""
    return {
        "id": agent.id,
        "sign_in": agent.sign_in.value,
        "method": agent.method.value if agent.method else None,
        "presence": agent.presence.value,
        "reason": agent.reason,
        "work": agent.work.value,
        "since": agent.since,
        "idle_since": agent.idle_since,
        "work_since": agent.work_since,
        "auto_idle": agent.auto_idle,
        "idle_after": agent.idle_after,
        "reachable": agent.reachable,
        "phone_lost_at": agent.phone_lost_at,
        "aside": agent.aside,
        "wrap_seconds": agent.wrap_seconds,
        "wrap_until": agent.wrap_until,
        "ref": agent.ref,
        "calls": agent.calls,
        "handled_seconds": agent.handled_seconds,
        "missed": agent.missed,
        "rejected": agent.rejected,
    }


def agent_of(row: Mapping[str, Any]) -> Agent:
    """The agent of a row; offers and items are put to him afterwards."""
    values = {key: value for key, value in row.items() if key != "tenant_id"}
    values["sign_in"] = SignIn(row["sign_in"])
    values["method"] = Method(row["method"]) if row["method"] else None
    values["presence"] = Presence(row["presence"])
    values["work"] = Work(row["work"])
    values["id"] = AgentId(row["id"])
    agent = Agent(**values)
    agent.status = status_of(agent)
    return agent


def timeline_part(agent: Agent) -> Row | None:
    """What a stretch of the agent's timeline says; None while he is logged out."""
    if agent.sign_in is SignIn.LOGGED_OUT:
        return None
    row = agent_row(agent)
    return {key: row[key] for key in ("sign_in", "method", "presence", "reason", "work", "ref")}


def item_row(item: Item, now: datetime) -> Row:
    """A work item as it is now."""
    return {
        "id": item.id,
        "queue_id": item.queue.config.id,
        "ref": item.ref,
        "channel": item.channel,
        "state": item.state.value,
        "given_priority": item.given_priority,
        "enqueued_at": item.enqueued_at,
        "joined_at": item.joined_at,
        "waits_until": item.waits_until,
        "skills": msgspec.to_builtins(item.skills) if item.skills else None,
        "data": item.data,
        "preferred_agent": item.preferred,
        "directed": item.directed,
        "preferred_until": item.preferred_until,
        "preferred_outcome": item.preferred_outcome,
        "reserved_for": item.reserved_for.id if item.reserved_for else None,
        "refused_by": sorted(str(agent) for agent in item.refused_by),
        "agent_id": item.agent.id if item.agent else None,
        "assigned_at": item.assigned_at,
        "ended_at": now if item.state in _ENDED else None,
    }


def offer_row(offer: Offer, now: datetime) -> Row:
    """An offer as it is now."""
    return {
        "id": offer.id,
        "item_id": offer.item.id,
        "agent_id": offer.agent.id,
        "made_at": offer.made_at,
        "expires_at": offer.expires_at,
        "state": offer.state.value,
        "closed_at": None if offer.state is OfferState.PENDING else now,
    }


def decision_row(event: Event) -> Row | None:
    """The row of a decision: an offer, or the finding that nobody can have the item yet."""
    if not isinstance(event, OfferMade | WorkItemQueued | WorkItemRelaxed) or not event.reason:
        return None
    made = isinstance(event, OfferMade)
    return {
        "at": event.at,
        "item_id": event.item,
        "queue_id": event.queue,
        "ref": event.ref,
        "offer_id": event.offer if made else None,
        "agent_id": event.agent if made else None,
        "reason": msgspec.to_builtins(event.reason),
    }


def skills_of(value: list[dict[str, Any]] | None) -> Requirements | None:
    """The requirements of a JSON value."""
    if not value:
        return None
    return tuple(
        Requirement(SkillGroupId(UUID(one["group"])), int(one["min_level"])) for one in value
    )


def queue_settings(config: QueueConfig) -> Row:
    """What the `settings` column holds: everything but id and name."""
    value: Row = msgspec.to_builtins(config)
    del value["id"], value["name"]
    return value


def queue_config(queue_id: UUID, name: str, settings: Mapping[str, Any]) -> QueueConfig:
    """The configuration of a row; settings that a newer version added take their defaults."""
    return msgspec.convert(
        {**settings, "id": str(queue_id), "name": name}, QueueConfig, strict=False
    )
