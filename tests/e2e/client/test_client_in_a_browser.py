"""Runs the client's browser tests against the whole product, each file as one test."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tools.web import ensure_node

from lingting.adapters.debian.tools import tool

pytestmark = pytest.mark.e2e

WEB = Path(__file__).parents[3] / "web"
FILES = sorted(path.name for path in (WEB / "e2e").glob("*.test.mjs"))


@pytest.mark.req("UI-01", "UI-02", "UI-12", "UI-13", "SOFT-01", "SOFT-05", "SOFT-06", "SOFT-12")
@pytest.mark.req("SOFT-16", "SOFT-36", "STATE-05", "STATE-06", "FLOW-17", "SEC-07")
@pytest.mark.parametrize("file", FILES)
def test_the_client_does_in_a_real_browser_what_its_file_says(file: str, product) -> None:
    chromium = tool("chromium")
    node = ensure_node(lambda text: None)
    environment = {
        **node.environment(),
        **chromium.environment,
        **product.environment(),
        "CHROMIUM": chromium.command[0],
    }
    done = subprocess.run(
        ["node", "--test", "--test-reporter=spec", f"e2e/{file}"],
        cwd=WEB, env=environment, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
