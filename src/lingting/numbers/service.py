"""Use cases of access numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from lingting.kernel.ids import AccessNumberId, FlowId, TenantId, new_id
from lingting.kernel.phone import parse_phone
from lingting.numbers import store
from lingting.numbers.api import FlowIsThere
from lingting.numbers.domain import (
    DEFAULT_TRUNK,
    FALLBACK_NUMBER,
    OUTBOUND_NUMBER,
    AccessNumber,
    BoundNumber,
    FlowUnknown,
    Kind,
    NumberNotFound,
    NumberTaken,
    Trunk,
    company_trunk,
    fit_bound,
    fit_number,
    readings,
)
from lingting.numbers.events import AccessNumberChanged, AccessNumberRemoved
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail, changes
from lingting.tenancy.api import Tenancy

MOST_KNOWN = 1000
LISTED_SECONDS = 5.0
"""How long the list of all keys is good: another process may have changed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPatch:
    """What to change about an access number; only fields in `given` count."""

    given: frozenset[str]
    number: str | None = None
    label: str | None = None
    flow: FlowId | None = None
    active: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundPatch:
    """What to change about a 400 or 800 number; None leaves it."""

    label: str | None = None
    targets: tuple[AccessNumberId, ...] | None = None


class NumberService:
    """Access numbers over the database; the directory is changed in the same transaction."""

    def __init__(self, kit: Kit, tenancy: Tenancy, trail: Trail) -> None:
        self._db = kit.db
        self._clock = kit.clock
        self._region = kit.settings.region
        self._trunks = {name.lower() for name in kit.settings.company_trunks}
        self._tenancy = tenancy
        self._trail = trail
        self._known: dict[str, tuple[TenantId, AccessNumber]] = {}
        self._listed: frozenset[str] = frozenset()
        self._listed_until: datetime | None = None
        self._changes = 0
        self._flow_is_there: FlowIsThere | None = None
        for changed in (AccessNumberChanged, AccessNumberRemoved):
            kit.bus.subscribe(changed, self._forget)

    def ask_about_flows(self, is_there: FlowIsThere) -> None:
        """Says who knows whether there is a flow."""
        self._flow_is_there = is_there

    async def find(self, called: str) -> tuple[TenantId, AccessNumber] | None:
        if called in self._known:
            return self._known[called]
        keys = readings(called, self._region)
        if not keys or not await self._is_listed(keys):
            return None
        changes = self._changes
        async with self._db.without_tenant() as conn:
            owner = await store.owner(conn, keys)
        if owner is None:
            return None
        tenant, number = owner
        async with self._db.transaction(tenant) as tx:
            found = await store.access_by_id(tx.conn, number)
            if found is not None and found.active and changes == self._changes:
                self._remember(called, tenant, found)
            if found is None:
                found = await self._bound_target(tx, AccessNumberId(number))
        return (tenant, found) if found is not None and found.active else None

    async def _is_listed(self, keys: Sequence[str]) -> bool:
        """Whether one of the keys may be an access number's; asks for the list of all of them
        once in a while, so that a flood of numbers that nobody has costs no question each."""
        now = self._clock.now()
        if self._listed_until is None or now >= self._listed_until:
            changes = self._changes
            async with self._db.without_tenant() as conn:
                self._listed = await store.listed(conn)
            if changes != self._changes:
                return True
            self._listed_until = now + timedelta(seconds=LISTED_SECONDS)
        return not self._listed.isdisjoint(keys)

    def _remember(self, called: str, tenant: TenantId, found: AccessNumber) -> None:
        """Every call asks for the same few numbers; who dials nonsense fills no memory."""
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[called] = (tenant, found)

    async def _forget(self, _: TenantId, __: object) -> None:
        self._changes += 1
        self._known.clear()
        self._listed_until = None

    async def all(self, tx: Transaction) -> list[AccessNumber]:
        return await store.access(tx.conn)

    async def bound(self, tx: Transaction) -> list[BoundNumber]:
        """All 400 and 800 numbers of the company."""
        return await store.bound(tx.conn)

    async def trunk(self, tx: Transaction) -> Trunk:
        name = (await self._tenancy.by_id(tx.tenant)).short_name.lower()
        return company_trunk(name) if name in self._trunks else DEFAULT_TRUNK

    async def outbound_caller_id(self, tx: Transaction) -> str | None:
        chosen = await self._tenancy.get(tx, OUTBOUND_NUMBER)
        if chosen:
            return parse_phone(chosen, self._region).raw or None
        first = next((one for one in await self.all(tx) if one.active), None)
        return parse_phone(first.number, self._region).raw if first else None

    async def fallback_number(self, tx: Transaction) -> str | None:
        chosen = (await self._tenancy.known(tx))[FALLBACK_NUMBER]
        return parse_phone(chosen, self._region).raw or None

    async def add(
        self,
        tx: Transaction,
        number: str,
        label: str = "",
        flow: FlowId | None = None,
        principal: Principal | None = None,
    ) -> AccessNumber:
        phone = fit_number(number, self._region)
        await self._require_flow(tx, flow)
        made = AccessNumber(
            id=AccessNumberId(new_id(tx.now)),
            number=number.strip(),
            key=phone.key,
            label=label,
            flow=flow,
            active=True,
        )
        await self._claim(tx, made.id, number)
        await store.add_access(tx.conn, tx.tenant, made)
        await self._changed(tx, principal, "access_number.add", made)
        return made

    async def change(
        self,
        tx: Transaction,
        principal: Principal | None,
        number: AccessNumberId,
        patch: AccessPatch,
    ) -> AccessNumber:
        """Raises NumberNotFound, NumberTaken, NumberUnfit or FlowUnknown."""
        one = before = await self._get(tx, number)
        if "number" in patch.given and patch.number is not None:
            phone = fit_number(patch.number, self._region)
            await store.release(tx.conn, number)
            await self._claim(tx, number, patch.number)
            one = replace(one, number=patch.number.strip(), key=phone.key)
        if "label" in patch.given and patch.label is not None:
            one = replace(one, label=patch.label)
        if "flow" in patch.given:
            await self._require_flow(tx, patch.flow)
            one = replace(one, flow=patch.flow)
        if "active" in patch.given and patch.active is not None:
            one = replace(one, active=patch.active)
        await store.save_access(tx.conn, one)
        await self._changed(tx, principal, "access_number.change", one, before)
        return one

    async def _require_flow(self, tx: Transaction, flow: FlowId | None) -> None:
        if flow and self._flow_is_there and not await self._flow_is_there(tx, flow):
            raise FlowUnknown(field="flow_id")

    async def remove(
        self, tx: Transaction, principal: Principal | None, number: AccessNumberId
    ) -> None:
        """Raises NumberNotFound; 400 numbers bound to it lose this target."""
        one = await self._get(tx, number)
        await store.release(tx.conn, number)
        await store.remove_access(tx.conn, number)
        tx.publish(AccessNumberRemoved(at=tx.now, number=number))
        await self._note(tx, principal, "access_number.remove", number, one.number)

    async def bind(
        self,
        tx: Transaction,
        principal: Principal | None,
        number: str,
        kind: Kind,
        label: str,
        targets: Sequence[AccessNumberId],
    ) -> BoundNumber:
        """A new 400 or 800 number; raises BoundNumberUnfit, NumberTaken or NumberNotFound."""
        phone = fit_bound(number, kind)
        await self._require_targets(tx, targets)
        made = BoundNumber(
            id=AccessNumberId(new_id(tx.now)),
            number=number.strip(),
            key=phone.key,
            kind=kind,
            label=label,
            targets=tuple(dict.fromkeys(targets)),
        )
        await self._claim(tx, made.id, number)
        await store.add_bound(tx.conn, tx.tenant, made)
        await self._changed(tx, principal, "bound_number.add", made)
        return made

    async def rebind(
        self,
        tx: Transaction,
        principal: Principal | None,
        number: AccessNumberId,
        patch: BoundPatch,
    ) -> BoundNumber:
        """Other targets or another label; raises NumberNotFound."""
        before = await self._get_bound(tx, number)
        if patch.targets is not None:
            await self._require_targets(tx, patch.targets)
            await store.set_targets(tx.conn, tx.tenant, number, patch.targets)
        values = {} if patch.label is None else {"label": patch.label}
        await store.change_bound(tx.conn, number, values)
        after = await self._get_bound(tx, number)
        await self._changed(tx, principal, "bound_number.change", after, before)
        return after

    async def unbind(
        self, tx: Transaction, principal: Principal | None, number: AccessNumberId
    ) -> None:
        """Raises NumberNotFound."""
        one = await self._get_bound(tx, number)
        await store.release(tx.conn, number)
        await store.remove_bound(tx.conn, number)
        tx.publish(AccessNumberRemoved(at=tx.now, number=number))
        await self._note(tx, principal, "bound_number.remove", number, one.number)

    async def _claim(self, tx: Transaction, number: AccessNumberId, text: str) -> None:
        if not await store.claim(tx.conn, tx.tenant, number, readings(text, self._region)):
            raise NumberTaken(field="number", number=text.strip())

    async def _bound_target(self, tx: Transaction, number: AccessNumberId) -> AccessNumber | None:
        for bound in await store.bound(tx.conn, number):
            for target in bound.targets:
                found = await store.access_by_id(tx.conn, target)
                if found is not None and found.active:
                    return found
        return None

    async def _require_targets(self, tx: Transaction, targets: Sequence[AccessNumberId]) -> None:
        known = {one.id for one in await store.access(tx.conn)}
        if not known >= set(targets):
            raise NumberNotFound(field="targets")

    async def _get(self, tx: Transaction, number: AccessNumberId) -> AccessNumber:
        found = await store.access_by_id(tx.conn, number)
        if found is None:
            raise NumberNotFound()
        return found

    async def _get_bound(self, tx: Transaction, number: AccessNumberId) -> BoundNumber:
        found = await store.bound(tx.conn, number)
        if not found:
            raise NumberNotFound()
        return found[0]

    async def _changed(
        self,
        tx: Transaction,
        principal: Principal | None,
        action: str,
        one: AccessNumber | BoundNumber,
        before: AccessNumber | BoundNumber | None = None,
    ) -> None:
        tx.publish(AccessNumberChanged(at=tx.now, number=one.id))
        told = changes(_plain(before) if before else {}, _plain(one))
        await self._note(tx, principal, action, one.id, one.number, told)

    async def _note(
        self,
        tx: Transaction,
        principal: Principal | None,
        action: str,
        number: AccessNumberId,
        text: str,
        told: Mapping[str, Any] | None = None,
    ) -> None:
        details = {"number": text, **(told or {})}
        await self._trail.record(tx, principal, action, f"number:{number}", details)


def _plain(one: AccessNumber | BoundNumber) -> dict[str, Any]:
    """The fields that a change may touch."""
    if isinstance(one, BoundNumber):
        return {"label": one.label, "targets": [str(target) for target in one.targets]}
    return {"number": one.number, "label": one.label, "flow": one.flow, "active": one.active}
