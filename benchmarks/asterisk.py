"""Asks the product's private Asterisk on its console."""

from __future__ import annotations

import subprocess

from benchmarks.product import Product
from lingting.adapters.asterisk.install import find_asterisk


def console(product: Product, command: str) -> str:
    """What one command prints."""
    program = find_asterisk(lambda message: None)
    config = product.home.asterisk / "etc/asterisk.conf"
    words = [*program.command, "-C", str(config), "-rx", command]
    done = subprocess.run(words, capture_output=True, text=True, timeout=30, check=False)
    return done.stdout
