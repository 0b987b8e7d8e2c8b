"""How long the standard reports of a month take over many contacts.

Run: `python benchmarks/reports.py [--contacts 10000000] [--keep FOLDER]`. It fills a PostgreSQL of
its own in a temporary folder, prints what it measured, and throws everything away; a folder to keep
is filled once and measured again as often as one likes. Ten million contacts need about 25 GB of
disk; it stops before less than `LEAST_FREE` would be left.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import psycopg
from filling import Filled, fill, last_monday, live_a_week

from lingting.adapters.postgres.embedded import FAST, SUPERUSER, EmbeddedPostgres
from lingting.kernel.ids import TenantId
from lingting.main.migrate import upgrade
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
TIMES = 3
FILLED = "filled.json"
"""Stands in a kept folder when everything is in it."""


class Bench:
    """A PostgreSQL of its own with a company in it, and the product around it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.server = EmbeddedPostgres(folder / "postgres", settings=FILLING)
        self.address = self.server.start()
        upgrade(self.address)
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


async def time_reports(client: httpx.AsyncClient, filled: Filled) -> None:
    """Every standard report of the last whole month, as its page asks for it."""
    month = month_before(filled.until, ZONE)
    say(f"\n{month['from']} to {month['to']}: first and best of {TIMES}, in seconds")
    asked = [(key, {}) for key in REPORTS]
    asked += [(key, {"compare": "previous"}) for key, one in REPORTS.items() if one.compares]
    asked += [("traffic", {"by": "queue"}), ("traffic", {"by": ["queue", "time"]})]
    for key, more in asked:
        taken = [await _ask(client, f"/api/reports/{key}", {**month, **more}) for _ in range(TIMES)]
        said = " ".join(f"{name}={value}" for name, value in more.items())
        say(f"{key:18} {said:24} {taken[0]:7.3f} {min(taken):7.3f}")
    taken = [await _ask(client, "/api/calls", {"limit": "50"}) for _ in range(TIMES)]
    say(f"{'call log':43} {taken[0]:7.3f} {min(taken):7.3f}")


async def _ask(client: httpx.AsyncClient, path: str, query: Mapping[str, object]) -> float:
    began = perf_counter()
    answer = await client.get(path, params=dict(query), timeout=600)
    taken = perf_counter() - began
    if answer.is_error:
        say(f"{path}: {answer.status_code} {answer.text[:200]}")
    return taken


async def measure(wanted: int, folder: Path) -> None:
    bench = Bench(folder)
    try:
        filled = await bench.fill(wanted)
        say(
            f"{filled.contacts:,} contacts in {filled.weeks} weeks and {filled.departments} "
            f"departments, {bench.size()} on disk"
        )
        await bench.restart()
        await bench.make_days(filled)
        client = await bench.browser()
        await time_reports(client, filled)
        await client.aclose()
    finally:
        await bench.stop()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=50_000)
    parser.add_argument("--keep", type=Path, default=None, help="a folder to fill once")
    wanted = parser.parse_args()
    if wanted.keep is not None:
        wanted.keep.mkdir(parents=True, exist_ok=True)
        return run(wanted.contacts, wanted.keep)
    folder = Path(tempfile.mkdtemp(prefix="lingting-bench-"))
    try:
        return run(wanted.contacts, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(contacts: int, folder: Path) -> int:
    """Measures in a folder; fills it first unless an earlier run did."""
    missing = 0 if filled_before(folder) else contacts * BYTES_PER_CONTACT
    if shutil.disk_usage(folder).free - missing < LEAST_FREE:
        say("not enough free disk")
        return 1
    asyncio.run(measure(contacts, folder))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
