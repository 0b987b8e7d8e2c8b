"""The SQL that finds, reads and blanks what is kept about a person.

It knows the tables of many features, as retention does: to forget somebody is one act on all of
them, and a table that is left out is a broken promise. `catalogue` names every table.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from lingting.acd.tables import work_items
from lingting.calls.tables import call_notes, calls, dial_attempts, legs
from lingting.customers.tables import customer_numbers, customers
from lingting.flows.tables import flow_sessions, flow_steps
from lingting.kernel.ids import CustomerId
from lingting.platform.db import Transaction
from lingting.platform.tables import event_log
from lingting.privacy.domain import BLANKED, NUMBERS, Person, without_person
from lingting.privacy.tables import erasures
from lingting.recordings.past import GONE, LEFT, TO_COME, file_of
from lingting.recordings.tables import recordings
from lingting.reporting import tables as reports
from lingting.supervision.tables import hands, tips
from lingting.surveys.tables import ratings

Row = dict[str, Any]
OF_CALLS = {
    "lines": (legs, legs.c.call),
    "notes": (call_notes, call_notes.c.call),
    "recordings": (recordings, recordings.c.call),
    "ratings": (ratings, ratings.c.call_id),
    "steps": (flow_steps, flow_steps.c.call_id),
    "facts": (event_log, event_log.c.call_id),
}
"""What is read and counted beside calls; reports are made from facts."""
_THIRD = legs.c.kind == "outside"
NOT_SHOWN = frozenset({"tenant_id", "path", "peaks", "sha256", "bridge", "offer"})


def of_person(person: Person) -> sa.ColumnElement[bool]:
    """His calls: known as his, or from one of his numbers and nobody else's."""
    nobodys = calls.c.customer.is_(None) | (calls.c.customer == person.customer)
    by_number = calls.c.caller_key.in_(person.keys) & nobodys
    return (
        by_number if person.customer is None else by_number | (calls.c.customer == person.customer)
    )


async def calls_of(
    tx: Transaction, person: Person, limit: int | None = None, *, living: bool = False
) -> list[UUID]:
    """Ids of his calls that are over, or of those that go on."""
    wrapping = sa.exists().where(work_items.c.ref == calls.c.id, work_items.c.ended_at.is_(None))
    goes_on = calls.c.ended_at.is_(None) | wrapping
    over = goes_on if living else sa.not_(goes_on)
    query = sa.select(calls.c.id).where(of_person(person), over).order_by(calls.c.id).limit(limit)
    return list((await tx.conn.execute(query)).scalars())


async def count(tx: Transaction, person: Person, region: str) -> dict[str, int]:
    """How many rows of each kind are kept."""
    mine = sa.select(calls.c.id).where(of_person(person))
    found = {"calls": await _count(tx, calls, of_person(person))}
    for kind, (table, call) in OF_CALLS.items():
        found[kind] = await _count(tx, table, call.in_(mine))
    found["attempts"] = len(await _his(tx, dial_attempts, sa.true(), person, region))
    found["elsewhere"] = len(await _his(tx, legs, _of_others(person), person, region))
    return found


async def read(tx: Transaction, person: Person, region: str) -> dict[str, list[Row]]:
    """Everything that is kept, for the person himself."""
    mine = await calls_of(tx, person)
    found = {
        "customer": await _rows(tx, customers, customers.c.id == person.customer),
        "numbers": await _rows(
            tx, customer_numbers, customer_numbers.c.customer_id == person.customer
        ),
        "calls": await _rows(tx, calls, calls.c.id.in_(mine)),
    }
    for kind, (table, call) in OF_CALLS.items():
        found[kind] = await _rows(tx, table, call.in_(mine))
    attempts = await _his(tx, dial_attempts, sa.true(), person, region)
    rows = await _rows(tx, dial_attempts, dial_attempts.c.id.in_(attempts))
    found["attempts"] = [{key: row[key] for key in ("at", "number", "refused")} for row in rows]
    elsewhere = await _his(tx, legs, _of_others(person), person, region)
    rows = await _rows(tx, legs, legs.c.id.in_(elsewhere))
    found["elsewhere"] = [{key: row[key] for key in ("began_at", "number")} for row in rows]
    return found


