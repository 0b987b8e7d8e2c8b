"""HTTP resources of leaders' acts, and of the agent's hand and tips."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from lingting.kernel.errors import Forbidden
from lingting.kernel.ids import AgentId, SkillGroupId
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.supervision.acting import Acting
from lingting.supervision.acting_schemas import (
    AssignIn,
    ForcedBusyIn,
    ForcedIn,
    HandIn,
    ListenIn,
    ModeIn,
    TipIn,
)
from lingting.supervision.hands import Hands

Listener = Annotated[Principal, require("supervision.listen")]
Taker = Annotated[Principal, require("supervision.take_over")]
Forcer = Annotated[Principal, require("supervision.force")]
Helper = Annotated[Principal, require("supervision.help")]
User = Annotated[Principal, require("desk.use")]


def leader_routes(acting: Acting) -> APIRouter:
    """What leaders do."""
    router = api_router("/supervision", tags=["supervision"])
    _listening(router, acting)
    _forcing(router, acting)
    _helping(router, acting)
    return router


def _listening(router: APIRouter, acting: Acting) -> None:
    @router.post("/listening", status_code=204, operation_id="listen")
    async def listen(who: Listener, body: ListenIn) -> None:
        agent = AgentId(body.agent)
        await acting.turn(
            who.tenant, lambda tx: acting.listen(tx, who, agent, body.mode, body.reason)
        )

    @router.put("/listening/mode", status_code=204, operation_id="switch_listening")
    async def switch(who: Listener, body: ModeIn) -> None:
        await acting.turn(who.tenant, lambda tx: acting.switch(tx, who, body.mode))

    @router.delete("/listening", status_code=204, operation_id="stop_listening")
    async def leave(who: Listener) -> None:
        await acting.turn(who.tenant, lambda tx: acting.leave(tx, who))

    @router.post("/agents/{agent}/take-over", status_code=204, operation_id="take_over")
    async def take_over(who: Taker, agent: UUID, body: ForcedIn) -> None:
        await acting.turn(
            who.tenant, lambda tx: acting.take_over(tx, who, AgentId(agent), body.reason)
        )


def _forcing(router: APIRouter, acting: Acting) -> None:
    @router.post("/agents/{agent}/busy", status_code=204, operation_id="force_busy")
    async def busy(who: Forcer, agent: UUID, body: ForcedBusyIn) -> None:
        await acting.turn(
            who.tenant,
            lambda tx: acting.set_busy(tx, who, AgentId(agent), body.busy_reason, body.reason),
        )

    @router.post("/agents/{agent}/idle", status_code=204, operation_id="force_idle")
    async def idle(who: Forcer, agent: UUID, body: ForcedIn) -> None:
        await acting.turn(
            who.tenant, lambda tx: acting.set_idle(tx, who, AgentId(agent), body.reason)
        )

    @router.post("/agents/{agent}/sign-out", status_code=204, operation_id="force_sign_out")
    async def sign_out(who: Forcer, agent: UUID, body: ForcedIn) -> None:
        await acting.turn(
            who.tenant, lambda tx: acting.sign_out(tx, who, AgentId(agent), body.reason)
        )

    @router.put("/agents/{agent}/groups", status_code=204, operation_id="assign_groups")
    async def assign(who: Forcer, agent: UUID, body: AssignIn) -> None:
        groups = {SkillGroupId(one.group): one.level for one in body.groups}
        await acting.turn(
            who.tenant, lambda tx: acting.assign(tx, who, AgentId(agent), groups, body.reason)
        )


def _helping(router: APIRouter, acting: Acting) -> None:
    @router.post("/agents/{agent}/tips", status_code=204, operation_id="send_tip")
    async def tip(who: Helper, agent: UUID, body: TipIn) -> None:
        await acting.turn(who.tenant, lambda tx: acting.tip(tx, who, AgentId(agent), body.text))

    @router.post("/hands/{hand}/take", status_code=204, operation_id="take_hand")
    async def take(who: Helper, hand: UUID) -> None:
        await acting.turn(who.tenant, lambda tx: acting.take(tx, who, hand))

    @router.delete("/hands/{hand}", status_code=204, operation_id="lower_hand")
    async def lower(who: Helper, hand: UUID) -> None:
        await acting.turn(who.tenant, lambda tx: acting.lower(tx, who, hand))


def asking_routes(acting: Acting, hands: Hands) -> APIRouter:
    """The agent's own hand and tips."""
    router = api_router("/desk", tags=["desk"], at_once=True)

    @router.put("/hand", status_code=204, operation_id="raise_hand")
    async def raise_hand(who: User, body: HandIn) -> None:
        agent = _seated(who)
        await acting.turn(who.tenant, lambda tx: hands.raise_hand(tx, agent, body.text.strip()))

    @router.delete("/hand", status_code=204, operation_id="lower_own_hand")
    async def lower_own(who: User) -> None:
        await acting.turn(who.tenant, lambda tx: hands.lower_own(tx, _seated(who)))

    @router.post("/tips/{tip}/seen", status_code=204, operation_id="tip_seen")
    async def seen(who: User, tip: UUID) -> None:
        await acting.turn(who.tenant, lambda tx: hands.seen(tx, _seated(who), tip))

    return router


def _seated(who: Principal) -> AgentId:
    if who.seat_number is None:
        raise Forbidden()
    return AgentId(who.user)
