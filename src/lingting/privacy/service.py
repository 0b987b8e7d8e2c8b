"""Shows, hands out and deletes what is kept about one person."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from lingting.customers.api import Customers
from lingting.customers.events import CustomerErased
from lingting.kernel.ids import CustomerId, TenantId, new_id
from lingting.kernel.phone import ERASED_DIGITS, parse_phone
from lingting.platform.aside import aside
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.kit import Kit
from lingting.platform.shelf import Shelf
from lingting.platform.trail import Trail
from lingting.privacy import store
from lingting.privacy.domain import (
    Person,
    PersonTalking,
    PersonUnfit,
    PersonUnknown,
    SoundsAway,
)
from lingting.privacy.handing_out import FOLDER, pack, there
from lingting.recordings.past import Sounds
from lingting.reporting.forgetting import hold_counting

ERASE = "privacy.erase"
BATCH = 100


@dataclass(frozen=True, slots=True)
class Named:
    """Who is meant: a customer's record, or a number that has none."""

    customer: UUID | None
    number: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What is kept; `others` own one of his numbers too, and keep what is theirs; `unstored` are
    recordings that no file can hold yet."""

    person: Person
    counts: dict[str, int]
    unstored: int
    others: int
    talking: bool


class PrivacyService:
    """Each act on a person's data is in the trail with who, when, from where and why."""

    def __init__(self, kit: Kit, trail: Trail, customers: Customers, sounds: Sounds) -> None:
        self._kit = kit
        self._trail = trail
        self._customers = customers
        self._sounds = sounds
        self._shelf = Shelf()
        self._region = kit.settings.region
        kit.jobs.register(ERASE, self.erase)

    async def preview(self, who: Principal, named: Named) -> Preview:
        """Raises PersonUnknown, PersonUnfit."""
        async with self._kit.db.transaction(who.tenant) as tx:
            found = await self._preview(tx, named)
            await self._record(tx, who, "person.view", found.person)
        return found

    async def file(self, who: Principal, named: Named) -> Path:
        """Everything as one ZIP file, which whoever asked removes."""
        async with self._kit.db.transaction(who.tenant) as tx:
            found = await self._preview(tx, named)
            kept = await store.read(tx, found.person, self._region)
            sounds = await store.sounds(tx, [one["id"] for one in kept["calls"]])
            await self._record(tx, who, "person.export", found.person, counts=found.counts)
        try:  # a disk that hangs would keep a thread that others need, those who log in
            found = await self._shelf.do(partial(there, sounds))
        except TimeoutError as error:
            raise SoundsAway from error
        return await aside(pack, self._kit.settings.data / FOLDER, kept, found)

    async def ask(self, who: Principal, named: Named, reason: str) -> UUID:
        """Asks the worker to delete; raises PersonTalking while he is in a call."""
        async with self._kit.db.transaction(who.tenant) as tx:
            found = await self._preview(tx, named)
            if found.talking:
                raise PersonTalking()
            id = new_id(tx.now)
            row = {
                "id": id,
                "customer": found.person.customer,
                "keys": sorted(found.person.keys),
                "token": "**" + "".join(secrets.choice("0123456789") for _ in range(ERASED_DIGITS)),
                "reason": reason,
                "asked_by": who.user,
                "asked_at": tx.now,
                "calls_total": found.counts["calls"],
                "calls_done": 0,
            }
            await store.add(tx, row)
            more = {"reason": reason, "counts": found.counts}
            await self._record(tx, who, "person.erase", found.person, erasure=str(id), **more)
            tx.defer(ERASE, erasure=str(id))
        return id

    async def newest(self, who: Principal) -> list[dict[str, Any]]:
        """Deletions, the latest first."""
        async with self._kit.db.transaction(who.tenant) as tx:
            found = await store.newest(tx, 100)
            return [{**row, "waits_for": await _waits_for(tx, row)} for row in found]

    async def erase(self, tenant: TenantId, erasure: str) -> None:
        """Blanks a hundred calls in one transaction; may be killed and repeated at any point.

        Sound files go first: what was not committed then is found and done again.
        """
        id = UUID(erasure)
        while await self._some(tenant, id):
            pass
        async with self._kit.db.transaction(tenant) as tx:
            await hold_counting(tx)
            row = await store.erasure(tx, id, lock=True)
            if row is None or row["done_at"] is not None:
                return
            person = _person(row)
            if await store.calls_of(tx, person, 1, living=True):
                raise PersonTalking()  # the worker tries again
            await store.third_parties(tx, person, row["token"], self._region)
            if person.customer is not None:
                await store.forget_customer(tx, person.customer)
                tx.publish(CustomerErased(at=tx.now, customer=person.customer))
            await store.change(tx, id, done_at=tx.now, keys=[], customer=None)
            details = {"erasure": erasure, "calls": row["calls_done"]}
            if left := await store.sounds_left(tx, row["token"]):
                details["sounds_left"] = left
            await self._trail.record(tx, None, "person.erased", _target(person), details)

    async def _some(self, tenant: TenantId, id: UUID) -> bool:
        async with self._kit.db.transaction(tenant) as tx:
            await hold_counting(tx)
            row = await store.erasure(tx, id, lock=True)
            if row is None or row["done_at"] is not None:
                return False
            person = _person(row)
            calls = await store.calls_of(tx, person, BATCH)
            if not calls:
                return False
            while await self._sounds.erase(tx, store.kept_sounds(calls), BATCH):
                pass
            await store.blank(tx, person, calls, row["token"], self._region)
            await store.change(tx, id, calls_done=row["calls_done"] + len(calls))
        return True

    async def _preview(self, tx: Transaction, named: Named) -> Preview:
        if (named.customer is None) == (named.number is None):
            raise PersonUnfit(field="number")
        keys, others = set[str](), 0
        if named.number is not None:
            number = parse_phone(named.number, self._region)
            if number.is_anonymous:
                raise PersonUnfit(field="number")
            owner = await self._customers.by_number(tx, number.key)
            keys = set() if number.is_erased else {number.key}
        else:
            owner = await self._customers.by_id(tx, CustomerId(named.customer or UUID(int=0)))
        if owner is not None:
            keys = {one.key for one in owner.numbers}
            others = await store.others_with(tx, owner.id, keys)
        person = Person(owner.id if owner else None, frozenset(keys))
        counts = await store.count(tx, person, self._region)
        if owner is None and not any(counts.values()):
            raise PersonUnknown()
        unstored = await store.sounds_to_come(tx, person)
        talking = bool(await store.calls_of(tx, person, 1, living=True))
        return Preview(person, counts, unstored, others, talking)

    async def _record(
        self, tx: Transaction, who: Principal, action: str, person: Person, **details: Any
    ) -> None:
        await self._trail.record(tx, who, action, _target(person), details)


async def _waits_for(tx: Transaction, row: dict[str, Any]) -> str | None:
    """Why nothing moves: the person is in a call, or the worker has other work before."""
    if row["done_at"] is not None:
        return None
    if await store.calls_of(tx, _person(row), 1, living=True):
        return "call"
    return None if row["calls_done"] else "worker"


def _person(row: dict[str, Any]) -> Person:
    return Person(row["customer"], frozenset(row["keys"]))


def _target(person: Person) -> str:
    """The trail never names a number."""
    return f"customer:{person.customer}" if person.customer else "person"
