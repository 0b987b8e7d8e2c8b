"""How long the first and the second start take, and what the product needs when nothing happens.

Everything that has to be fetched is there already: what is measured is the product, not the line.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from benchmarks.product import PARTS, Product, scratch
from benchmarks.table import Row, Size

SECONDS = {Size.SMALL: 400, Size.NORMAL: 240, Size.LONG: 480}
AGAIN = {Size.SMALL: 1, Size.NORMAL: 2, Size.LONG: 5}
REST_SECONDS = {Size.SMALL: 2, Size.NORMAL: 10, Size.LONG: 30}
MIB = 2**20


def measure(size: Size, tell: Callable[[str], None]) -> list[Row]:
    """An empty home, then the same home again and again."""
    with scratch() as folder:
        product = Product(folder)
        try:
            first = product.start()
            tell(f"first start {first:.1f} s")
            again: list[float] = []
            for _ in range(AGAIN[size]):
                product.stop()
                again.append(product.start())
                tell(f"second start {again[-1]:.1f} s")
            rest = _at_rest(product, REST_SECONDS[size])
        finally:
            product.stop()
    return [
        Row("starts: first start, packages at hand", f"{first:.1f} s"),
        Row("starts: second start", f"{median(again):.1f} s (median of {len(again)})"),
        *rest,
    ]


def _at_rest(product: Product, seconds: float) -> list[Row]:
    time.sleep(seconds)
    before, began = product.cpu(), time.monotonic()
    time.sleep(seconds)
    after, took = product.cpu(), time.monotonic() - began
    memory = product.memory()
    parts = ", ".join(f"{part} {memory[part] / MIB:.0f}" for part in (*PARTS, "up"))
    busy = ", ".join(
        f"{part} {100 * (after[part] - before[part]) / took:.1f} %" for part in (*PARTS, "up")
    )
    whole = sum(memory.values()) / MIB
    return [
        Row("starts: memory at rest (PSS)", f"{whole:.0f} MiB: {parts}"),
        Row("starts: processor at rest (of one core)", busy),
    ]
