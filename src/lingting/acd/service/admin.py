"""What an administrator configures; the living floor follows in the same transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from lingting.acd import config_store
from lingting.acd.domain.busy_reasons import BusyReason
from lingting.acd.domain.errors import (
    AgentNotFound,
    BusyReasonFixed,
    BusyReasonNotFound,
    NameTaken,
    QueueNotFound,
    SkillGroupNotFound,
)
from lingting.acd.domain.queues import QueueConfig, SkillGroup
from lingting.acd.events import BusyReasonChanged, QueueChanged, SkillGroupChanged
from lingting.acd.ports import People
from lingting.acd.rows import queue_config, queue_settings
from lingting.acd.service.floors import Floors
from lingting.acd.service.settings import OF_COMPANY, Defaults, defaults_of, with_defaults
from lingting.kernel.ids import AgentId, QueueId, SkillGroupId
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.trail import Trail, changes
from lingting.tenancy.api import Tenancy


@dataclass(frozen=True, slots=True)
class FitQueue:
    """A queue and what is kept of its settings: what is the company's is null."""

    config: QueueConfig
    stored: dict[str, Any]


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
        await self.save_groups(tx, [group], by)

    async def save_groups(
        self, tx: Transaction, groups: Sequence[SkillGroup], by: Principal | None = None
    ) -> None:
        """The same with many, in as few statements."""
        known = {one.id: one for one in await self.groups(tx)}
        _refuse_twins(
            {one.id: one.name for one in known.values()}, {one.id: one.name for one in groups}
        )
        joined = {one.agent for group in groups for one in group.members}
        joined -= {one.agent for group in known.values() for one in group.members}
        people = await self._people.account_names(tx) if joined else ()
        if not joined <= {AgentId(one) for one in people}:
            raise AgentNotFound(field="members")
        await config_store.save_groups(tx, groups)
        for group in groups:
            await self._floors.apply(tx, lambda core, now, one=group: core.put_group(one, now))
            was = known.get(group.id)
            what = "edited" if was else "created"
            tx.publish(SkillGroupChanged(at=tx.now, group=group.id, what=what))
            details = changes(_plain_group(was) if was else {}, _plain_group(group))
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
        await self.forget_group(tx, found, by)

    async def forget_group(
        self, tx: Transaction, group: SkillGroup, by: Principal | None = None
    ) -> None:
        """The same with one that was read. Raises SkillGroupInUse."""
        await self._floors.apply(tx, lambda core, now: core.remove_group(group.id, now))
        config_store.delete_group(tx, group.id)
        tx.publish(SkillGroupChanged(at=tx.now, group=group.id, what="deleted"))
        await self._trail.record(tx, by, "skill_group.deleted", group.name)

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
        assigned = [
            replace(group, members=group.with_member(agent, wanted.get(group.id)))
            for group in groups
        ]
        await self._save_changed(tx, groups, assigned, by)

    async def remove_agents(self, tx: Transaction, gone: Set[AgentId]) -> None:
        """Takes people who left the company off the floor and out of all skill groups."""
        await self._floors.apply(tx, lambda core, now: core.remove_agents(gone, now))
        groups = await self.groups(tx)
        left = [replace(group, members=group.without(gone)) for group in groups]
        await self._save_changed(tx, groups, left)

    async def _save_changed(
        self,
        tx: Transaction,
        before: Sequence[SkillGroup],
        after: Sequence[SkillGroup],
        by: Principal | None = None,
    ) -> None:
        changed = [now for was, now in zip(before, after, strict=True) if now != was]
        if changed:
            await self.save_groups(tx, changed, by)

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
        fit = fit_queue(queue, name, settings, await self.defaults(tx))
        groups = {one.id for one in await self.groups(tx)}
        for wanted in fit.config.requirements:
            if wanted.group not in groups:
                raise SkillGroupNotFound(field="requirements", group=wanted.group)
        await self.save_queues(tx, [fit], by)

    async def save_queues(
        self, tx: Transaction, queues: Sequence[FitQueue], by: Principal | None = None
    ) -> None:
        """The same with many whose groups are there, in as few statements. Raises NameTaken."""
        known = {one: {"name": old, **kept} for one, old, kept in await self.queues(tx)}
        _refuse_twins(
            {one: was["name"] for one, was in known.items()},
            {one.config.id: one.config.name for one in queues},
        )
        await config_store.save_queues(
            tx, [(one.config.id, one.config.name, one.stored) for one in queues]
        )
        for config, stored in ((one.config, one.stored) for one in queues):
            await self._floors.apply(tx, lambda core, now, one=config: core.put_queue(one, now))
            was = known.get(config.id)
            what = "edited" if was else "created"
            tx.publish(QueueChanged(at=tx.now, queue=config.id, what=what))
            details = changes(was, {"name": config.name, **stored}) if was else stored
            await self._trail.record(tx, by, f"queue.{what}", config.name, details)

    async def defaults(self, tx: Transaction) -> Defaults:
        """The company's values for queues that have none."""
        return await defaults_of(tx, self._tenancy)

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
        await self.forget_queue(tx, queue, name, by)

    async def forget_queue(
        self, tx: Transaction, queue: QueueId, name: str, by: Principal | None = None
    ) -> None:
        """The same with one that was read."""
        await self._floors.apply(tx, lambda core, now: core.remove_queue(queue, now))
        config_store.delete_queue(tx, queue)
        tx.publish(QueueChanged(at=tx.now, queue=queue, what="deleted"))
        await self._trail.record(tx, by, "queue.deleted", name)

    async def follow_company(self, tx: Transaction) -> None:
        """The company's settings changed: queues without own values follow."""
        defaults = await self.defaults(tx)
        for queue, name, settings in await self.queues(tx):
            if any(settings.get(key) is None for key in OF_COMPANY):
                config = fit_queue(QueueId(queue), name, settings, defaults).config
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


def fit_queue(
    queue: QueueId, name: str, settings: Mapping[str, Any], defaults: Defaults
) -> FitQueue:
    """The queue that would be kept. Raises QueueUnfit."""
    config = queue_config(queue, name, with_defaults(settings, defaults))
    of_company = {key: None for key in OF_COMPANY if settings.get(key) is None}
    return FitQueue(config, {**queue_settings(config), **of_company})


def _refuse_twins(known: Mapping[UUID, str], saved: Mapping[UUID, str]) -> None:
    names = Counter({**known, **saved}.values())
    for name in saved.values():
        if names[name] > 1:
            raise NameTaken(field="name", name=name)


def _plain_group(group: SkillGroup) -> dict[str, Any]:
    members = {
        str(one.agent): {"level": one.level, "priority": one.priority} for one in group.members
    }
    return {"name": group.name, "music": group.music, "members": members}


def _plain_reason(reason: BusyReason) -> dict[str, Any]:
    names = ("zh", "en", "enabled", "planned")
    return {name: getattr(reason, name) for name in names}
