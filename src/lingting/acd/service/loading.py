"""Takes a company's floor up from its rows."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from lingting.acd import config_store, store
from lingting.acd.domain.core import Core
from lingting.acd.domain.floor import HAND_OUTS_KEPT, Floor, HandOut, Offer
from lingting.acd.domain.items import NewItem
from lingting.acd.domain.placing import place
from lingting.acd.domain.queueing import new_item
from lingting.acd.domain.restoring import restore_agent, restore_assigned, restore_offer
from lingting.acd.domain.states import ItemState
from lingting.acd.rows import agent_of, queue_config, skills_of
from lingting.acd.service.settings import defaults_of, with_defaults
from lingting.kernel.ids import AgentId, OfferId, QueueId, WorkItemId
from lingting.platform.db import Transaction
from lingting.tenancy.api import Tenancy


async def load_floor(tx: Transaction, core: Core, tenancy: Tenancy) -> None:
    """Fills an empty core; nothing is decided yet: the next `advance` does that."""
    floor = core.floor
    for row in await store.agents(tx):
        restore_agent(floor, agent_of(row))
    await _load_configuration(tx, core, tenancy)
    for row in await store.living_items(tx):
        _restore_item(floor, row, tx)
    for row in await store.open_offers(tx):
        offer_id, agent_id = OfferId(row["id"]), AgentId(row["agent_id"])
        item, agent = floor.items[WorkItemId(row["item_id"])], floor.agents[agent_id]
        restore_offer(floor, Offer(offer_id, item, agent, row["made_at"], row["expires_at"]))
    for row in reversed(await store.hand_outs(tx)):
        queue = floor.queues.get(QueueId(row["queue_id"]))
        if queue is not None and len(queue.hand_outs) < HAND_OUTS_KEPT:
            queue.hand_outs.append(HandOut(row["assigned_at"], row["enqueued_at"]))
    floor.told.clear()
    core.touched()


async def _load_configuration(tx: Transaction, core: Core, tenancy: Tenancy) -> None:
    for group in await config_store.groups(tx):
        core.floor.groups[group.id] = group
        core.know((member.agent for member in group.members), tx.now)
    defaults = await defaults_of(tx, tenancy)
    for row in await config_store.queues(tx):
        settings = with_defaults(row["settings"], defaults)
        core.put_queue(queue_config(row["id"], row["name"], settings), tx.now)
    reasons = await config_store.busy_reasons(tx)
    core.set_busy_codes(one.code for one in reasons if one.enabled and not one.system)


def _restore_item(floor: Floor, row: Mapping[str, Any], tx: Transaction) -> None:
    queue = floor.queues.get(QueueId(row["queue_id"]))
    if queue is None:
        return
    new = NewItem(
        id=WorkItemId(row["id"]),
        queue=QueueId(row["queue_id"]),
        ref=row["ref"],
        channel=row["channel"],
        priority=row["given_priority"],
        enqueued_at=row["enqueued_at"],
        preferred_agent=row["preferred_agent"],
        directed=row["directed"],
        skills=skills_of(row["skills"]),
        data=row["data"],
    )
    item = new_item(floor, queue, new, tx.now)
    item.enqueued_at = row["enqueued_at"]  # which is later than now when the clock was set back
    item.joined_at = row["joined_at"]
    item.waits_until = row["waits_until"]
    item.preferred_until = row["preferred_until"]
    item.preferred_outcome = row["preferred_outcome"]
    item.refused_by = {AgentId(UUID(agent)) for agent in row["refused_by"]}
    item.state = ItemState(row["state"])
    if item.state is ItemState.WAITING:
        item.reserved_for = floor.agents.get(row["reserved_for"])
        place(floor, item, tx.now)
    elif item.state is ItemState.ASSIGNED:
        item.assigned_at = row["assigned_at"]
        restore_assigned(item, floor.agents[row["agent_id"]])
