"""Talking agents with recording: what sound costs, and whether it suffers.

Callers and agents speak into talks that last for the whole measurement, and every talk is recorded.
Loss and jitter on the way to Asterisk are its own counts of all streams; what it sends is counted
by a few callers who are telephones of ours and listen. The same with fewer agents shows how each
cost grows.

The peer is Asterisk's app_queue with the same recorder and the same telephones, for the largest
number of talks: what of the cost is Asterisk's own.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from math import inf
from pathlib import Path

import psycopg

from benchmarks.app_queue import RECORDED_NUMBER, app_queue
from benchmarks.asterisk import console
from benchmarks.company import NUMBER, found
from benchmarks.crew import crew
from benchmarks.product import PARTS, Product, running, scratch
from benchmarks.table import Row, Size, percentile
from benchmarks.traffic import SIPP, Traffic, telephones
from benchmarks.voices import SPEAKS
from lingting.testing.rtp import RtpStream
from lingting.testing.telephone import Telephone

SECONDS = {Size.SMALL: 400, Size.NORMAL: 400, Size.LONG: 2600}
TALKS = {Size.SMALL: (2, 4), Size.NORMAL: (10, 300), Size.LONG: (10, 30, 100, 200, 300)}
FOR_SECONDS = {Size.SMALL: 4.0, Size.NORMAL: 20.0, Size.LONG: 60.0}
LAST_SECONDS = {Size.SMALL: 4.0, Size.NORMAL: 30.0, Size.LONG: 600.0}
"""How long the largest number of them talks."""
LISTENERS = 3
CALLS_PER_SECOND = 8.0
PACKETS_PER_SECOND = 50
LEAST_HEARD = 0.999
GO_LATER_SECONDS = 30
"""Nobody goes before all is counted, which takes its time while so many talk."""
MIB = 2**20
_STREAM = re.compile(
    r"^ \S+ \S+ +[\d:]+ \w+ +(?P<got>\d+K?) +(?P<lost>\d+) +\d+ +(?P<jitter>[\d.]+) ",
    re.MULTILINE,
)
"""A line of `pjsip show channelstats`; what Asterisk received."""


FATES = """
SELECT concat_ws(' ', coalesce(c.outcome, c.state), e.data->>'why'), count(*),
    max((e.data->>'measured')::float)
FROM calls c LEFT JOIN event_log e
    ON e.tenant_id = c.tenant_id AND e.call_id = c.id AND e.name = 'call.refused'
GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Side:
    """The product or its peer."""

    port: int
    number: str
    console: Callable[[str], str]
    cpu: Callable[[], dict[str, float]]
    memory: Callable[[], dict[str, int]]
    recordings: Sequence[Path]
    """Where they are made, and where they are kept."""


@dataclass(frozen=True, slots=True)
class Talked:
    """So many talks at once, and what they cost per second."""

    talks: int
    up: int
    cores: dict[str, float]
    memory: dict[str, int]
    got: int
    lost: int
    jitter_ms: tuple[float, ...]
    heard: float
    """Of the packets that were said to those who listen, the share that came."""
    longest_pause: float
    """Seconds between two packets that one of them heard, at most."""
    recordings: int
    recorded_bytes: int
    placed: str
    """What became of the callers, by SIPp."""
    fates: str = ""
    """What became of them, and of all before them, by the product."""


def measure(size: Size, tell: Callable[[str], None]) -> list[Row]:
    """One number of talks after another."""
    return asyncio.run(_measure(size, tell))


async def _measure(size: Size, tell: Callable[[str], None]) -> list[Row]:
    with scratch() as folder:
        own, peer = folder / "own", folder / "peer"
        own.mkdir()
        peer.mkdir()
        tell("the product")
        done = await _of_the_product(own, size, tell)
        tell("app_queue")
        theirs = await _of_the_peer(peer, size, tell)
    return [*map(_row, done[:-1]), _row(done[-1], theirs)]


async def _of_the_product(folder: Path, size: Size, tell: Callable[[str], None]) -> list[Talked]:
    with running(folder) as product:
        company = await asyncio.to_thread(found, product, TALKS[size][-1])
        product.restart_engine()
        await product.answers()
        side = Side(
            product.sip_port, NUMBER, partial(console, product),
            product.cpu, product.memory, (product.home.sounds, product.home.recordings),
        )  # fmt: skip
        done: list[Talked] = []
        async with crew(product, company) as team, telephones(folder, team.sip_port) as agents:
            traffic = Traffic(folder, agents)
            for talks in TALKS[size]:
                last = talks == TALKS[size][-1]
                seconds = (LAST_SECONDS if last else FOR_SECONDS)[size]
                talked = await _talk(side, traffic, talks, seconds)
                done.append(replace(talked, fates=await asyncio.to_thread(_fates, product)))
                tell(_shown(done[-1]))
        return done


async def _of_the_peer(folder: Path, size: Size, tell: Callable[[str], None]) -> Talked:
    talks = TALKS[size][-1]
    async with app_queue(folder, talks) as queue, telephones(folder, queue.agents_port) as agents:
        side = Side(
            queue.sip_port, RECORDED_NUMBER, queue.server.command_line,
            queue.cpu, queue.memory, (queue.recordings,),
        )  # fmt: skip
        talked = await _talk(side, Traffic(folder, agents), talks, LAST_SECONDS[size])
        tell(_shown(talked))
        return talked


