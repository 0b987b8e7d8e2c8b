"""How long the standard reports of a month take over many contacts.

`./lingting bench reports` takes a million of them, with --long ten. `python -m benchmarks.reports
--contacts N --keep FOLDER` fills a folder once and measures it as often as one likes. It fills a
PostgreSQL of its own; ten million contacts need about 25 GB of disk, and it stops before less than
`LEAST_FREE` would be left. The peer is the same question asked of the rows of facts in plain SQL.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import psycopg

from benchmarks.filling import Filled, fill, last_monday, live_a_week
from benchmarks.running import say
from benchmarks.table import Row, Size, markdown
from lingting.adapters.postgres.embedded import FAST, SUPERUSER, EmbeddedPostgres
from lingting.kernel.ids import TenantId
from lingting.main.migrate import prepare
from lingting.main.wiring import app_of, wire
from lingting.platform.kit import make_kit
from lingting.platform.settings import Settings
from lingting.reporting.domain.catalogue import REPORTS
from lingting.testing.fake_speech import FakeSpeech
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import ManualClock

LEAST_FREE = 20 * 2**30
BYTES_PER_CONTACT = 2500
COMPANY = "demo"
FILLING = {**FAST, "shared_buffers": "512MB", "wal_level": "minimal", "max_wal_senders": "0"}
FILLING |= {"max_wal_size": "4GB"}
ZONE = ZoneInfo("Asia/Shanghai")
TIMES = 5
AIM_SECONDS = 1.0
SECONDS = {Size.SMALL: 240, Size.NORMAL: 420, Size.LONG: 2400}
CONTACTS = {Size.SMALL: 20_000, Size.NORMAL: 1_000_000, Size.LONG: 10_000_000}
MORE: tuple[tuple[str, Mapping[str, str]], ...] = (
    ("traffic", {"by": "time", "grain": "hour"}),
    ("traffic", {"by": "queue"}),
    ("traffic", {"compare": "previous"}),
    ("agent_performance", {"compare": "previous"}),
)
"""What people ask of a report beside what its page asks first."""
PEERS: Mapping[str, LiteralString] = {
    "traffic": """
        SELECT date_trunc('day', arrived_at AT TIME ZONE %(zone)s), count(*),
          count(*) FILTER (WHERE outcome = 'answered'), sum(wait_ms), sum(talk_ms)
        FROM report_visits WHERE tenant_id = %(tenant)s AND arrived_at >= %(since)s
          AND arrived_at < %(until)s GROUP BY 1 ORDER BY 1""",
    "agent_performance": """
        SELECT agent, count(*), sum(talk_ms), sum(hold_ms), max(longest_hold_ms)
        FROM report_talks WHERE tenant_id = %(tenant)s AND began_at >= %(since)s
          AND began_at < %(until)s GROUP BY 1""",
}
FILLED = "filled.json"
"""Stands in a kept folder when everything is in it."""


class Bench:
    """A PostgreSQL of its own with a company in it, and the product around it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = EmbeddedPostgres(folder / "postgres", settings=FILLING)
        self.address = self.server.start()
        prepare(Settings(), self.address)
        known = filled_before(folder)
        self.clock = ManualClock(known.until if known else last_monday(datetime.now(UTC), ZONE))
        self._wire()

    async def fill(self, wanted: int) -> Filled:
        """The template, then as many contacts as were asked for; once in a kept folder."""
        if (known := filled_before(self.folder)) is not None:
            return known
        tenant: TenantId = await live_a_week(self.product)
        filled = await asyncio.to_thread(
            fill,
            self.server.url(user=SUPERUSER),
            tenant,
            wanted,
            self.clock.now(),
            say,
        )
        (self.folder / FILLED).write_text(json.dumps(asdict(filled), default=str))
        return filled

    async def restart(self) -> None:
        """The settings that the product runs with; nothing is in memory afterwards."""
        await self.product.stop()
        self.server.stop()
        self.server = EmbeddedPostgres(self.folder / "postgres")
        self.address = self.server.start()
        self._wire()

    async def make_days(self, filled: Filled) -> None:
        """The sums of days, made from those of quarters as after a change of time zone."""
        began = perf_counter()
        await self.product.reporting.projection.catch_up(filled.tenant)
        say(f"sums of days ready after {perf_counter() - began:.1f} s")

    def size(self) -> str:
        """What the company's data take on disk."""
        with psycopg.connect(self.address) as connection:
            query = "SELECT pg_size_pretty(pg_database_size(current_database()))"
            found = connection.execute(query).fetchone()
        return str(found[0]) if found else ""

    async def stop(self) -> None:
        await self.product.stop()
        self.server.stop()

    def _wire(self) -> None:
        kit = make_kit(Settings(home=self.folder), self.address, self.clock)
        self.product = wire(kit, FakeSwitch(self.clock), FakeSpeech())

    async def browser(self) -> httpx.AsyncClient:
        """The administrator's, straight into the application."""
        password = await self.product.identity.reset_password(COMPANY, "admin")
        transport = httpx.ASGITransport(app_of(self.product), client=("127.0.0.1", 1))
        client = httpx.AsyncClient(
            transport=transport, base_url="http://bench", headers={"x-requested-with": "lingting"}
        )
        form = {"company": COMPANY, "account": "admin", "password": password}
        (await client.post("/api/auth/login", json=form, timeout=60)).raise_for_status()
        return client


