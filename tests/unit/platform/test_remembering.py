"""What changes rarely is read once, and never kept when it may be old."""

from __future__ import annotations

from uuid import uuid4

import pytest

from lingting.customers.events import CustomerErased
from lingting.kernel.ids import CustomerId, TenantId
from lingting.platform.bus import Bus, Recorded
from lingting.platform.remembering import Remembered
from lingting.testing.manual_clock import MONDAY_MORNING

pytestmark = pytest.mark.unit

ONE, OTHER = TenantId(uuid4()), TenantId(uuid4())


class Shelf:
    """Something that is asked for, and who hears that it changed."""

    def __init__(self) -> None:
        self.bus = Bus()
        self.known = Remembered[str](self.bus, CustomerErased)
        self.reads = 0
        self.changes_meanwhile = False

    async def read(self) -> str:
        self.reads += 1
        if self.changes_meanwhile:
            await self.changes(ONE)
        return f"read {self.reads}"

    async def changes(self, tenant: TenantId) -> None:
        fact = CustomerErased(at=MONDAY_MORNING, customer=CustomerId(uuid4()))
        await self.bus.dispatch([Recorded(tenant, 1, fact)])

    async def of(self, tenant: TenantId, key: str | None = None) -> str:
        return await self.known.of(tenant, self.read, key)


async def test_each_company_and_key_is_read_once() -> None:
    shelf = Shelf()
    asked = [await shelf.of(ONE), await shelf.of(ONE), await shelf.of(OTHER)]
    asked += [await shelf.of(ONE, "a"), await shelf.of(ONE, "a"), await shelf.of(ONE)]
    assert asked == ["read 1", "read 1", "read 2", "read 3", "read 3", "read 1"]


async def test_a_change_makes_one_company_read_again() -> None:
    shelf = Shelf()
    await shelf.of(ONE)
    await shelf.of(ONE, "a")
    await shelf.of(OTHER)
    await shelf.changes(ONE)
    assert [await shelf.of(ONE), await shelf.of(ONE, "a")] == ["read 4", "read 5"]
    assert await shelf.of(OTHER) == "read 3"


async def test_what_is_read_while_something_changes_is_not_kept() -> None:
    shelf = Shelf()
    shelf.changes_meanwhile = True
    assert await shelf.of(ONE) == "read 1"
    shelf.changes_meanwhile = False
    assert [await shelf.of(ONE), await shelf.of(ONE)] == ["read 2", "read 2"]
