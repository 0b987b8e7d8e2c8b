"""Computes the one state that a person's pages show."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from lingting.acd.api import Acd
from lingting.acd.domain.busy_reasons import BusyReason
from lingting.acd.domain.states import SignIn, Work
from lingting.acd.domain.views import AgentView
from lingting.acd.domain.words import shown
from lingting.calls.domain import Call, CallState, Direction, LegState, activity_of
from lingting.calls.module import Calls
from lingting.customers.api import Customers
from lingting.desktop.common import Common
from lingting.desktop.domain import actions_of, controls_of, step_of
from lingting.desktop.paths import Paths
from lingting.desktop.people import People
from lingting.desktop.targets import DataWords
from lingting.identity.api import Identity
from lingting.kernel.discretion import shown_phone, shown_text
from lingting.kernel.ids import AgentId, QueueId, TenantId, UserId
from lingting.kernel.instants import instant
from lingting.kernel.phone import PhoneNumber, masked, region_name
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.platform.looking import looking
from lingting.platform.patch import State, without_nulls
from lingting.platform.remembering import Remembered

Beside = Callable[[Transaction, UserId], Awaitable[State]]
"""What a sibling puts on a person's desk."""


@dataclass(frozen=True)
class DesktopView:
    """Reads memory for what is alive and the database for names and stories."""

    kit: Kit
    acd: Acd
    calls: Calls
    customers: Customers
    people: People
    data_words: DataWords
    sight: Identity
    paths: Paths
    common: Common
    known: Remembered[Mapping[str, Any] | None]
    """The customers of calls."""
    beside: Beside | None = None

    async def of(self, tenant: TenantId, user: UserId) -> State:
        """The state of one person; the same for all of his pages."""
        async with looking(self.kit.db, tenant) as tx:
            me = await self.people.of(tx, user)
            see = await self.sight.sees_numbers(tx, user)
            state: State = {"me": me.as_state(), **self.common.shown(tenant)}
            agent = AgentId(user)
            view = self.acd.agent_view(tenant, agent) if me.seat is not None else None
            if view is not None:
                state |= await self._agent(tx, view, see)
            if self.beside is not None:
                state |= await self.beside(tx, user)
        return without_nulls(state)

    async def _agent(self, tx: Transaction, view: AgentView, see: bool) -> State:
        call = self.calls.live.of_agent(view.id)
        talking = call if call is not None and call.agent == view.id else None
        state: State = {"agent": self._agent_state(tx.tenant, view, talking)}
        state["reasons"] = [_reason(one) for one in await self.acd.busy_reasons(tx)]
        if talking is not None:
            state["call"] = await self._call(tx, talking, view.id, see)
        elif call is not None and view.offer is not None:
            state["offer"] = await self._offer(tx, call, view, see)
        if view.work is Work.WRAPPING and view.ref is not None:
            state["wrap_up"] = await self._wrap_up(tx, view, see)
        forgot = view.presence.value == "busy" and view.reason == "after_call"
        if forgot and view.work is Work.FREE and view.sign_in is SignIn.SIGNED_IN:
            state["remind_idle"] = True
        return state

    def _agent_state(self, tenant: TenantId, view: AgentView, call: Call | None) -> State:
        word = shown(view.sign_in, view.presence, view.reason, view.work, activity_of(call))
        if call is not None and call.state is CallState.RECONNECTING:
            word = "reconnecting"
        actions = actions_of(view.sign_in, view.presence, view.work, reachable=view.reachable)
        return {
            "sign_in": view.sign_in.value,
            "method": view.method.value if view.method else None,
            "presence": view.presence.value,
            "reason": view.reason,
            "work": view.work.value,
            "auto_idle": view.auto_idle,
            "idle_after": view.idle_after,
            "state": word,
            "since": instant(view.since),
            "phone": "registered" if view.reachable else "unregistered",
            "actions": actions,
            "calls_today": view.calls_today,
            "missed_today": view.missed_today,
        }

    async def _offer(self, tx: Transaction, call: Call, view: AgentView, see: bool) -> State:
        leg = call.agent_leg
        item = self.acd.item_view(tx.tenant, call.item) if call.item else None
        return {
            "offer_id": str(view.offer),
            "call_id": str(call.id),
            "at": instant(leg.began_at) if leg else None,
            "expires_at": instant(view.offer_expires_at),
            "caller": await self._caller(tx, call, see),
            "called": _called(call, see),
            "queue": self._queue_name(tx.tenant, call),
            "waited_since": instant(item.enqueued_at) if item else None,
            "transfers": call.transfers,
            "path": await self._path(tx, call, see),
            "data": await self._data(tx, call, see),
        }

    async def _call(self, tx: Transaction, call: Call, agent: AgentId, see: bool) -> State:
        mine, customer = call.agent_leg, call.customer_leg
        held = customer is not None and customer.state is LegState.HELD
        legs = [leg for leg in call.legs if leg.agent == agent]
        joined = [leg.joined_at for leg in legs if leg.joined_at]
        since = min(joined or [leg.began_at for leg in legs], default=call.began_at)
        return {
            "call_id": str(call.id),
            "direction": call.direction.value,
            "state": "held" if held else call.state.value,
            "since": instant(since),
            "held_since": instant(customer.held_at) if held and customer else None,
            "reconnect_by": instant(call.reconnect_by),
            "muted": bool(mine and mine.muted),
            "recording": bool(mine and mine.recording and mine.answered_at),
            "caller": await self._caller(tx, call, see),
            "called": _called(call, see),
            "queue": self._queue_name(tx.tenant, call),
            "path": await self._path(tx, call, see),
            "data": await self._data(tx, call, see),
            "controls": controls_of(call),
            "transfers": call.transfers,
        }

    async def _wrap_up(self, tx: Transaction, view: AgentView, see: bool) -> State:
        assert view.ref is not None
        times = {"since": instant(view.since), "ends_at": instant(view.wrap_until)}
        call = await self.calls.find(tx, view.ref)
        if call is None:
            return {"call_id": str(view.ref), **times}
        return {
            "call_id": str(call.id),
            **times,
            "direction": call.direction.value,
            "not_connected": call.why_not_connected,
            "caller": await self._caller(tx, call, see),
            "called": _called(call, see),
            "queue": self._queue_name(tx.tenant, call),
            "path": await self._path(tx, call, see),
            "data": await self._data(tx, call, see),
            "transfers": call.transfers,
        }

    async def _caller(self, tx: Transaction, call: Call, see: bool) -> State:
        return caller_state(call.caller, await self._customer(tx, call), see_numbers=see)

    async def _data(self, tx: Transaction, call: Call, see: bool) -> list[State]:
        found = await self.data_words(tx, call.data)
        return [{key: shown_text(one[key], see_numbers=see) for key in one} for one in found]

    async def _customer(self, tx: Transaction, call: Call) -> Mapping[str, Any] | None:
        read = partial(self._read_customer, tx, call)
        return await self.known.of(tx.tenant, read, (call.id, call.customer))

    async def _read_customer(self, tx: Transaction, call: Call) -> Mapping[str, Any] | None:
        if call.customer is None:  # asked when the call began, and told since (`calls.recognising`)
            return None
        found = await self.customers.by_id(tx, call.customer)
        if found is None and not call.caller.is_anonymous:
            found = await self.customers.by_number(tx, call.caller.key)
        return {"id": str(found.id), "name": found.name} if found else None

    async def _path(self, tx: Transaction, call: Call, see: bool) -> list[State]:
        rows = await self.paths.of(tx, call.id)
        names = await self._names(tx, rows)
        steps = [(row, step_of(row["name"], row["data"], names, see_numbers=see)) for row in rows]
        return [
            {"at": instant(row["at"]), "kind": step.kind, "zh": step.zh, "en": step.en}
            for row, step in steps
            if step is not None
        ]

    async def _names(self, tx: Transaction, rows: list[dict[str, Any]]) -> dict[str, str]:
        queues = {QueueId(UUID(row["data"]["queue"])) for row in rows if row["data"].get("queue")}
        found = (self.acd.queue_config(tx.tenant, queue) for queue in queues)
        names = {str(queue.id): queue.name for queue in found if queue}
        agents = {row["data"]["agent"] for row in rows if row["data"].get("agent")}
        for agent in agents:
            names[str(agent)] = (await self.people.of(tx, UserId(UUID(str(agent))))).name
        return names

    def _queue_name(self, tenant: TenantId, call: Call) -> State | None:
        found = self.acd.queue_config(tenant, call.queue) if call.queue else None
        return {"id": str(found.id), "name": found.name} if found else None


def caller_state(
    number: PhoneNumber, customer: Mapping[str, Any] | None, *, see_numbers: bool
) -> State:
    """A caller as the desktop shows him (CRM-01, CRM-02); his number only to who may see it."""
    return {
        "number": number.raw if see_numbers else None,
        "shown": shown_phone(number, see_numbers=see_numbers),
        "region": region_name(number),
        "region_en": region_name(number, "en"),
        "anonymous": number.is_anonymous,
        "name": shown_text(customer["name"], see_numbers=see_numbers) if customer else None,
        "customer_id": customer["id"] if customer else None,
    }


def _called(call: Call, see: bool) -> str:
    """The company's own number; of an outbound call the customer's."""
    return call.called if see or call.direction is Direction.IN else masked(call.called)


def _reason(reason: BusyReason) -> State:
    return {"code": reason.code, "zh": reason.zh, "en": reason.en}