def filled_before(folder: Path) -> Filled | None:
    """What an earlier run filled the folder with."""
    if not (folder / FILLED).exists():
        return None
    known = json.loads((folder / FILLED).read_text())
    tenant, until = TenantId(UUID(known.pop("tenant"))), datetime.fromisoformat(known.pop("until"))
    return Filled(tenant=tenant, until=until, **known)


def month_before(until: datetime, zone: ZoneInfo) -> dict[str, str]:
    """The last whole month there, as a report's address names it."""
    last = until.astimezone(zone).date().replace(day=1) - timedelta(days=1)
    return {"from": last.replace(day=1).isoformat(), "to": last.isoformat()}


async def time_reports(client: httpx.AsyncClient, filled: Filled, peers: Peers) -> list[Row]:
    """Every standard report of the last whole month, as its page asks for it first."""
    month = month_before(filled.until, ZONE)
    asked: list[tuple[str, Mapping[str, str]]] = [(key, {}) for key in REPORTS]
    rows = [
        await _timed(client, key, {**month, **more}, more, "" if more else peers.time(key, month))
        for key, more in [*asked, *MORE]
    ]
    rows.append(await _timed(client, "", {"limit": "50"}, {}, ""))
    return rows


async def _timed(
    client: httpx.AsyncClient, key: str, query: Mapping[str, str], more: Mapping[str, str],
    peer: str,
) -> Row:  # fmt: skip
    path = f"/api/reports/{key}" if key else "/api/calls"
    ours = process_time()
    taken = [await _ask(client, path, query) for _ in range(TIMES)]
    ours = (process_time() - ours) / TIMES
    said = " ".join(f"{name}={value}" for name, value in more.items())
    text = f"{median(taken):.2f} s (first {taken[0]:.2f}), of it Python {ours:.2f}"
    what = f"reports: {key or 'call log'} {said}".rstrip()
    return Row(what, text, peer, f"< {AIM_SECONDS:.0f} s", median(taken) < AIM_SECONDS)


async def _ask(client: httpx.AsyncClient, path: str, query: Mapping[str, str]) -> float:
    began = perf_counter()
    answer = await client.get(path, params=dict(query), timeout=600)
    taken = perf_counter() - began
    answer.raise_for_status()
    return taken


class Peers:
    """The same questions in plain SQL over the rows of facts."""

    def __init__(self, address: str, filled: Filled) -> None:
        self._address, self._filled = address, filled

    def time(self, key: str, month: Mapping[str, str]) -> str:
        """How long the peer of a report takes, if it has one."""
        if key not in PEERS:
            return ""
        first, last = (datetime.fromisoformat(month[name]) for name in ("from", "to"))
        since, until = (one.replace(tzinfo=ZONE) for one in (first, last + timedelta(days=1)))
        asked = {"tenant": self._filled.tenant, "zone": str(ZONE), "since": since, "until": until}
        taken: list[float] = []
        with psycopg.connect(self._address) as connection:
            for _ in range(TIMES):
                began = perf_counter()
                connection.execute(PEERS[key], asked).fetchall()
                taken.append(perf_counter() - began)
        return f"{median(taken):.2f} s in plain SQL over the facts"


async def over(contacts: int, folder: Path, tell: Callable[[str], None]) -> list[Row]:
    """Fills the folder unless an earlier run did, and asks for every report."""
    bench = Bench(folder)
    try:
        filled = await bench.fill(contacts)
        what = (
            f"{filled.contacts:,} contacts in {filled.weeks} weeks and {filled.departments} "
            f"departments, {bench.size()} on disk"
        )
        tell(what)
        await bench.restart()
        await bench.make_days(filled)
        client = await bench.browser()
        peers = Peers(bench.server.url(user=SUPERUSER), filled)
        rows = await time_reports(client, filled, peers)
        await client.aclose()
    finally:
        await bench.stop()
    return [Row("reports: asked over", what), *rows]


def measure(size: Size, tell: Callable[[str], None]) -> list[Row]:
    """In a folder that is thrown away."""
    folder = Path(tempfile.mkdtemp(prefix="lingting-bench-"))
    try:
        return _in(folder, CONTACTS[size], tell)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _in(folder: Path, contacts: int, tell: Callable[[str], None]) -> list[Row]:
    missing = 0 if filled_before(folder) else contacts * BYTES_PER_CONTACT
    if shutil.disk_usage(folder).free - missing < LEAST_FREE:
        return [Row("reports", "not enough free disk", kept=False)]
    return asyncio.run(over(contacts, folder, tell))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=50_000)
    parser.add_argument("--keep", type=Path, required=True, help="a folder to fill once")
    wanted = parser.parse_args()
    wanted.keep.mkdir(parents=True, exist_ok=True)
    rows = _in(wanted.keep, wanted.contacts, say)
    say(markdown(rows))
    return 1 if any(row.kept is False for row in rows) else 0


if __name__ == "__main__":
    raise SystemExit(main())
