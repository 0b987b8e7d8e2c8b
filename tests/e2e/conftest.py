"""The whole product for the browser tests: `lingting up` in a folder of its own."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from lingting.adapters.postgres.dump import superuser_url
from lingting.adapters.postgres.embedded import postgres_program
from lingting.main.home import who_runs

START_SECONDS = 120
ROW = re.compile(r"^\s*(?P<account>[a-z]\w*)\s.*\s(?P<password>[a-z0-9]{4}(?:-[a-z0-9]{4}){3})\s*$")


@dataclass(frozen=True, slots=True)
class Product:
    """A running installation: where it is, and its first passwords."""

    address: str
    company: str
    passwords: dict[str, str]
    psql: tuple[str, ...]
    """The command that reads and changes its database past everything."""

    def environment(self) -> dict[str, str]:
        """What the browser tests read."""
        return {
            "LINGTING_E2E_ADDRESS": self.address,
            "LINGTING_E2E_COMPANY": self.company,
            "LINGTING_E2E_PASSWORDS": json.dumps(self.passwords),
            "LINGTING_E2E_PSQL": json.dumps(self.psql),
        }


@pytest.fixture(scope="session")
def product() -> Iterator[Product]:
    """The product that the browser tests share, freshly founded."""
    with running_product() as one:
        yield one


@contextmanager
def running_product() -> Iterator[Product]:
    """A product of its own; its folder's name is short for the sockets in it."""
    home = Path(tempfile.mkdtemp(prefix="lt-e2e-", dir="/tmp"))
    log = home / "up.log"
    environment = {**os.environ, "LINGTING_HOME": str(home), "COLUMNS": "200"}
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "lingting", "up", "--port", str(_free_port())],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment,
            start_new_session=True,
        )  # fmt: skip
    try:
        yield _wait(process, log, home / "up.lock")
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
        shutil.rmtree(home, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], log: Path, lock: Path) -> Product:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        said = log.read_text("utf-8")
        address = re.search(r"https?://localhost:\d+", said)
        passwords = {
            row["account"]: row["password"]
            for line in said.splitlines()
            if (row := ROW.match(line))
        }
        company = re.search(r"(?:Company short name|公司简称)\s+(\S+)", said)
        if address and company and "agent3" in passwords:
            running = who_runs(lock)
            assert running is not None
            psql = (str(postgres_program("psql")), superuser_url(running.database_url))
            return Product(address[0], company[1], passwords, psql)
        if process.poll() is not None:
            break
        time.sleep(0.2)
    pytest.fail(f"the product did not start:\n{log.read_text('utf-8')}")
