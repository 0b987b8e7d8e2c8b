"""What a call may be sent to, and which numbers can be tried."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lingting.acd.api import Acd
from lingting.desktop.people import People
from lingting.kernel.ids import TenantId, UserId
from lingting.platform.db import Transaction
from lingting.platform.http.messages import Language
from lingting.platform.kit import Kit
from lingting.platform.patch import State

Named = Callable[[Transaction], Awaitable[list[tuple[str, str]]]]
"""Lists `(id or number, name)` of a feature, in the order that people expect."""
NamedIn = Callable[[Transaction, Language], Awaitable[list[tuple[str, str]]]]
"""The same of what has a name in each language."""
DataWords = Callable[[Transaction, Mapping[str, str]], Awaitable[list[State]]]
"""What flows kept with a call, each as `{name, zh, en, value_zh, value_en}`."""


@dataclass(frozen=True, slots=True)
class Found:
    """Colleagues, queues and flows."""

    agents: list[dict[str, Any]]
    queues: list[tuple[str, str]]
    flows: list[tuple[str, str]]


@dataclass(frozen=True)
class Directory:
    """Reads the lists of other features for the telephone bar."""

    kit: Kit
    acd: Acd
    people: People
    flow_list: NamedIn
    number_list: Named

    async def targets(self, tenant: TenantId, asking: UserId, language: Language) -> Found:
        """Everything but the asking agent himself."""
        async with self.kit.db.transaction(tenant) as tx:
            agents: list[dict[str, Any]] = []
            for view in self.acd.agents(tenant):
                if view.id == asking:
                    continue
                person = await self.people.of(tx, UserId(view.id))
                shown = {"id": str(view.id), "name": person.name, "seat": person.seat}
                shown |= {"extension": person.extension, "state": view.shown}
                agents.append(shown | {"can_take": self.acd.can_take(tenant, view.id)})
            queues = [(str(one.id), one.name) for one in self.acd.queues(tenant) if one.enabled]
            return Found(agents, queues, await self.flow_list(tx, language))

    async def numbers(self, tenant: TenantId) -> list[tuple[str, str]]:
        """`(number, label)` of the access numbers."""
        async with self.kit.db.transaction(tenant) as tx:
            return await self.number_list(tx)
