"""The only SQL of the voice channel that writes, and what loads living calls."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.calls.domain.call import Call, Direction, Leg, LegKind, Outcome
from lingting.calls.domain.machines import CallState, LegState
from lingting.calls.events import MessageLeft
from lingting.calls.ports import PhoneAccount
from lingting.calls.tables import call_notes, calls, legs, sip_phones
from lingting.kernel.ids import AgentId, CallId, CustomerId, LegId, RecordingId
from lingting.kernel.phone import PhoneNumber
from lingting.platform.asking import Question
from lingting.platform.db import Transaction
from lingting.platform.eventlog import read_call
from lingting.platform.upserting import upsert
from lingting.platform.writing import Put

_CALL_FIELDS = [f.name for f in fields(Call) if f.name not in ("tenant", "caller", "legs")]
_LEG_FIELDS = [f.name for f in fields(Leg)]
LEFT = MessageLeft.name
_ENUMS = {"direction": Direction, "outcome": Outcome}


def save(tx: Transaction, before: Call | None, after: Call) -> None:
    """Writes the call and the legs that changed since `before`, as they are in the end."""
    tx.write(_CALL, after.id, after)
    known = {} if before is None else {leg.id: leg for leg in before.legs}
    for leg in after.legs:
        if known.get(leg.id) != leg:
            tx.write(_LEG, leg.id, (after.id, leg))


async def load_living(tx: Transaction) -> list[Call]:
    """Every call of the company that has not ended, with its legs."""
    rows = (await tx.conn.execute(calls.select().where(calls.c.ended_at.is_(None)))).mappings()
    return await _with_legs(tx, [dict(row) for row in rows])


async def load(tx: Transaction, call: CallId) -> Call | None:
    """One call, living or past."""
    rows = (await tx.conn.execute(calls.select().where(calls.c.id == call))).mappings()
    found = await _with_legs(tx, [dict(row) for row in rows])
    return found[0] if found else None


async def knows_leg(tx: Transaction, leg: LegId) -> bool:
    """Whether a line belongs to a call, living or past."""
    found = await tx.conn.execute(sa.select(legs.c.id).where(legs.c.id == leg))
    return found.first() is not None


async def knows_message(tx: Transaction, call: CallId, recording: RecordingId) -> bool:
    """Whether it is told of the call that this message was left."""
    left = [one["data"] for one in await read_call(tx.conn, call) if one["name"] == LEFT]
    return str(recording) in [one["recording"] for one in left]


async def last_agent(tx: Transaction, caller_key: str) -> AgentId | None:
    """The agent who last spoke with this number (ACD-09)."""
    found = await tx.ask(_LAST_AGENT, caller=caller_key)
    return AgentId(UUID(found[0][0])) if found else None


def expect_last_agent(tx: Transaction, caller_key: str) -> None:
    """Lets the answer of `last_agent` come along with another one."""
    tx.expect(_LAST_AGENT, caller=caller_key)


# Read from the caller's side: PostgreSQL would begin with all legs while it knows little of the
# tables, as in the first minute of an installation.
_LAST_AGENT = Question(
    "WITH his AS MATERIALIZED ("
    "SELECT id FROM calls WHERE caller_key = :caller ORDER BY began_at DESC)"
    " SELECT legs.agent FROM his JOIN legs ON legs.call = his.id"
    " WHERE legs.joined_at IS NOT NULL AND legs.agent IS NOT NULL"
    " ORDER BY legs.joined_at DESC LIMIT 1"
)


async def recognise(tx: Transaction, customer: CustomerId, keys: Iterable[str]) -> None:
    """Gives a customer the calls of his numbers that nobody has."""
    unknown = calls.c.customer.is_(None) & calls.c.caller_key.in_(list(keys))
    await tx.conn.execute(calls.update().where(unknown).values(customer=customer))


async def save_note(
    tx: Transaction, call: CallId, agent: AgentId, text: str, disposition: str | None
) -> None:
    """Keeps the agent's note on the call; a later text replaces it."""
    row = {"tenant_id": tx.tenant, "call": call, "agent": agent, "saved_at": tx.now}
    row |= {"text": text, "disposition": disposition}
    await _upsert(tx.conn, call_notes, ("call", "agent"), row)


