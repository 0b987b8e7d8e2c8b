"""HTTP resources of limits, alerts and the own wallboard; the floor itself is a board."""

from typing import Annotated

from fastapi import APIRouter

from lingting.platform.db import Database, Transaction
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.supervision.schemas import (
    AlertOut,
    ThresholdModel,
    ThresholdsIn,
    ThresholdsOut,
    WallboardModel,
)
from lingting.supervision.service import Wallboards

Watcher = Annotated[Principal, require("supervision.see")]
Chief = Annotated[Principal, require("supervision.thresholds")]


def routes(db: Database, wallboards: Wallboards) -> APIRouter:
    """All routes below `/supervision` that concern the wallboard."""
    router = api_router("/supervision", tags=["supervision"])
    _own(router, db, wallboards)
    _thresholds(router, db, wallboards)

    @router.get("/alerts", operation_id="read_alerts")
    async def read_alerts(who: Watcher) -> list[AlertOut]:
        async with db.transaction(who.tenant) as tx:
            rows = await wallboards.alerts_today(tx)
        return [AlertOut.model_validate(dict(row)) for row in rows]

    return router


def _own(router: APIRouter, db: Database, wallboards: Wallboards) -> None:
    @router.get("/wallboard", operation_id="read_wallboard")
    async def read_wallboard(who: Watcher) -> WallboardModel:
        async with db.transaction(who.tenant) as tx:
            return WallboardModel.of(await wallboards.of(tx, who.user))

    @router.put("/wallboard", operation_id="choose_wallboard")
    async def choose_wallboard(who: Watcher, body: WallboardModel) -> WallboardModel:
        async with db.transaction(who.tenant) as tx:
            return WallboardModel.of(await wallboards.choose(tx, who.user, body.wallboard()))

    @router.delete("/wallboard", operation_id="reset_wallboard")
    async def reset_wallboard(who: Watcher) -> WallboardModel:
        async with db.transaction(who.tenant) as tx:
            return WallboardModel.of(await wallboards.reset(tx, who.user))


def _thresholds(router: APIRouter, db: Database, wallboards: Wallboards) -> None:
    @router.get("/thresholds", operation_id="read_thresholds")
    async def read_thresholds(who: Watcher) -> ThresholdsOut:
        async with db.transaction(who.tenant) as tx:
            return await _shown(tx, wallboards)

    @router.put("/thresholds", operation_id="choose_thresholds")
    async def choose_thresholds(who: Chief, body: ThresholdsIn) -> ThresholdsOut:
        chosen = {(one.measure, one.queue): one.limits() for one in body.chosen}
        async with db.transaction(who.tenant) as tx:
            await wallboards.choose_thresholds(tx, who, chosen)
        async with db.transaction(who.tenant) as tx:
            return await _shown(tx, wallboards)


async def _shown(tx: Transaction, wallboards: Wallboards) -> ThresholdsOut:
    chosen = await wallboards.thresholds(tx)
    return ThresholdsOut.of(
        [
            ThresholdModel(
                measure=measure,
                queue=queue,
                warning=limits.warning,
                alarm=limits.alarm,
                sound=limits.sound,
            )
            for (measure, queue), limits in chosen.items()
        ]
    )
