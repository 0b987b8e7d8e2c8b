"""From the switch's event to the frame in a browser, with many desktops and a wallboard open.

Callers of a steady, modest rate are offered to agents. The event is the agent's telephone being
answered (SIPp notes the instant); the frame is the one that shows the talk on that agent's page:
raw WebSockets for hundreds, and one page in Chromium where there is one, which also notes when it
was painted.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

from benchmarks.browser import browser
from benchmarks.company import NUMBER, found
from benchmarks.crew import crew
from benchmarks.product import running, scratch
from benchmarks.table import Row, Size, percentile
from benchmarks.traffic import Traffic, answers, telephones

SECONDS = {Size.SMALL: 400, Size.NORMAL: 240, Size.LONG: 600}
DESKTOPS = {Size.SMALL: 6, Size.NORMAL: 500, Size.LONG: 500}
WORKING = {Size.SMALL: 4, Size.NORMAL: 12, Size.LONG: 12}
IN_CHROMIUM = 2
RATE = 2.0
FOR_SECONDS = {Size.SMALL: 4.0, Size.NORMAL: 20.0, Size.LONG: 120.0}
AIM_MS = 200


def measure(size: Size, tell: Callable[[str], None]) -> list[Row]:
    """Latencies of the frame that shows a talk on the agent's page."""
    return asyncio.run(_measure(size, tell))


async def _measure(size: Size, tell: Callable[[str], None]) -> list[Row]:
    with scratch() as folder, running(folder) as product:
        company = await asyncio.to_thread(found, product, DESKTOPS[size])
        product.restart_engine()
        await product.answers()
        async with (
            crew(product, company, idle=WORKING[size]) as team,
            telephones(folder, team.sip_port) as agents,
            browser(product, team.pages[:IN_CHROMIUM]) as shown,
        ):
            tell(f"{len(team.pages)} desktops and a wallboard are open, two also in Chromium")
            traffic = Traffic(folder, agents)
            await traffic.run(product.sip_port, NUMBER, 1.0, 3.0, speak=False)
            for page in team.pages:
                page.listening = True
            before = product.cpu()
            step = await traffic.run(product.sip_port, NUMBER, RATE, FOR_SECONDS[size], speak=False)
            spent = product.cpu()["serve"] - before["serve"]
            tell(step.shown())
            answered = answers(agents.log)
            heard = [one for page in team.pages for one in page.heard]
            raw = _latencies(answered, heard)
            noted = [one for one in await shown.noted() if one.painted] if shown else []
            painted = _latencies(answered, ((one.painted, one.text) for one in noted))
    load = f"{len(team.pages)} desktops, a wallboard, {RATE:.0f} calls/s"
    return [
        _row(f"screen: answer to frame on a WebSocket ({load})", raw, size),
        _row("screen: answer to picture in Chromium", painted, size),
        Row("screen: the engine's processor meanwhile", f"{100 * spent / step.seconds:.0f} %"),
    ]


def _latencies(answered: dict[str, float], heard: Iterable[tuple[float, str]]) -> list[float]:
    """Milliseconds until the first message that shows the talk with each caller."""
    first: dict[str, float] = {}
    for at, text in heard:
        if '"call":{"call_id"' not in text.replace('": ', '":'):
            continue
        for caller in answered:
            if f'"{caller}"' in text:
                first[caller] = min(at, first.get(caller, at))
    return [1000 * (at - answered[caller]) for caller, at in first.items()]


def _row(what: str, latencies: list[float], size: Size) -> Row:
    p50, p99 = (percentile(latencies, share) for share in (0.5, 0.99))
    if not latencies:
        return Row(what, "not measured: no built client or no Chromium here")
    return Row(
        what,
        f"p50 {p50:.0f} ms, p99 {p99:.0f} ms ({len(latencies)} talks)",
        aim=f"p99 < {AIM_MS} ms",
        kept=p99 < AIM_MS if size is not Size.SMALL else None,
    )