async def sounds(tx: Transaction, of: Sequence[UUID]) -> list[tuple[UUID, Path]]:
    """Ids and files of the recordings of these calls that have a file."""
    query = sa.select(recordings.c.id, recordings.c.path).where(recordings.c.call.in_(of))
    found = [(row.id, file_of(row.path)) for row in await tx.conn.execute(query)]
    return [(id, file) for id, file in found if file is not None]


async def sounds_to_come(tx: Transaction, person: Person) -> int:
    """How many of his recordings have a sound that is not stored yet."""
    mine = sa.select(calls.c.id).where(of_person(person))
    return await _count(tx, recordings, recordings.c.call.in_(mine) & TO_COME)


def kept_sounds(of: Sequence[UUID]) -> sa.ColumnElement[bool]:
    """The recordings of these calls that are not erased yet."""
    return recordings.c.call.in_(of) & recordings.c.state.not_in(GONE)


async def sounds_left(tx: Transaction, token: str) -> int:
    """How many files of a person who was forgotten may be there: their storage is away."""
    mine = sa.select(calls.c.id).where(calls.c.caller_key == token)
    return await _count(tx, recordings, recordings.c.call.in_(mine) & LEFT)


async def blank(
    tx: Transaction, person: Person, of: Sequence[UUID], token: str, region: str
) -> None:
    """Makes calls anonymous: what they counted for stays, who it was is gone."""
    place = sa.select(reports.places.c.seq).with_for_update()
    await tx.conn.execute(place)  # reports read the log under the same lock
    await _facts(tx, person, of, token, region)
    numbers = {"caller_raw": token, "caller_e164": None, "caller_shown": "***", "caller_key": token}
    called = sa.case((calls.c.direction == "out", token), else_=calls.c.called)
    gone = calls.update().where(calls.c.id.in_(of))
    await tx.conn.execute(gone.values(**numbers, called=called, customer=None, data={}))
    await _lines(tx, person, of, token, region)
    for table, call, values in (
        (call_notes, call_notes.c.call, {"text": "", "disposition": None}),
        (flow_sessions, flow_sessions.c.call_id, {"state": {}, "kept": {}}),
        (flow_steps, flow_steps.c.call_id, {"keys": ""}),
        (work_items, work_items.c.ref, {"data": {}}),
        (hands, hands.c.call, {"text": ""}),
        (tips, tips.c.call, {"text": ""}),
    ):
        await tx.conn.execute(table.update().where(call.in_(of)).values(**values))
    known = reports.contacts.c.number_key != ""
    contact = reports.contacts.update().where(reports.contacts.c.id.in_(of))
    await tx.conn.execute(contact.values(customer=None))
    await tx.conn.execute(contact.where(known).values(number_key=token))


async def forget_customer(tx: Transaction, customer: CustomerId) -> None:
    await tx.conn.execute(customers.delete().where(customers.c.id == customer))


async def third_parties(tx: Transaction, person: Person, token: str, region: str) -> None:
    """His numbers where they were dialled in calls of others, or dialled and refused."""
    like = _like(legs.c.number, person) & _THIRD
    found = await tx.conn.execute(sa.select(legs.c.call).where(like).distinct())
    of = list(found.scalars())
    await _lines(tx, person, of, token, region)
    await _numbers(tx, dial_attempts, sa.true(), person, token, region)
    of_calls = event_log.c.call_id.in_(of) & event_log.c.name.in_(
        ("outside.dialled", "call.transferred")
    )
    refused = event_log.c.name == "outside.refused"  # many of them belong to no call
    await _change_facts(tx, of_calls | refused, person, token, region)