async def _talk(side: Side, traffic: Traffic, talks: int, seconds: float) -> Talked:
    """Everybody comes, all talk for `seconds`, then all go."""
    listeners = min(LISTENERS, talks // 2)
    callers = talks - listeners
    coming = callers / CALLS_PER_SECOND + 3
    before = _recordings(side.recordings)

    def spending() -> dict[str, float]:
        return side.cpu() | traffic.cpu()

    async with AsyncExitStack() as stack:
        ears = [await _listener(stack, side, f"{SPEAKS}5{number}") for number in range(listeners)]
        calling = asyncio.create_task(
            traffic.run(
                side.port, side.number, CALLS_PER_SECOND, callers / CALLS_PER_SECOND,
                speak=True, talk_seconds=coming + seconds + GO_LATER_SECONDS, drain_seconds=30,
            )
        )  # fmt: skip
        await asyncio.sleep(coming)
        used, began = spending(), time.monotonic()
        packets = [ear.packets for ear in ears]
        await asyncio.sleep(seconds)
        spent = {part: (now - used[part]) / seconds for part, now in spending().items()}
        until = time.monotonic()
        came = [ear.packets - had for ear, had in zip(ears, packets, strict=True)]
        pauses = [_longest_pause(ear, until - began) for ear in ears]
        got, lost, jitter, up = await asyncio.to_thread(_received, side.console)
        memory = side.memory()
        step = await calling
    await asyncio.sleep(3)
    after = _recordings(side.recordings)
    new = after.keys() - before.keys()
    return Talked(
        talks, min(up, step.connected + listeners), spent, memory, got, lost, jitter,
        sum(came) / (listeners * PACKETS_PER_SECOND * (until - began)), max(pauses),
        len(new), sum(after[one] for one in new),
        f"{step.connected} of {step.placed} of SIPp's connected, {step.refused} refused; "
        f"{up} had sound at the end",
    )  # fmt: skip


async def _listener(stack: AsyncExitStack, side: Side, calling: str) -> RtpStream:
    """A caller who is connected to an agent, and hangs up with the stack."""
    phone = await stack.enter_async_context(Telephone(side.port))
    call = await phone.call(side.number, calling=calling)
    stack.callback(call.hang_up)
    await call.answered()
    return call.rtp


def _longest_pause(ear: RtpStream, seconds: float) -> float:
    """In the last `seconds`, as far back as the telephone keeps what it heard."""
    instants = [at for at, _ in ear.frames if at > time.monotonic() - seconds]
    return max((after - at for at, after in pairwise(instants)), default=inf)


def _received(console: Callable[[str], str]) -> tuple[int, int, tuple[float, ...], int]:
    """Packets that came and were lost, jitters, and streams, as Asterisk counted them."""
    streams = list(_STREAM.finditer(console("pjsip show channelstats")))
    jitter = tuple(1000 * float(stream["jitter"]) for stream in streams)
    got, lost = (sum(_count(stream[name]) for stream in streams) for name in ("got", "lost"))
    return got, lost, jitter, len(streams) // 2


def _count(text: str) -> int:
    return int(float(text.removesuffix("K")) * (1000 if text.endswith("K") else 1))


def _recordings(folders: Sequence[Path]) -> dict[str, int]:
    """Sizes by name, of what is recorded and of what the worker put in its place."""
    sizes: dict[str, int] = {}
    for path in (one for folder in folders for one in folder.rglob("*")):
        if path.suffix in {".wav", ".raw"}:
            with suppress(FileNotFoundError):  # the worker took it
                sizes[path.name.split(".")[0]] = path.stat().st_size
    return sizes


def _fates(product: Product) -> str:
    with psycopg.connect(product.superuser_url) as connection:
        rows = connection.execute(FATES).fetchall()
    return ", ".join(
        f"{count} {how}" + (f" (at most {most:.1f})" if most is not None else "")
        for how, count, most in rows
    )


def _shown(one: Talked) -> str:
    parts = [part for part in PARTS if part in one.memory]
    cores = ", ".join(f"{part} {100 * one.cores[part]:.0f} %" for part in [*parts, SIPP])
    memory = ", ".join(f"{part} {one.memory[part] / MIB:.0f}" for part in parts)
    share = 100 * one.lost / max(one.got + one.lost, 1)
    packets = one.got + one.lost
    missing = f" ({one.placed}; in all {one.fates})" if one.up < one.talks else ""
    return (
        f"{one.up} up{missing}, {one.recordings} recordings; lost {one.lost} of {packets} packets "
        f"({share:.2f} %) on the way to Asterisk; {100 * one.heard:.2f} % of what was said came to "
        f"the {min(LISTENERS, one.talks // 2)} who listen, longest pause "
        f"{1000 * one.longest_pause:.0f} ms; jitter p50 {percentile(one.jitter_ms, 0.5):.1f} ms, "
        f"p99 {percentile(one.jitter_ms, 0.99):.1f} ms; of one core: {cores}; MiB: {memory}"
    )


def _row(one: Talked, peer: Talked | None = None) -> Row:
    whole = one.up >= one.talks and one.recordings >= one.talks
    whole = whole and one.lost * 1000 <= one.got and one.heard >= LEAST_HEARD
    return Row(
        f"talks: {one.talks} at once, recorded",
        _shown(one),
        f"app_queue, MixMonitor: {_shown(peer)}" if peer else "",
        aim="all up and recorded, loss < 0.1 %",
        kept=whole,
    )
