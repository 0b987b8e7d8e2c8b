"""Real calls through SIPp: the product with everything on beside Asterisk's own app_queue.

Callers come at a steady rate, speak for three seconds and hang up; there are agents for all of them
at once. The highest rate is the one at which 99.9 % spoke with an agent within two seconds and
ended as written; the step above it failed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks.app_queue import app_queue
from benchmarks.asterisk import console
from benchmarks.company import NUMBER, found
from benchmarks.crew import crew
from benchmarks.product import PARTS, running, scratch
from benchmarks.table import Row, Size
from benchmarks.traffic import AT_ONCE_SECONDS, SIPP, Agents, Step, Traffic, telephones

SECONDS = {Size.SMALL: 400, Size.NORMAL: 720, Size.LONG: 2000}
AGENTS = {Size.SMALL: 6, Size.NORMAL: 500, Size.LONG: 500}
ARRIVALS_SECONDS = {Size.SMALL: 2.0, Size.NORMAL: 6.0, Size.LONG: 30.0}
FIRST_RATE = {False: 20.0, True: 16.0}
GROWTH = 2.0
CLOSE = 1.15
"""The search ends when the lowest rate that failed is at most so many times the highest one."""
HIGHEST_RATE = 300.0
RECOVERY_SECONDS = 4.0
AIM_OF_PEER = 0.8
AIM_P99_MS = 250
AIM_STAY = 0.999

Run = Callable[[float, float, bool], Awaitable[Step]]


@dataclass
class Found:
    """What one of the two can do."""

    highest: dict[bool, Step]
    """With speech or without: the last step that was good enough."""
    half: Step
    double: Step


def measure(size: Size, tell: Callable[[str], None]) -> list[Row]:
    """The peer first, then the product; each has the machine for itself."""
    return asyncio.run(_measure(size, tell))


async def _measure(size: Size, tell: Callable[[str], None]) -> list[Row]:
    with scratch() as folder:
        peer_folder, own_folder = folder / "peer", folder / "own"
        peer_folder.mkdir()
        own_folder.mkdir()
        async with AsyncExitStack() as stack:
            queue = await stack.enter_async_context(app_queue(peer_folder, AGENTS[size]))
            agents = await stack.enter_async_context(telephones(peer_folder, queue.agents_port))
            run = _runner(
                peer_folder,
                agents,
                queue.sip_port,
                queue.number,
                queue.cpu,
                queue.server.command_line,
            )
            tell("app_queue")
            peer = await _search(run, size, tell)
        tell("the product, everything on")
        own = await _of_the_product(own_folder, size, tell)
    return _rows(own, peer, size)


async def _of_the_product(folder: Path, size: Size, tell: Callable[[str], None]) -> Found:
    with running(folder) as product:
        company = await asyncio.to_thread(found, product, AGENTS[size])
        product.restart_engine()
        await product.answers()
        async with crew(product, company) as team, telephones(folder, team.sip_port) as agents:
            run = _runner(
                folder,
                agents,
                product.sip_port,
                NUMBER,
                product.cpu,
                partial(console, product),
                team.idle_again,
            )
            return await _search(run, size, tell)


async def _nothing() -> None:
    """app_queue's members are ready by themselves."""


def _runner(
    folder: Path,
    agents: Agents,
    port: int,
    number: str,
    cpu: Callable[[], dict[str, float]],
    console: Callable[[str], str],
    recover: Callable[[], Awaitable[None]] = _nothing,
) -> Run:
    """After too much, whoever SIPp left on the line is hung up, and agents are ready again."""
    traffic = Traffic(folder, agents)

    async def run(rate: float, seconds: float, speak: bool) -> Step:
        before = cpu() | traffic.cpu()
        step = await traffic.run(port, number, rate, seconds, speak=speak)
        after = cpu() | traffic.cpu()
        spent = {part: used - before.get(part, 0.0) for part, used in after.items()}
        await asyncio.sleep(1)
        if not step.is_enough:
            await asyncio.to_thread(console, "channel request hangup all")
            await asyncio.sleep(RECOVERY_SECONDS)
            await recover()
        return replace(step, cpu=spent)

    return run


