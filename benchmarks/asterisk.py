"""Asks the product's private Asterisk on its console."""

from __future__ import annotations

from benchmarks.product import Product
from lingting.adapters.asterisk.console import ask
from lingting.adapters.asterisk.install import find_asterisk


def console(product: Product, command: str) -> str:
    """What one command prints."""
    program = find_asterisk(lambda message: None)
    return ask(program, product.home.asterisk / "etc", command, seconds=30)
