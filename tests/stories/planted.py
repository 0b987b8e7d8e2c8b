"""Plants one fault after another and tells stories until each is found: what stories are worth."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import mean

from stories.company import Company
from stories.drawing import LENGTHS, draw
from stories.mornings import open_up
from stories.serving import Server, serve
from stories.telling import tell
from stories.wrong import FAULTS, planted

APART = 10_000
"""Seeds between one hunt and the next."""
HANGS_SECONDS = 60


@dataclass(frozen=True)
class Found:
    """How a hunt ended."""

    by: str | None
    """What broke; None when nothing did."""
    stories: int
    seconds: float
    """Of this process on a processor; the database takes about a third as much besides."""


async def hunt(
    company: Company, fault: str, seeds: Iterable[int], lengths: tuple[int, int] = LENGTHS
) -> Found:
    """Tells stories with this fault until one breaks that does not break without it."""
    began, told = time.process_time(), 0
    for seed in seeds:
        steps = draw(seed, lengths)
        with planted(fault), _patience():
            story = await tell(company, seed, steps)
        told += 1
        if story.broken is not None and (await tell(company, seed, steps)).broken is None:
            return Found(story.broken, told, time.process_time() - began)
    return Found(None, told, time.process_time() - began)


@contextmanager
def _patience() -> Iterator[None]:
    """A product with a fault may go round for ever: that is found as well."""

    def over(*_: object) -> None:
        raise RuntimeError("the story does not end")

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(HANGS_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m stories.planted", description=__doc__)
    parser.add_argument("words", nargs="*", help="only faults whose names have one of these")
    parser.add_argument("--most", type=int, default=200, help="stories until a hunt is given up")
    parser.add_argument("--times", type=int, default=1, help="hunts for each fault")
    parser.add_argument("--seed", type=int, default=1, help="the first story of the first hunt")
    parser.add_argument("--length", type=int, nargs=2, default=LENGTHS, help="steps of a story")
    wanted = parser.parse_args()
    with serve() as server:
        return asyncio.run(_hunt_all(wanted, server))


async def _hunt_all(wanted: argparse.Namespace, server: Server) -> int:
    company = await open_up(*server.database("planted"), server.folder / "home")
    missed, cost, lengths = 0, 0.0, tuple(wanted.length)
    for fault in FAULTS:
        if wanted.words and not any(word in fault for word in wanted.words):
            continue
        hunts = []
        for time_ in range(wanted.times):
            first = wanted.seed + time_ * APART
            seeds = range(first, first + wanted.most)
            hunts.append(await hunt(company, fault, seeds, lengths))
        by = next((one.by for one in hunts if one.by is not None), None)
        missed += by is None
        cost += sum(one.seconds for one in hunts) / len(hunts)
        stories = mean(one.stories for one in hunts)
        seconds = mean(one.seconds for one in hunts)
        short = "NOT FOUND" if by is None else by.splitlines()[0][:70]
        print(f"{stories:6.1f} stories {seconds:6.2f} s  {fault}\n{'':24}{short}", flush=True)
    print(f"{cost:.1f} s of processor for all, {missed} not found")
    await company.close()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
