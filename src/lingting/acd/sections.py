"""Busy reasons, skill groups and queues in the configuration text."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from lingting.acd.domain.busy_reasons import BusyReason
from lingting.acd.domain.errors import NameTaken, SkillGroupNotFound
from lingting.acd.domain.queues import Member, SkillGroup
from lingting.acd.schemas import MOST_RULES, BusyReasonIn, QueueIn
from lingting.acd.service.admin import Administration, FitQueue, fit_queue
from lingting.identity.api import Identity
from lingting.kernel.ids import AgentId, QueueId, SkillGroupId, new_id
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.sections import (
    ConfigSection,
    Entry,
    EntryChange,
    EntryRefused,
    NewPassword,
    Reference,
    SectionForm,
    refused,
)

STRICT = ConfigDict(extra="forbid", coerce_numbers_to_str=True)


class BusyReasonForm(BusyReasonIn):
    """A busy reason as the text has it."""

    model_config = STRICT
    code: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


class BusyReasonsSection(ConfigSection):
    """Busy reasons by code, without those of the system."""

    key = "busy_reasons"
    zh, en = "置忙原因", "Busy reasons"
    permissions = ("busy_reasons.write",)
    form = BusyReasonForm
    name_field = "code"

    def __init__(self, admin: Administration) -> None:
        self._admin = admin

    async def export(self, tx: Transaction) -> dict[str, Entry]:
        return {
            one.code: {"zh": one.zh, "en": one.en, "enabled": one.enabled, "planned": one.planned}
            for one in await self._admin.busy_reasons(tx)
            if not one.system
        }

    async def put(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        await self._admin.save_busy_reason(tx, BusyReason(code=change.name, **change.new), by)

    async def remove(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        await self._admin.delete_busy_reason(tx, change.was, by)


class MemberForm(SectionForm):
    """A member by account."""

    agent: str
    level: int = Field(5, ge=1, le=10)
    priority: int = Field(1, ge=1)


class SkillGroupForm(SectionForm):
    """A skill group as the text has it."""

    name: str = Field(min_length=1, max_length=100)
    members: list[MemberForm] = []
    music: str | None = None


class SkillGroupsSection(ConfigSection):
    """Skill groups by name, their members by account, in the order of the sequential strategy."""

    key = "skill_groups"
    zh, en = "技能组", "Skill groups"
    permissions = ("skill_groups.write",)
    form = SkillGroupForm

    def __init__(self, admin: Administration, identity: Identity) -> None:
        self._admin = admin
        self._identity = identity

    async def export(self, tx: Transaction) -> dict[str, Entry]:
        names = await self._identity.account_names(tx)
        accounts = {AgentId(user): account for user, account in names.items()}
        return {
            group.name: {
                "members": [
                    {
                        "agent": accounts[member.agent],
                        "level": member.level,
                        "priority": member.priority,
                    }
                    for member in group.members
                    if member.agent in accounts
                ],
                "music": group.music,
            }
            for group in await self._admin.groups(tx)
        }

    def references(self, entry: Entry) -> Iterable[Reference]:
        return [
            Reference("users", member["agent"], ("members", place, "agent"))
            for place, member in enumerate(entry["members"])
        ]

    async def apply(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> list[NewPassword]:
        """Calls of the company wait for as long as it takes: many are written at once."""
        names = await self._identity.account_names(tx)
        ids = {account: AgentId(user) for user, account in names.items()}
        there = {group.name: group.id for group in await self._admin.groups(tx)}
        groups: list[SkillGroup] = []
        for change in changes:
            with refused(self.key, change):
                members = [
                    Member(agent=ids[one["agent"]], level=one["level"], priority=one["priority"])
                    for one in change.new["members"]
                ]
                group = there.get(change.name) or SkillGroupId(new_id(tx.now))
                name, music = change.name.strip(), change.new["music"]
                groups.append(SkillGroup(id=group, name=name, members=tuple(members), music=music))
        with _naming_the_twin(self.key, changes):
            await self._admin.save_groups(tx, groups, by)
        return []

    async def prune(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> None:
        groups = {group.name: group for group in await self._admin.groups(tx)}
        for change in changes:
            with refused(self.key, change):
                await self._admin.forget_group(tx, groups[change.was], by)


class RequirementForm(SectionForm):
    """A requirement by the group's name."""

    group: str
    min_level: int = Field(1, ge=1, le=10)


class QueueForm(QueueIn):
    """A queue as the text has it."""

    model_config = STRICT
    requirements: list[RequirementForm] = Field(min_length=1, max_length=MOST_RULES)  # type: ignore[assignment]


class QueuesSection(ConfigSection):
    """Queues by name, their skill groups by name."""

    key = "queues"
    zh, en = "队列", "Queues"
    permissions = ("queues.write",)
    form = QueueForm

    def __init__(self, admin: Administration) -> None:
        self._admin = admin

    async def export(self, tx: Transaction) -> dict[str, Entry]:
        names = {str(group.id): group.name for group in await self._admin.groups(tx)}
        found: dict[str, Entry] = {}
        for _, name, settings in await self._admin.queues(tx):
            entry = QueueIn.model_validate({**settings, "name": name}).settings()
            for wanted in entry["requirements"]:
                wanted["group"] = names.get(wanted["group"], wanted["group"])
            found[name] = entry
        return found

    def references(self, entry: Entry) -> Iterable[Reference]:
        return [
            Reference("skill_groups", wanted["group"], ("requirements", place, "group"))
            for place, wanted in enumerate(entry["requirements"])
        ]

    async def apply(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> list[NewPassword]:
        """Calls of the company wait for as long as it takes: many are written at once."""
        ids = {group.name: str(group.id) for group in await self._admin.groups(tx)}
        there = {name: queue for queue, name, _ in await self._admin.queues(tx)}
        defaults = await self._admin.defaults(tx)
        queues: list[FitQueue] = []
        for change in changes:
            with refused(self.key, change):
                queue = QueueId(there.get(change.name) or new_id(tx.now))
                settings = {**change.new, "requirements": _with_ids(change.new, ids)}
                queues.append(fit_queue(queue, change.name, settings, defaults))
        with _naming_the_twin(self.key, changes):
            await self._admin.save_queues(tx, queues, by)
        return []

    async def prune(
        self, tx: Transaction, by: Principal | None, changes: Sequence[EntryChange]
    ) -> None:
        there = {name: QueueId(queue) for queue, name, _ in await self._admin.queues(tx)}
        for change in changes:
            with refused(self.key, change):
                await self._admin.forget_queue(tx, there[change.was], change.was, by)


def _with_ids(entry: Entry, ids: Mapping[str, str]) -> list[dict[str, Any]]:
    """A queue's requirements with the ids of their groups."""
    for wanted in entry["requirements"]:
        if wanted["group"] not in ids:
            raise SkillGroupNotFound(field="requirements", group=wanted["group"])
    return [{**wanted, "group": ids[wanted["group"]]} for wanted in entry["requirements"]]


@contextmanager
def _naming_the_twin(section: str, changes: Sequence[EntryChange]) -> Iterator[None]:
    try:
        yield
    except NameTaken as error:
        taken = error.params["name"]
        twin = next(change for change in changes if change.name.strip() == taken)
        raise EntryRefused(section, twin, error) from error