async def _search(run: Run, size: Size, tell: Callable[[str], None]) -> Found:
    seconds = ARRIVALS_SECONDS[size]

    async def told(rate: float, speak: bool = False) -> Step:
        step = await run(rate, seconds, speak)
        tell(f"{'speech' if speak else 'silent'} {step.shown()}")
        return step

    if size is Size.SMALL:
        step, spoken = await told(2.0), await told(2.0, True)
        return Found({False: step, True: spoken}, step, await told(4.0))
    await told(2.0)  # what is made at the first call is no part of the measurement
    highest = {speak: await _highest(told, speak) for speak in (False, True)}
    rate = highest[False].rate
    return Found(highest, await told(rate / 2), await told(rate * 2))


async def _highest(told: Callable[[float, bool], Awaitable[Step]], speak: bool) -> Step:
    """Faster and faster until it fails, then in halves between the two."""
    rate, good = FIRST_RATE[speak], None
    while rate <= HIGHEST_RATE:
        step = await told(rate, speak)
        if not step.is_enough:
            break
        good, rate = step, rate * GROWTH
    if good is None:
        step = await told(rate / 2, speak)
        return step if step.is_enough else await told(rate / 4, speak)
    failed = rate
    while failed > CLOSE * good.rate:
        step = await told((good.rate + failed) / 2, speak)
        if step.is_enough:
            good = step
        else:
            failed = step.rate
    return good


def _rows(own: Found, peer: Found, size: Size) -> list[Row]:
    rows: list[Row] = []
    judged = size is not Size.SMALL
    for speak in (False, True):
        ours, theirs = own.highest[speak], peer.highest[speak]
        ratio = ours.rate / theirs.rate
        rows.append(
            Row(
                f"calls: highest rate with 99.9 % served within {AT_ONCE_SECONDS:.0f} s, "
                f"{'with' if speak else 'without'} RTP",
                f"{_rate(ours)} ({ratio:.2f} of the peer)",
                f"app_queue {_rate(theirs)}",
                f"≥ {AIM_OF_PEER} of app_queue",
                ratio >= AIM_OF_PEER if judged else None,
            )
        )
    rows.append(
        Row(
            f"calls: INVITE to the agent's 200 OK at {own.half.rate:.1f}/s, half of that",
            _waits(own.half),
            f"app_queue at {peer.half.rate:.1f}/s: {_waits(peer.half)}",
            f"p99 < {AIM_P99_MS} ms",
            own.half.wait(0.99) < AIM_P99_MS if judged else None,
        )
    )
    rows.append(
        Row(
            "calls: processor time per call there",
            _cost(own.half),
            f"app_queue: {_cost(peer.half)}",
        )
    )
    stay = own.double.succeeded / max(own.double.connected, 1)
    told = own.double.placed - own.double.connected - own.double.refused
    rows.append(
        Row(
            f"calls: at {own.double.rate:.1f}/s, twice the highest rate",
            f"{_overload(own.double)}, {told} neither",
            f"app_queue at {peer.double.rate:.1f}/s: {_overload(peer.double)}",
            "who is answered stays so, the others are told",
            stay >= AIM_STAY and told == 0 if judged else None,
        )
    )
    return rows


def _rate(step: Step) -> str:
    return f"{step.rate:.1f}/s" if step.is_enough else f"below {step.rate:.1f}/s"


def _waits(step: Step) -> str:
    return f"p50 {step.wait(0.5):.0f} ms, p99 {step.wait(0.99):.0f} ms"


def _cost(step: Step) -> str:
    parts = [part for part in PARTS if part in step.cpu]
    costs = {part: 1000 * step.cpu[part] / step.placed for part in parts}
    shown = ", ".join(f"{part} {cost:.1f} ms" for part, cost in costs.items())
    whole = shown if len(parts) == 1 else f"{sum(costs.values()):.1f} ms: {shown}"
    return f"{whole}; SIPp beside it {1000 * step.cpu[SIPP] / step.placed:.1f} ms"


def _overload(step: Step) -> str:
    return (
        f"{step.succeeded} of {step.placed} spoke to their end, "
        f"{step.connected - step.succeeded} were cut off, {step.refused} refused"
    )
