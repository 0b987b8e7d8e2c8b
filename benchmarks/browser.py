"""Pages in a real Chromium, which notes when messages came and when they were painted."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.crew import Page
from benchmarks.product import Product
from lingting.adapters.debian.tools import tool

SCRIPT = Path(__file__).parent / "pages.mjs"
ROOT = Path(__file__).parents[1]
WEB, DIST = ROOT / "web", ROOT / "src/lingting/web_dist"
OPEN_SECONDS = 60.0
TELL_SECONDS = 30.0
LONGEST_LINE = 2**26


@dataclass(frozen=True, slots=True)
class Noted:
    """A message of the control socket: when it came to the page, when it was on the screen."""

    text: str
    at: float
    painted: float


class Browser:
    """Pages that are open."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def noted(self) -> list[Noted]:
        """Closes the pages; everything that they got."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        assert self._process.stdout is not None
        text = await asyncio.wait_for(self._process.stdout.read(), TELL_SECONDS)
        return [Noted(**one) for one in json.loads(text)]


@asynccontextmanager
async def browser(product: Product, pages: Sequence[Page]) -> AsyncIterator[Browser | None]:
    """Second pages of people who have one already, in the same sessions; None where the client
    is not built or there is no Node."""
    if not (DIST / "index.html").exists() or shutil.which("node") is None:
        yield None
        return
    chromium = tool("chromium", lambda message: None)
    process = await asyncio.create_subprocess_exec(
        "node", str(SCRIPT), str(WEB / "package.json"), chromium.command[0], product.url,
        *(page.cookie for page in pages),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=LONGEST_LINE,
        env=chromium.merged_environment(),
    )  # fmt: skip
    try:
        assert process.stdout is not None
        said = await asyncio.wait_for(process.stdout.readline(), OPEN_SECONDS)
        if said.strip() != b"ready":
            raise RuntimeError("Chromium did not open the pages")
        yield Browser(process)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()
