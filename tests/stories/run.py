"""Tells many stories: `./lingting stories --seeds 1000`; says which broke, shrunk to a script."""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from stories.company import Company
from stories.drawing import draw
from stories.mornings import open_up
from stories.serving import Server, serve
from stories.shrinking import shrink
from stories.steps import Step
from stories.telling import Told, tell

OBJECTS_UNTIL_SWEPT = 200_000
A_NIGHT = 1_000_000
"""More seeds than a night can tell."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="lingting stories", description=__doc__)
    parser.add_argument("--seeds", type=int, default=200, help="how many stories")
    parser.add_argument("--seed", type=int, default=1, help="the first one")
    parser.add_argument("--minutes", type=float, default=0, help="stop after so long")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--most", type=int, default=1, help="stop after so many that broke")
    parser.add_argument(
        "--nightly", action="store_true", help="an hour of stories that no other night told"
    )
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.nightly:
        wanted.seed, wanted.seeds = datetime.now(UTC).date().toordinal() * A_NIGHT, A_NIGHT
        wanted.minutes, wanted.most = 60, 20
    if wanted.worker:
        return asyncio.run(work(wanted))
    with serve() as server:
        return _side_by_side(wanted, server)


def _side_by_side(wanted: argparse.Namespace, server: Server) -> int:
    """Workers with a database each; every one takes each n-th seed."""
    processes: list[subprocess.Popen[bytes]] = []
    for number in range(wanted.workers):
        url, server_url = server.database(f"stories_{number}")
        where = f"{url}|{server_url}|{server.folder}/{number}"
        arguments = [
            "--worker", where, "--seeds", str(wanted.seeds // wanted.workers),
            "--seed", str(wanted.seed + number), "--workers", str(wanted.workers),
            "--minutes", str(wanted.minutes), "--most", str(wanted.most),
        ]  # fmt: skip
        command = [sys.executable, "-m", "stories.run", *arguments]
        environment = {**os.environ, "PYTHONHASHSEED": "0"}
        processes.append(subprocess.Popen(command, env=environment))
    return max(process.wait() for process in processes)


async def work(wanted: argparse.Namespace) -> int:
    url, server_url, home = wanted.worker.split("|")
    company = await open_up(url, server_url, Path(home))
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_UNTIL_SWEPT)
    began, cpu = time.monotonic(), time.process_time()
    count = steps = looks = strikes = 0
    broken: list[Told] = []
    for number in range(wanted.seeds):
        if wanted.minutes and time.monotonic() - began > wanted.minutes * 60:
            break
        told = await tell(company, seed := wanted.seed + number * wanted.workers, draw(seed))
        count, steps = count + 1, steps + len(told.steps)
        looks, strikes = looks + told.looks, strikes + told.strikes
        if told.broken is not None:
            broken.append(told)
            print(f"\n✗ seed {seed}: {told.broken[:600]}", flush=True)
            again = await tell(company, seed, told.steps, closely=True)
            closely = again.broken is not None
            short = await shortened(company, again if closely else told, closely=closely)
            print(f"{short.broken[:3000] if short.broken else ''}\n{short.script()}", flush=True)
            if len(broken) >= wanted.most:
                break
    each = 1 / max(count, 1)
    print(
        f"{count} stories, {steps} steps, {looks} looks, {strikes} faults, {len(broken)} broken: "
        f"{time.monotonic() - began:.0f} s; per story {(time.process_time() - cpu) * each:.3f} s "
        f"of Python, {company.tap.commits * each:.0f} transactions, "
        f"{company.tap.statements * each:.0f} statements",
        flush=True,
    )
    await company.close()
    return 1 if broken else 0


async def shortened(company: Company, told: Told, *, closely: bool) -> Told:
    """The same failure with fewer steps; looking closely shows where it begins."""
    last = told

    async def fails(steps: object) -> bool:
        nonlocal last
        again = await tell(company, told.seed, list(steps), closely=closely)  # type: ignore[call-overload]
        if again.kind == told.kind:
            last = again
            return True
        return False

    steps: list[Step] = list(told.steps)
    if told.at is not None:
        steps = steps[: told.at + 1]
    if not await fails(steps):
        print("  (the shortened story does not fail)", flush=True)
        return told
    await shrink(steps, fails)
    return last


if __name__ == "__main__":
    sys.exit(main())
