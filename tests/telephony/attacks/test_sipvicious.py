"""SIPVicious, which everybody's exchange is scanned with, run against the product finds nothing.

It sees that something speaks SIP, as whoever is to be called by SIP must; it finds no account, and
cracks none whose name it is told.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from lingting.calls.ports import PhoneAccount

pytestmark = pytest.mark.telephony

NAME, SECRET = "1005", "1005-and-a-secret-that-no-list-holds"
SECONDS = "25"


def run(tool: str, *arguments: str, cwd: Path, address: str) -> str:
    """What a tool of the suite prints; it stops by itself."""
    command = [sys.executable, "-m", f"sipvicious.{tool}", "-b", address, "-x", address, *arguments]
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, timeout=60, check=False,
        env={"HOME": str(cwd), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.fixture
async def target(hotline: Any) -> Any:
    """The product with an account whose name is as guessable as can be."""
    switch = hotline.product.calls._voice.switch
    await switch.provision(PhoneAccount(name=NAME, secret=SECRET, webrtc=False))
    yield f"udp://127.0.0.1:{hotline.server.sip_udp_port}"
    await switch.withdraw(NAME)
    await switch.refuse([])


@pytest.mark.parametrize("method", ["REGISTER", "INVITE", "OPTIONS"])
async def test_svwar_finds_no_account(method: str, target: str, tmp_path: Path) -> None:
    scan = ("-m", method, "-e", "1000-1010", "--force", "--maximumtime", SECONDS, target)
    told = run("svwar", *scan, cwd=tmp_path, address="127.0.0.13")
    assert NAME not in told, told


async def test_svcrack_cracks_no_secret(target: str, tmp_path: Path) -> None:
    words = tmp_path / "words.txt"
    words.write_text("\n".join(["1005", "password", "secret", "lingting", *map(str, range(200))]))
    crack = ("-u", NAME, "-d", str(words), "--maximumtime", SECONDS, target)
    told = run("svcrack", *crack, cwd=tmp_path, address="127.0.0.14")
    assert SECRET not in told
    assert f"| {NAME}" not in told, told


async def test_svmap_learns_no_version(target: str, tmp_path: Path, hotline: Any) -> None:
    port = str(hotline.server.sip_udp_port)
    told = run("svmap", "-p", port, "127.0.0.1", cwd=tmp_path, address="127.0.0.15")
    assert "Lingting" in told, told
    assert "Asterisk" not in told
