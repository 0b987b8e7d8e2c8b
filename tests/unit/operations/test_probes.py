"""Measures are for this machine or for who knows the token."""

from __future__ import annotations

import pytest
from fastapi import Request

from lingting.operations.probes import may_measure

pytestmark = pytest.mark.unit


def request(peer: str, host: str, **headers: str) -> Request:
    named = {"host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
    raw = [(name.encode(), value.encode()) for name, value in named.items()]
    return Request({"type": "http", "client": (peer, 1), "headers": raw})


@pytest.mark.req("SEC-03")
@pytest.mark.parametrize(
    ("asked", "may"),
    [
        (request("127.0.0.1", "localhost:8000"), True),
        (request("::1", "[::1]:8000"), True),
        (request("127.0.0.1", "127.0.0.1"), True),
        (request("192.0.2.7", "localhost:8000"), False),
        (request("127.0.0.1", "call.example.com"), False),
        (request("127.0.0.1", "localhost", x_forwarded_for="192.0.2.7"), False),
        (request("127.0.0.1", "localhost", forwarded="for=192.0.2.7"), False),
    ],
)
def test_without_a_token_only_this_machine_reads_them(asked: Request, may: bool) -> None:
    assert may_measure(asked, "") is may


@pytest.mark.parametrize(
    ("given", "may"), [("Bearer secret", True), ("Bearer wrong", False), ("secret", False)]
)
def test_with_a_token_everybody_needs_it(given: str, may: bool) -> None:
    assert (
        may_measure(request("192.0.2.7", "call.example.com", authorization=given), "secret") is may
    )
    assert may_measure(request("127.0.0.1", "localhost", authorization=given), "secret") is may
