"""Schemathesis over the whole description, against a product of its own, as two people.

LINGTING_FUZZ=20 makes twenty times as many examples of each route: a nightly size.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from lingting.platform.http.auth import COOKIE

pytestmark = [pytest.mark.e2e, pytest.mark.req("SEC-03")]

EXAMPLES = 3 * int(os.environ.get("LINGTING_FUZZ", "1"))
CHECKS = "not_a_server_error,response_schema_conformance,content_type_conformance"
LEFT_OUT = r"^/api/(auth/|me|users/[^/]+/password|operations/checks)"
"""What would log the tester out, and what takes long on purpose."""


@pytest.fixture(scope="module")
def own_product(request: pytest.FixtureRequest) -> Iterator[object]:
    """Nothing that others test is left whole by this."""
    conftest = next(
        plugin
        for plugin in request.config.pluginmanager.get_plugins()
        if getattr(plugin, "running_product", None)
    )
    with conftest.running_product() as one:
        yield one


@pytest.mark.parametrize("account", ["agent1", "admin"])
def test_no_answer_is_an_error_of_the_server_and_each_is_as_described(
    own_product, account: str, tmp_path: Path
) -> None:
    own = {"x-requested-with": "lingting"}
    form = {"company": own_product.company, "account": account}
    form["password"] = own_product.passwords[account]
    login = httpx.post(f"{own_product.address}/api/auth/login", json=form, headers=own)
    assert login.status_code == 200, login.text
    program = Path(sys.executable).with_name("schemathesis")
    done = subprocess.run(
        [
            str(program), "run", f"{own_product.address}/api/openapi.json",
            "--header", f"cookie: {COOKIE}={login.cookies[COOKIE]}",
            "--header", "x-requested-with: lingting",
            "--checks", CHECKS, "--phases", "fuzzing", "--max-examples", str(EXAMPLES),
            "--seed", "1", "--exclude-path-regex", LEFT_OUT, "--continue-on-failure", "--no-color",
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=1800, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "No issues found" in done.stdout or " passed" in done.stdout, done.stdout[-2000:]