async def read_note(tx: Transaction, call: CallId, agent: AgentId) -> dict[str, Any] | None:
    """The agent's own note on the call."""
    query = call_notes.select().where(call_notes.c.call == call, call_notes.c.agent == agent)
    row = (await tx.conn.execute(query)).mappings().first()
    return None if row is None else dict(row)


async def _upsert(
    conn: AsyncConnection, table: sa.Table, keys: tuple[str, ...], row: Mapping[str, Any]
) -> None:
    await conn.execute(upsert(table, keys, tuple(row)), dict(row))


async def _with_legs(tx: Transaction, rows: list[dict[str, Any]]) -> list[Call]:
    if not rows:
        return []
    wanted = legs.select().where(legs.c.call.in_([row["id"] for row in rows]))
    found = (await tx.conn.execute(wanted.order_by(legs.c.id))).mappings().all()
    return [_call(tx, row, [leg for leg in found if leg["call"] == row["id"]]) for row in rows]


def call_row(call: Call) -> dict[str, Any]:
    """A call as its table has it, without its company."""
    row = {name: getattr(call, name) for name in _CALL_FIELDS}
    row |= {"state": call.state.value, "direction": call.direction.value, "data": dict(call.data)}
    row["outcome"] = call.outcome.value if call.outcome else None
    row |= {"caller_raw": call.caller.raw, "caller_e164": call.caller.e164}
    return row | {"caller_shown": call.caller.shown, "caller_key": call.caller.key}


def leg_row(leg: Leg) -> dict[str, Any]:
    """A leg as its table has it, without its company and call."""
    row = {name: getattr(leg, name) for name in _LEG_FIELDS}
    return row | {"kind": leg.kind.value, "state": leg.state.value}


def _leg_of(value: tuple[CallId, Leg]) -> dict[str, Any]:
    call, leg = value
    return {"call": call, **leg_row(leg)}


_CALL = Put(calls, call_row)
_LEG = Put(legs, _leg_of)


def _call(tx: Transaction, row: Mapping[str, Any], leg_rows: Iterable[Any]) -> Call:
    values = {name: row[name] for name in _CALL_FIELDS}
    values["state"] = CallState(row["state"])
    for name, enum in _ENUMS.items():
        values[name] = enum(row[name]) if row[name] is not None else None
    caller = PhoneNumber(row["caller_raw"], row["caller_e164"], row["caller_shown"])
    return Call(tenant=tx.tenant, caller=caller, legs=tuple(map(_leg, leg_rows)), **values)


def _leg(row: Mapping[str, Any]) -> Leg:
    values = {name: row[name] for name in _LEG_FIELDS}
    return Leg(**values | {"kind": LegKind(row["kind"]), "state": LegState(row["state"])})


async def sip_phones_of(tx: Transaction) -> dict[AgentId, PhoneAccount]:
    """The SIP phones of the company's agents."""
    rows = (await tx.conn.execute(sip_phones.select())).mappings()
    return {AgentId(row["agent"]): _sip_phone(row) for row in rows}


async def sip_phone_of(tx: Transaction, agent: AgentId) -> PhoneAccount | None:
    """The agent's SIP phone."""
    query = sip_phones.select().where(sip_phones.c.agent == agent)
    row = (await tx.conn.execute(query)).mappings().one_or_none()
    return None if row is None else _sip_phone(row)


async def save_sip_phone(tx: Transaction, agent: AgentId, account: PhoneAccount) -> None:
    """Makes or replaces the agent's SIP phone."""
    row = {
        "tenant_id": tx.tenant,
        "agent": agent,
        "name": account.name,
        "secret": account.secret,
        "made_at": tx.now,
    }
    await _upsert(tx.conn, sip_phones, ("tenant_id", "agent"), row)


def _sip_phone(row: Mapping[Any, Any]) -> PhoneAccount:
    return PhoneAccount(name=row["name"], secret=row["secret"], webrtc=False)
