"""Calls for hours with a restart of the engine every few minutes: nothing may grow or get lost.

Callers come steadily and speak with agents; `serve` is killed again and again and comes back. In
between, and at the end when all is quiet, everything that could pile up is counted; at last the
callers that SIPp placed, and saw connected, are compared with what the product wrote down, and the
product's own nightly proof of its reports is run.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import psycopg
import sqlalchemy as sa

from benchmarks.asterisk import console
from benchmarks.company import NUMBER, Company, found
from benchmarks.crew import crew
from benchmarks.product import PARTS, Product, running, scratch
from benchmarks.table import Row, Size
from benchmarks.traffic import Step, Traffic, telephones
from lingting.main.founding import with_product
from lingting.main.wiring import Product as Wired
from lingting.platform.settings import Settings
from lingting.reporting.tables import proofs

SECONDS = {Size.SMALL: 400, Size.NORMAL: 1000, Size.LONG: 7900}
FOR_SECONDS = {Size.SMALL: 12, Size.NORMAL: 720, Size.LONG: 7200}
RESTART_SECONDS = {Size.SMALL: 6, Size.NORMAL: 120, Size.LONG: 600}
AGENTS = {Size.SMALL: 4, Size.NORMAL: 30, Size.LONG: 30}
RATE = 1.0
SETTLE_SECONDS = 12.0
MIB = 2**20
AIM_MEMORY_GROWTH = 1.25
FACTS = """
SELECT event_log.name, extract(epoch FROM event_log.at)::float - %s
FROM event_log JOIN calls ON calls.id = event_log.call_id AND calls.tenant_id = event_log.tenant_id
WHERE calls.caller_raw = %s ORDER BY event_log.seq
"""
LIVING = {
    "living calls": "SELECT count(*) FROM calls WHERE ended_at IS NULL",
    "open offers": "SELECT count(*) FROM offers WHERE closed_at IS NULL",
    "living items": "SELECT count(*) FROM work_items WHERE ended_at IS NULL",
    "flow sessions": "SELECT count(*) FROM flow_sessions WHERE ended_at IS NULL",
    "database sessions": "SELECT count(*) FROM pg_stat_activity "
    "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
}


@dataclass(frozen=True, slots=True)
class Look:
    """What was there when nobody was on the line."""

    channels: int
    bridges: int
    rows: dict[str, int]
    memory: dict[str, int]
    """Bytes by part, without what is shared on purpose."""
    shared: dict[str, int]
    handles: dict[str, int]


@dataclass(frozen=True, slots=True)
class Totals:
    """What the product wrote down, and what its own proof of today found."""

    contacts: int
    callers: frozenset[str]
    talks: frozenset[str]
    """The callers of whom a talk is written."""
    findings: int


def measure(size: Size, tell: Callable[[str], None]) -> list[Row]:
    """Rounds of traffic, each with a restart in its middle, each followed by a look."""
    return asyncio.run(_measure(size, tell))


async def _measure(size: Size, tell: Callable[[str], None]) -> list[Row]:
    with scratch() as folder, running(folder) as product:
        company = await asyncio.to_thread(found, product, AGENTS[size])
        product.restart_engine()
        await product.answers()
        async with crew(product, company) as team:
            looks: list[Look] = []
            steps: list[Step] = []
            until = time.monotonic() + FOR_SECONDS[size]
            while time.monotonic() < until:
                await team.register()
                async with telephones(folder, team.sip_port) as agents:
                    await team.idle_again()  # whose telephone was away for a moment is busy
                    steps.append(
                        await _round(product, Traffic(folder, agents), RESTART_SECONDS[size])
                    )
                    await product.answers()
                    await asyncio.sleep(SETTLE_SECONDS)
                    looks.append(await asyncio.to_thread(_look, product))
                tell(f"round {len(looks)}: {steps[-1].shown()}; {_shown(looks[-1])}")
            totals = await asyncio.to_thread(_totals, product, company)
            for line in await asyncio.to_thread(list, _unwritten(product, steps, totals)):
                tell(line)
    return _rows(looks, steps, totals)


async def _round(product: Product, traffic: Traffic, seconds: float) -> Step:
    calling = asyncio.create_task(
        traffic.run(product.sip_port, NUMBER, RATE, seconds, speak=True, drain_seconds=30)
    )
    await asyncio.sleep(seconds / 2)
    product.restart_engine()
    return await calling


def _look(product: Product) -> Look:
    channels = _number(console(product, "core show channels count"), "active channel")
    bridges = max(len(console(product, "bridge show all").splitlines()) - 1, 0)
    with psycopg.connect(product.superuser_url) as connection:
        rows = {
            what: int((connection.execute(query.encode()).fetchone() or (0,))[0])
            for what, query in LIVING.items()
        }
    shared = product.shared()
    memory = {part: all_of_it - shared[part] for part, all_of_it in product.memory().items()}
    return Look(channels, bridges, rows, memory, shared, product.handles())


def _totals(product: Product, company: Company) -> Totals:
    with psycopg.connect(product.superuser_url) as connection:
        written = connection.execute("SELECT caller_raw, connected_at FROM calls").fetchall()
    os.environ.update(product.running.environment)

    async def prove(wired: Wired) -> int:
        day = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()
        await wired.reporting.proving.prove(company.tenant, day)
        async with wired.kit.db.transaction(company.tenant) as tx:
            found = (await tx.conn.execute(sa.select(proofs.c.findings))).scalars()
            return sum(len(one) for one in found)

    findings = with_product(Settings(), product.running.database_url, prove)
    callers = frozenset(str(caller) for caller, _ in written)
    talks = frozenset(str(caller) for caller, connected in written if connected is not None)
    return Totals(len(written), callers, talks, findings)


def _unwritten(product: Product, steps: list[Step], totals: Totals) -> Iterator[str]:
    """Each caller who is no contact; and what the product knows of each whose agent answered, but
    of whom no talk is written: seconds from that answer to each of its facts."""
    for number, step in enumerate(steps, 1):
        for who in sorted(step.invited.keys() - totals.callers):
            came = step.invited[who] - min(step.invited.values())
            yield f"no contact of {who}, who came {came:.1f} s after the first of round {number}"
    answered = {who: at for step in steps for who, at in step.answered.items()}
    with psycopg.connect(product.superuser_url) as connection:
        for who in sorted(answered.keys() - totals.talks):
            facts = connection.execute(FACTS, (answered[who], who)).fetchall()
            yield f"no talk written of {who}: " + ", ".join(
                f"{at:+.2f} {kind}" for kind, at in facts
            )


def _number(text: str, before: str) -> int:
    line = next((line for line in text.splitlines() if before in line), "0")
    return int(line.split()[0])


def _shown(look: Look) -> str:
    rows = ", ".join(f"{what} {count}" for what, count in look.rows.items())
    return f"channels {look.channels}, bridges {look.bridges}, {rows}"


def _rows(looks: list[Look], steps: list[Step], totals: Totals) -> list[Row]:
    first, last = looks[0], looks[-1]
    left = [look for look in looks if look.channels or look.bridges or _living(look)]
    connected = sum(step.connected for step in steps)
    level = {
        part: last.memory[part] <= AIM_MEMORY_GROWTH * first.memory[part] + 16 * MIB
        for part in PARTS
    }
    growth = ", ".join(
        f"{part} {first.memory[part] / MIB:.0f} to {last.memory[part] / MIB:.0f}" for part in PARTS
    )
    growth += "; PostgreSQL's buffers {} to {}".format(
        *(round(look.shared["PostgreSQL"] / MIB) for look in (first, last))
    )
    handles = ", ".join(f"{part} {first.handles[part]} to {last.handles[part]}" for part in PARTS)
    sessions = [look.rows["database sessions"] for look in looks]
    invited = sum(len(step.invited) for step in steps)
    return [
        Row(
            f"soak: {len(looks)} restarts of the engine in {invited} calls",
            f"{connected} connected; left over when quiet: {len(left)} of {len(looks)} looks",
            aim="nothing left over",
            kept=not left,
        ),
        Row("soak: memory, MiB, first to last", growth, aim="level", kept=all(level.values())),
        Row("soak: open handles, first to last", handles),
        Row(
            "soak: database sessions, least to most",
            f"{min(sessions)} to {max(sessions)}",
            aim="≤ 40",
            kept=max(sessions) <= 40,
        ),
        Row(
            "soak: totals",
            f"{invited} callers, {totals.contacts} contacts; {connected} talks seen by SIPp, "
            f"{len(totals.talks)} written; the proof of reports found {totals.findings} "
            "differences",
            aim="each caller a contact, each talk written, 0 differences",
            kept=(invited, connected, 0) == (totals.contacts, len(totals.talks), totals.findings),
        ),
    ]


def _living(look: Look) -> bool:
    return any(count for what, count in look.rows.items() if what != "database sessions")
