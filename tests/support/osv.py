"""A small OSV on loopback: answers in the shape of its documents, made by hand."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

RECORDS: dict[str, dict[str, Any]] = {
    "PYSEC-2026-248": {
        "id": "PYSEC-2026-248",
        "modified": "2026-06-27T11:15:06.799060438Z",
        "details": "Starlette is a lightweight ASGI framework/toolkit. Prior to 1.3.0, …",
        "affected": [
            {
                "package": {
                    "ecosystem": "PyPI",
                    "name": "starlette",
                    "purl": "pkg:pypi/starlette",
                },
                "ranges": [
                    {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.3.0"}]},
                    {"type": "GIT", "repo": "https://…", "events": [{"introduced": "0"}]},
                ],
                "versions": ["0.1.0", "0.1.1"],
            },
            {
                "package": {"ecosystem": "PyPI", "name": "something-else"},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}],
            },
        ],
    },
    "GHSA-2v37-7h3g-55p8": {
        "id": "GHSA-2v37-7h3g-55p8",
        "modified": "2026-08-14T00:00:00Z",
        "summary": "nanoid: infinite loop",
        "affected": [
            {
                "package": {"ecosystem": "npm", "name": "nanoid"},
                "ranges": [
                    {"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "3.3.18"}]}
                ],
            }
        ],
    },
    "GHSA-with-drawn-0000": {
        "id": "GHSA-with-drawn-0000",
        "modified": "2026-08-14T00:00:00Z",
        "withdrawn": "2026-08-15T00:00:00Z",
        "affected": [{"package": {"ecosystem": "npm", "name": "nanoid"}, "versions": ["3.3.20"]}],
    },
}
FIRST = {
    ("PyPI", "starlette"): {
        "vulns": [{"id": "PYSEC-2026-248", "modified": "2026-06-27T11:15:06Z"}]
    },
    ("npm", "nanoid"): {"vulns": [{"id": "GHSA-with-drawn-0000"}], "next_page_token": "more"},
}
MORE = {("npm", "nanoid"): {"vulns": [{"id": "GHSA-2v37-7h3g-55p8"}]}}


class Osv(ThreadingHTTPServer):
    """What was asked, and whether it breaks at a record."""

    asked: list[dict[str, Any]]
    broken = False


class _Answers(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        questions = json.loads(body)["queries"]
        self._osv.asked += questions
        self._send({"results": [self._one(question) for question in questions]})

    def do_GET(self) -> None:
        record = RECORDS.get(self.path.rsplit("/", 1)[1])
        if record is None or self._osv.broken:
            self.send_error(503)
        else:
            self._send(record)

    @property
    def _osv(self) -> Osv:
        assert isinstance(self.server, Osv)
        return self.server

    def _one(self, question: dict[str, Any]) -> dict[str, Any]:
        package = question["package"]["ecosystem"], question["package"]["name"]
        return (MORE if "page_token" in question else FIRST).get(package, {})

    def _send(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@contextmanager
def serving() -> Iterator[Osv]:
    with Osv(("127.0.0.1", 0), _Answers) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