async def add(tx: Transaction, row: Row) -> None:
    await tx.conn.execute(erasures.insert().values(tenant_id=tx.tenant, **row))


async def erasure(tx: Transaction, id: UUID, *, lock: bool = False) -> Row | None:
    query = erasures.select().where(erasures.c.id == id)
    row = (await tx.conn.execute(query.with_for_update() if lock else query)).mappings().first()
    return None if row is None else dict(row)


async def newest(tx: Transaction, limit: int) -> list[Row]:
    return await _rows(tx, erasures, sa.true(), erasures.c.asked_at.desc(), limit)


async def change(tx: Transaction, id: UUID, **values: Any) -> None:
    await tx.conn.execute(erasures.update().where(erasures.c.id == id).values(**values))


async def _facts(
    tx: Transaction,
    person: Person,
    of: Sequence[UUID],
    token: str,
    region: str,
) -> None:
    names = event_log.c.name.in_((*NUMBERS, *BLANKED))
    await _change_facts(tx, event_log.c.call_id.in_(of) & names, person, token, region)


async def _change_facts(
    tx: Transaction, where: sa.ColumnElement[bool], person: Person, token: str, region: str
) -> None:
    told = sa.select(event_log.c.seq, event_log.c.name, event_log.c.data).where(where)
    for row in list(await tx.conn.execute(told)):
        made = without_person(row.name, row.data, person, token, region)
        if made != row.data:
            change = event_log.update().where(event_log.c.seq == row.seq)
            await tx.conn.execute(change.values(data=made))


async def _lines(
    tx: Transaction, person: Person, of: Sequence[UUID], token: str, region: str
) -> None:
    await _numbers(tx, legs, legs.c.call.in_(of), person, token, region)


async def _numbers(
    tx: Transaction,
    table: sa.Table,
    where: sa.ColumnElement[bool],
    person: Person,
    token: str,
    region: str,
) -> None:
    his = await _his(tx, table, where, person, region)
    await tx.conn.execute(table.update().where(table.c.id.in_(his)).values(number=token))


async def _his(
    tx: Transaction, table: sa.Table, where: sa.ColumnElement[bool], person: Person, region: str
) -> list[UUID]:
    """Ids of the rows that have one of his numbers, however it is written."""
    query = sa.select(table.c.id, table.c.number).where(where, _like(table.c.number, person))
    rows = await tx.conn.execute(query)
    return [row.id for row in rows if person.has(row.number, region)]


def _of_others(person: Person) -> sa.ColumnElement[bool]:
    """Lines to which somebody else's call was transferred."""
    mine = sa.select(calls.c.id).where(of_person(person))
    return _THIRD & legs.c.call.not_in(mine)


def _like(number: sa.ColumnElement[str], person: Person) -> sa.ColumnElement[bool]:
    """Whether it may be one of his numbers: the end is the same."""
    digits = sa.func.regexp_replace(number, r"\D", "", "g")
    return sa.func.right(digits, 7).in_([key[-7:] for key in person.keys])


async def _count(tx: Transaction, table: sa.Table, where: Any) -> int:
    query = sa.select(sa.func.count()).select_from(table).where(where)
    return (await tx.conn.execute(query)).scalar_one()


async def _rows(
    tx: Transaction, table: sa.Table, where: Any, order: Any = None, limit: int | None = None
) -> list[Row]:
    columns = [column for column in table.c if column.name not in NOT_SHOWN]
    query = sa.select(*columns).where(where).limit(limit)
    query = query if order is None else query.order_by(order)
    return [dict(row) for row in (await tx.conn.execute(query)).mappings()]


async def others_with(tx: Transaction, customer: CustomerId, keys: set[str]) -> int:
    """How many other customers have one of these numbers."""
    number = customer_numbers.c
    query = sa.select(sa.func.count(sa.distinct(number.customer_id)))
    query = query.where(number.key.in_(keys), number.customer_id != customer)
    return (await tx.conn.execute(query)).scalar_one()
