"""What the process measures of itself; features add theirs to the same registry."""

import time
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics
from prometheus_client.process_collector import ProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
SLOW = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
OTHER_PAGES = "other"
API = "/api/"
disable_created_metrics()


class Metrics:
    """One registry per process; few measures, whose names and labels are a contract."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.transaction_seconds = Histogram(
            "lingting_transaction_seconds",
            "Time of one use case's transaction, from its first statement to its commit.",
            buckets=FAST,
            registry=self.registry,
        )
        self.mailbox_wait_seconds = Histogram(
            "lingting_mailbox_wait_seconds",
            "Time that an input waits for its company's turn; calls feel late when it grows.",
            buckets=FAST,
            registry=self.registry,
        )
        self.http_request_seconds = Histogram(
            "lingting_http_request_seconds",
            "Time until an HTTP request was answered, by method and route.",
            ["method", "route"],
            buckets=SLOW,
            registry=self.registry,
        )
        self.http_requests = Counter(
            "lingting_http_requests",
            "Answered HTTP requests, by status.",
            ["status"],
            registry=self.registry,
        )


class MeasureRequests:
    """Middleware that times requests under the template of their route, never their address."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        began = time.perf_counter()
        try:
            await self._app(scope, receive, watched)
        finally:
            took = time.perf_counter() - began
            labels = (_method(scope), _route(scope))
            self._metrics.http_request_seconds.labels(*labels).observe(took)
            self._metrics.http_requests.labels(str(status)).inc()


def _method(scope: Scope) -> str:
    known = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
    return scope["method"] if scope["method"] in known else OTHER_PAGES


def _route(scope: Scope) -> str:
    """The template; everything outside the API is one: its addresses are anybody's to invent."""
    route: Any = scope.get("route")
    path: str = getattr(route, "path", "")
    if not path or not scope["path"].startswith(API) or path.endswith("{path:path}"):
        return OTHER_PAGES
    # A router that is included in another tells its own part of the path only.
    return path if path.startswith(API) else API + path.removeprefix("/")
