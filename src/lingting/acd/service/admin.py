"""What an administrator configures; the living floor follows in the same transaction."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from lingting.acd import config_store
from lingting.acd.domain.busy_reasons import BusyReason
from lingting.acd.domain.errors import (
    AgentNotFound,
    BusyReasonFixed,
    BusyReasonNotFound,
    QueueNotFound,
    SkillGroupNotFound,
)
from lingting.acd.domain.queues import QueueConfig, SkillGroup
from lingting.acd.events import BusyReasonChanged, QueueChanged, SkillGroupChanged
from lingting.acd.ports import People
from lingting.acd.rows import queue_config, queue_settings
from lingting.acd.service.floors import Floors
from lingting.acd.service.settings import OF_COMPANY, defaults_of, with_defaults
from lingting.kernel.ids import AgentId, QueueId, SkillGroupId
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.trail import Trail, changes
from lingting.tenancy.api import Tenancy


class Administration:
    """Skill groups, queues and busy reasons; run each use case in the company's mailbox."""

    def __init__(self, floors: Floors, tenancy: Tenancy, trail: Trail, people: People) -> None:
        self._floors = floors
        self._people = people
        self._tenancy = tenancy
        self._trail = trail

    # skill groups ------------------------------------------------------------------------------

    async def groups(self, tx: Transaction) -> list[SkillGroup]:
        return await config_store.groups(tx)

    async def save_group(
        self, tx: Transaction, group: SkillGroup, by: Principal | None = None
    ) -> None:
        """Makes or changes a skill group. Raises NameTaken, AgentNotFound."""
        known = {one.id: one for one in await self.groups(tx)}
        what = "edited" if group.id in known else "created"
        members = {one.agent for one in group.members}
        if group.id in known:
            members -= {one.agent for one in known[group.id].members}
        people = await self._people.account_names(tx) if members else ()
        if not members <= {AgentId(one) for one in people}:
            raise AgentNotFound(field="members")
        await config_store.save_group(tx, group)
        await self._floors.apply(tx, lambda core, now: core.put_group(group, now))
        tx.publish(SkillGroupChanged(at=tx.now, group=group.id, what=what))
        was = _plain_group(known[group.id]) if group.id in known else {}
        details = changes(was, _plain_group(group))
        await self._trail.record(tx, by, f"skill_group.{what}", group.name, details)

    async def change_group(
        self, tx: Transaction, group: SkillGroup, by: Principal | None = None
    ) -> None:
        """Raises SkillGroupNotFound, NameTaken."""
        if all(one.id != group.id for one in await self.groups(tx)):
            raise SkillGroupNotFound(group=group.id)
        await self.save_group(tx, group, by)

    async def delete_group(
        self, tx: Transaction, group: SkillGroupId, by: Principal | None = None
    ) -> None:
        """Raises SkillGroupNotFound, SkillGroupInUse."""
        found = next((one for one in await self.groups(tx) if one.id == group), None)
        if found is None:
            raise SkillGroupNotFound(group=group)
        await self._floors.apply(tx, lambda core, now: core.remove_group(group, now))
        await config_store.delete_group(tx, group)
        tx.publish(SkillGroupChanged(at=tx.now, group=group, what="deleted"))
        await self._trail.record(tx, by, "skill_group.deleted", found.name)

    async def assign(
        self,
        tx: Transaction,
        agent: AgentId,
        wanted: Mapping[SkillGroupId, int],
        by: Principal | None = None,
    ) -> None:
        """Puts an agent into these groups with these levels, and out of all others."""
        groups = await self.groups(tx)
        for unknown in wanted.keys() - {group.id for group in groups}:
            raise SkillGroupNotFound(group=unknown)
        for group in groups:
            members = group.with_member(agent, wanted.get(group.id))
            if members != group.members:
                await self.save_group(tx, replace(group, members=members), by)

    async def remove_agent(self, tx: Transaction, agent: AgentId) -> None:
        """Takes a person who left the company off the floor and out of all skill groups."""
        await self._floors.apply(tx, lambda core, now: core.remove_agent(agent, now))
        for group in await self.groups(tx):
            members = tuple(one for one in group.members if one.agent != agent)
            if members != group.members:
                await self.save_group(tx, replace(group, members=members))

    # queues ------------------------------------------------------------------------------------

    async def queues(self, tx: Transaction) -> list[tuple[UUID, str, Mapping[str, Any]]]:
        """`(id, name, settings)`; `ring_seconds` and `wrap_up_seconds` may be the company's."""
        return [(row["id"], row["name"], row["settings"]) for row in await config_store.queues(tx)]

    async def save_queue(
        self,
        tx: Transaction,
        queue: QueueId,
        name: str,
        settings: Mapping[str, Any],
        by: Principal | None = None,
    ) -> None:
        """Makes or changes a queue; who waits keeps his turn.

        Raises QueueUnfit, SkillGroupNotFound, NameTaken.

        `settings` are the fields of `QueueConfig` as JSON; what is missing takes its default.
        """
        config = await self._config(tx, queue, name, settings)
        groups = {one.id for one in await self.groups(tx)}
        for wanted in config.requirements:
            if wanted.group not in groups:
                raise SkillGroupNotFound(field="requirements", group=wanted.group)
        known = {one: {"name": old, **kept} for one, old, kept in await self.queues(tx)}
        what = "edited" if queue in known else "created"
        stored = queue_settings(config)
        for key in OF_COMPANY:
            if settings.get(key) is None:
                stored[key] = None
        await config_store.save_queue(tx, queue, name, stored)
        await self._floors.apply(tx, lambda core, now: core.put_queue(config, now))
        tx.publish(QueueChanged(at=tx.now, queue=queue, what=what))
        was = known.get(queue)
        details = stored if was is None else changes(was, {"name": name, **stored})
        await self._trail.record(tx, by, f"queue.{what}", name, details)

    async def change_queue(
        self,
        tx: Transaction,
        queue: QueueId,
        name: str,
        settings: Mapping[str, Any],
        by: Principal | None = None,
    ) -> None:
        """Raises QueueNotFound, QueueUnfit, NameTaken."""
        if all(one != queue for one, _, _ in await self.queues(tx)):
            raise QueueNotFound(queue=queue)
        await self.save_queue(tx, queue, name, settings, by)

    async def delete_queue(
        self, tx: Transaction, queue: QueueId, by: Principal | None = None
    ) -> None:
        """Who waits in it goes back to his flow as "queue closed". Raises QueueNotFound."""
        name = next((name for one, name, _ in await self.queues(tx) if one == queue), None)
        if name is None:
            raise QueueNotFound(queue=queue)
        await self._floors.apply(tx, lambda core, now: core.remove_queue(queue, now))
        await config_store.delete_queue(tx, queue)
        tx.publish(QueueChanged(at=tx.now, queue=queue, what="deleted"))
        await self._trail.record(tx, by, "queue.deleted", name)

    async def follow_company(self, tx: Transaction) -> None:
        """The company's settings changed: queues without own values follow."""
        for queue, name, settings in await self.queues(tx):
            if any(settings.get(key) is None for key in OF_COMPANY):
                config = await self._config(tx, QueueId(queue), name, settings)
                await self._floors.apply(
                    tx, lambda core, now, config=config: core.put_queue(config, now)
                )

    # busy reasons ------------------------------------------------------------------------------

    async def busy_reasons(self, tx: Transaction) -> list[BusyReason]:
        return await config_store.busy_reasons(tx)

    async def save_busy_reason(
        self, tx: Transaction, reason: BusyReason, by: Principal | None = None
    ) -> None:
        """Makes or changes a reason. Raises BusyReasonFixed for the system's own."""
        known = {one.code: one for one in await self.busy_reasons(tx)}
        old = known.get(reason.code)
        if old is not None and old.system:
            raise BusyReasonFixed(code=reason.code)
        what = "edited" if old else "created"
        await config_store.save_busy_reason(tx, reason, len(known))
        details = changes(_plain_reason(old) if old else {}, _plain_reason(reason))
        await self._reasons_changed(tx, reason.code, what, by, details)

    async def delete_busy_reason(
        self, tx: Transaction, code: str, by: Principal | None = None
    ) -> None:
        """Raises BusyReasonNotFound, BusyReasonFixed."""
        found = next((one for one in await self.busy_reasons(tx) if one.code == code), None)
        if found is None:
            raise BusyReasonNotFound(code=code)
        if found.system:
            raise BusyReasonFixed(code=code)
        await config_store.delete_busy_reason(tx, code)
        await self._reasons_changed(tx, code, "deleted", by)

    async def _reasons_changed(
        self,
        tx: Transaction,
        code: str,
        what: str,
        by: Principal | None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        codes = [one.code for one in await self.busy_reasons(tx) if one.enabled and not one.system]
        await self._floors.choose_busy_codes(tx, codes)
        tx.publish(BusyReasonChanged(at=tx.now, code=code, what=what))
        await self._trail.record(tx, by, f"busy_reason.{what}", code, details)

    async def _config(
        self, tx: Transaction, queue: UUID, name: str, settings: Mapping[str, Any]
    ) -> QueueConfig:
        defaults = await defaults_of(tx, self._tenancy)
        return queue_config(queue, name, with_defaults(settings, defaults))


def _plain_group(group: SkillGroup) -> dict[str, Any]:
    members = {
        str(one.agent): {"level": one.level, "priority": one.priority} for one in group.members
    }
    return {"name": group.name, "music": group.music, "members": members}


def _plain_reason(reason: BusyReason) -> dict[str, Any]:
    names = ("zh", "en", "enabled", "planned")
    return {name: getattr(reason, name) for name in names}
