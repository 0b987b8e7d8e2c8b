"""HTTP resources of skill groups, queues, busy reasons and routing decisions."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path

from lingting.acd.domain.busy_reasons import BusyReason
from lingting.acd.schemas import (
    BusyReasonIn,
    BusyReasonOut,
    QueueIn,
    QueueOut,
    SkillGroupIn,
    SkillGroupOut,
)
from lingting.acd.service.acd import AcdService
from lingting.kernel.ids import QueueId, SkillGroupId, TenantId, new_id
from lingting.platform.db import Transaction
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.platform.kit import Kit

GroupReader = Annotated[Principal, require("skill_groups.read")]
GroupWriter = Annotated[Principal, require("skill_groups.write")]
QueueReader = Annotated[Principal, require("queues.read")]
QueueWriter = Annotated[Principal, require("queues.write")]
ReasonReader = Annotated[Principal, require("busy_reasons.read")]
ReasonWriter = Annotated[Principal, require("busy_reasons.write")]
CallReader = Annotated[Principal, require("calls.read")]
Code = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")]

Turn = Callable[[TenantId, Callable[[Transaction], Awaitable[None]]], Awaitable[None]]


def routes(kit: Kit, acd: AcdService) -> APIRouter:
    """The router of this feature."""

    async def turn(tenant: TenantId, use: Callable[[Transaction], Awaitable[None]]) -> None:
        async def in_turn() -> None:
            async with kit.db.transaction(tenant) as tx:
                await use(tx)

        await kit.mailboxes.run(tenant, in_turn)

    router = api_router(tags=["acd"])
    _skill_groups(router, kit, acd, turn)
    _queues(router, kit, acd, turn)
    _busy_reasons(router, kit, acd, turn)

    @router.get("/calls/{call}/decisions")
    async def read_decisions(who: CallReader, call: UUID) -> list[dict[str, Any]]:
        async with kit.db.transaction(who.tenant) as tx:
            return [dict(one) for one in await acd.decisions_of(tx, call)]

    return router


def _skill_groups(router: APIRouter, kit: Kit, acd: AcdService, turn: Turn) -> None:
    @router.get("/skill-groups")
    async def read_skill_groups(who: GroupReader) -> list[SkillGroupOut]:
        async with kit.db.transaction(who.tenant) as tx:
            return [SkillGroupOut.of(one) for one in await acd.admin.groups(tx)]

    @router.post("/skill-groups", status_code=201)
    async def create_skill_group(who: GroupWriter, body: SkillGroupIn) -> SkillGroupOut:
        group = body.group(SkillGroupId(new_id(kit.clock.now())))
        await turn(who.tenant, lambda tx: acd.admin.save_group(tx, group, who))
        return SkillGroupOut.of(group)

    @router.put("/skill-groups/{group}")
    async def change_skill_group(
        who: GroupWriter, group: UUID, body: SkillGroupIn
    ) -> SkillGroupOut:
        changed = body.group(SkillGroupId(group))
        await turn(who.tenant, lambda tx: acd.admin.change_group(tx, changed, who))
        return SkillGroupOut.of(changed)

    @router.delete("/skill-groups/{group}", status_code=204)
    async def delete_skill_group(who: GroupWriter, group: UUID) -> None:
        await turn(who.tenant, lambda tx: acd.admin.delete_group(tx, SkillGroupId(group), who))


def _queues(router: APIRouter, kit: Kit, acd: AcdService, turn: Turn) -> None:
    @router.get("/queues")
    async def read_queues(who: QueueReader) -> list[QueueOut]:
        async with kit.db.transaction(who.tenant) as tx:
            return [QueueOut.of_row(*one) for one in await acd.admin.queues(tx)]

    @router.post("/queues", status_code=201)
    async def create_queue(who: QueueWriter, body: QueueIn) -> QueueOut:
        queue, settings = QueueId(new_id(kit.clock.now())), body.settings()
        await turn(who.tenant, lambda tx: acd.admin.save_queue(tx, queue, body.name, settings, who))
        return QueueOut.of_row(queue, body.name, settings)

    @router.put("/queues/{queue}")
    async def change_queue(who: QueueWriter, queue: UUID, body: QueueIn) -> QueueOut:
        settings = body.settings()
        await turn(
            who.tenant,
            lambda tx: acd.admin.change_queue(tx, QueueId(queue), body.name, settings, who),
        )
        return QueueOut.of_row(queue, body.name, settings)

    @router.delete("/queues/{queue}", status_code=204)
    async def delete_queue(who: QueueWriter, queue: UUID) -> None:
        await turn(who.tenant, lambda tx: acd.admin.delete_queue(tx, QueueId(queue), who))


def _busy_reasons(router: APIRouter, kit: Kit, acd: AcdService, turn: Turn) -> None:
    @router.get("/busy-reasons")
    async def read_busy_reasons(who: ReasonReader) -> list[BusyReasonOut]:
        async with kit.db.transaction(who.tenant) as tx:
            return [BusyReasonOut.of(one) for one in await acd.admin.busy_reasons(tx)]

    @router.put("/busy-reasons/{code}")
    async def save_busy_reason(who: ReasonWriter, code: Code, body: BusyReasonIn) -> BusyReasonOut:
        reason = BusyReason(code=code, **body.model_dump())
        await turn(who.tenant, lambda tx: acd.admin.save_busy_reason(tx, reason, who))
        return BusyReasonOut.of(reason)

    @router.delete("/busy-reasons/{code}", status_code=204)
    async def delete_busy_reason(who: ReasonWriter, code: Code) -> None:
        await turn(who.tenant, lambda tx: acd.admin.delete_busy_reason(tx, code, who))
