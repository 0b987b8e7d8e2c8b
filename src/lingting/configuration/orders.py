"""Imports that the command line asks of the engine, through the database.

The engine alone may change a living company, since its floor is in memory. Whoever reaches the
database with the installation's rights may ask; passwords are never stored in an answer.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from lingting.configuration.plan import Problem
from lingting.configuration.service import Configuration, Imported, Request
from lingting.configuration.tables import configuration_orders as table
from lingting.kernel.errors import LingtingError
from lingting.kernel.ids import TenantId, new_id
from lingting.platform.db import ConnectionLost, DatabaseAway, Transaction
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.tenancy.api import Tenancy

CHANNEL = "lingting_configuration"
AGAIN_AFTER_SECONDS = 1.0
LOOK_EVERY_SECONDS = 0.1
LONGEST_SECONDS = 1800.0
"""An engine that took an order and is silent for so long has ended meanwhile."""
TOLD_EVERY_SECONDS = 2.0
GONE_AFTER_SECONDS = 60.0
"""Whoever has not said for so long that he waits was ended: nothing is done for him any more."""

log = get_log(__name__)
_NOTIFY = sa.text("SELECT pg_notify(:channel, :payload)")


class Orders:
    """The engine's side: takes what was asked, one after another, and answers."""

    def __init__(self, kit: Kit, configuration: Configuration, tenancy: Tenancy) -> None:
        self._kit = kit
        self._configuration = configuration
        self._tenancy = tenancy

    def start(self) -> None:
        """Listens until the supervisor stops."""
        self._kit.supervisor.spawn(self._listen(), name="loop:configuration")

    async def take(self, tenant: TenantId) -> int:
        """Carries out everything that was asked for a company; answers how much it was."""
        done = 0
        while (order := await self._next(tenant)) is not None:
            order_id, request = order
            answer = await self._carry_out(tenant, Request(**request))
            async with self._kit.db.transaction(tenant) as tx:
                row = table.update().where(table.c.id == order_id)
                await tx.conn.execute(row.values(state="answered", answer=answer))
            done += 1
        return done

    async def _listen(self) -> None:
        while True:
            try:
                async with self._kit.db.notices(CHANNEL) as notices:
                    for company in await self._tenancy.all():
                        await self.take(company.id)
                    async for payload in notices:
                        await self.take(TenantId(UUID(payload)))
            except (ConnectionLost, DatabaseAway, SQLAlchemyError) as error:
                log.warning("not listening for orders", reason=type(error).__name__)
            await asyncio.sleep(AGAIN_AFTER_SECONDS)

    async def _next(self, tenant: TenantId) -> tuple[UUID, dict[str, Any]] | None:
        async with self._kit.db.transaction(tenant) as tx:
            await _forget_those_of_nobody(tx)
            asked = sa.select(table.c.id).where(table.c.state == "asked")
            first = asked.order_by(table.c.id).limit(1).with_for_update(skip_locked=True)
            taken = table.update().where(table.c.id == first.scalar_subquery())
            row = (
                await tx.conn.execute(
                    taken.values(state="taken").returning(table.c.id, table.c.request)
                )
            ).first()
            return (row.id, row.request) if row else None

    async def _carry_out(self, tenant: TenantId, request: Request) -> dict[str, Any]:
        try:
            return _plain(await self._configuration.apply(tenant, None, request))
        except LingtingError as error:
            return {"slug": error.slug, "params": {k: str(v) for k, v in error.params.items()}}
        except Exception as error:  # who asked must hear it, and the next order must be taken
            log.error("order failed", exc_info=error)
            return {"slug": LingtingError.slug, "params": {}}


class Refused(Exception):
    """The engine's answer is a problem; `slug` and `params` fill its sentence."""

    def __init__(self, slug: str, params: dict[str, Any]) -> None:
        super().__init__(slug)
        self.slug = slug
        self.params = params


class NobodyAnswers(Exception):
    """No engine took the order in time; it was taken back."""


class Asking:
    """The command line's side: puts an order down and waits for its answer."""

    def __init__(self, kit: Kit, tenant: TenantId) -> None:
        self._kit = kit
        self._tenant = tenant

    async def ask(self, request: Request, patience_seconds: float) -> dict[str, Any]:
        """`{number, problems, accounts}`. Raises Refused, NobodyAnswers.

        The patience is for being taken; once taken, the order is waited for much longer.
        """
        order = new_id(self._kit.clock.now())
        await self._put(order, request)
        waited = told = 0.0
        while True:
            state, answer = await self._look(order)
            if state == "answered":
                await self._remove(order, state)
                if "slug" in answer:
                    raise Refused(answer["slug"], answer["params"])
                return answer
            patience = patience_seconds if state == "asked" else LONGEST_SECONDS
            if waited >= patience and await self._remove(order, state):
                raise NobodyAnswers()
            if waited - told >= TOLD_EVERY_SECONDS:
                told = waited
                await self._still_here(order)
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            waited += LOOK_EVERY_SECONDS

    async def _put(self, order: UUID, request: Request) -> None:
        async with self._kit.db.transaction(self._tenant) as tx:
            row = {"tenant_id": tx.tenant, "id": order, "asked_at": tx.now, "state": "asked"}
            await tx.conn.execute(table.insert().values(**row, request=asdict(request)))
            await _notify(tx)

    async def _still_here(self, order: UUID) -> None:
        async with self._kit.db.transaction(self._tenant) as tx:
            row = table.update().where(table.c.id == order)
            await tx.conn.execute(row.values(asked_at=tx.now))

    async def _look(self, order: UUID) -> tuple[str, dict[str, Any]]:
        async with self._kit.db.transaction(self._tenant) as tx:
            query = sa.select(table.c.state, table.c.answer).where(table.c.id == order)
            row = (await tx.conn.execute(query)).one()
            return row.state, row.answer or {}

    async def _remove(self, order: UUID, state: str) -> bool:
        async with self._kit.db.transaction(self._tenant) as tx:
            gone = table.delete().where(table.c.id == order, table.c.state == state)
            return (await tx.conn.execute(gone)).rowcount > 0


async def _forget_those_of_nobody(tx: Transaction) -> None:
    """A command that was killed leaves its order behind; one that is being done stays."""
    silent = table.c.asked_at < tx.now - timedelta(seconds=GONE_AFTER_SECONDS)
    await tx.conn.execute(table.delete().where(silent, table.c.state != "taken"))
    lost = table.c.asked_at < tx.now - timedelta(seconds=LONGEST_SECONDS)
    await tx.conn.execute(table.delete().where(lost))


async def _notify(tx: Transaction) -> None:
    await tx.conn.execute(_NOTIFY, {"channel": CHANNEL, "payload": str(tx.tenant)})


def _plain(imported: Imported) -> dict[str, Any]:
    return {
        "number": imported.number,
        "problems": [_problem(one) for one in imported.plan.problems],
        "accounts": [one.account for one in imported.passwords],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    params = {key: str(value) for key, value in problem.params.items()}
    return {"line": problem.line, "place": problem.place, "slug": problem.slug, "params": params}
