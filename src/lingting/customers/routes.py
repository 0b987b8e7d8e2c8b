"""HTTP resources of customers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from lingting.customers.schemas import ContactOut, CustomerIn, CustomerOut, CustomerPatch
from lingting.customers.service import CustomerService, NewCustomer
from lingting.kernel.discretion import SEE_NUMBERS
from lingting.kernel.ids import CustomerId
from lingting.platform.db import Database
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.platform.http.paging import Page

Reader = Annotated[Principal, require("customers.read")]
Writer = Annotated[Principal, require("customers.write")]
Limit = Annotated[int, Query(ge=1, le=200)]
Text = Annotated[str | None, Query(max_length=100)]


def routes(db: Database, customers: CustomerService) -> APIRouter:
    """The router of this feature."""
    router = api_router("/customers", tags=["customers"])
    _mount_reads(router, db, customers)

    @router.post("", status_code=201)
    async def add_customer(principal: Writer, form: CustomerIn) -> CustomerOut:
        values = form.model_dump(exclude={"numbers", "of_call"})
        new = NewCustomer(**values, numbers=tuple(form.numbers))
        async with db.transaction(principal.tenant) as tx:
            added = await customers.add(tx, new, principal, form.of_call)
        return CustomerOut.of(added, principal.may(SEE_NUMBERS))

    @router.patch("/{customer}")
    async def change_customer(
        principal: Writer, customer: UUID, form: CustomerPatch
    ) -> CustomerOut:
        given = form.model_dump(exclude={"numbers"}, exclude_none=True)
        async with db.transaction(principal.tenant) as tx:
            changed = await customers.change(
                tx, principal, CustomerId(customer), given, form.numbers
            )
        return CustomerOut.of(changed, principal.may(SEE_NUMBERS))

    return router


def _mount_reads(router: APIRouter, db: Database, customers: CustomerService) -> None:
    @router.get("")
    async def list_customers(
        principal: Reader,
        number: Text = None,
        q: Text = None,
        cursor: UUID | None = None,
        limit: Limit = 50,
    ) -> Page[CustomerOut]:
        before = CustomerId(cursor) if cursor else None
        async with db.transaction(principal.tenant) as tx:
            see = principal.may(SEE_NUMBERS)
            found = await customers.search(tx, number, q, before, limit + 1, see_numbers=see)
        items = [CustomerOut.of(one, see) for one in found[:limit]]
        return Page(items=items, next=str(items[-1].id) if len(found) > limit else None)

    @router.get("/{customer}")
    async def read_customer(principal: Reader, customer: UUID) -> CustomerOut:
        async with db.transaction(principal.tenant) as tx:
            found = await customers.get(tx, CustomerId(customer))
        return CustomerOut.of(found, principal.may(SEE_NUMBERS))

    @router.get("/{customer}/history")
    async def read_history(
        principal: Reader, customer: UUID, cursor: datetime | None = None, limit: Limit = 50
    ) -> Page[ContactOut]:
        async with db.transaction(principal.tenant) as tx:
            found = await customers.history(tx, CustomerId(customer), cursor, limit + 1)
        items = [ContactOut.of(one, principal.may(SEE_NUMBERS)) for one in found[:limit]]
        return Page(items=items, next=items[-1].at.isoformat() if len(found) > limit else None)
