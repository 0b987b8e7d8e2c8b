"""The FastAPI application: routes of all features, security headers, the client's files."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from threading import Lock
from typing import Any

from fastapi import FastAPI
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from lingting import __version__
from lingting.platform.aside import aside
from lingting.platform.http import problems
from lingting.platform.http.auth import Authenticate
from lingting.platform.http.client import RememberClient
from lingting.platform.http.doors import describe, describe_problems
from lingting.platform.http.headers import SecurityHeaders
from lingting.platform.kit import Kit
from lingting.platform.metrics import MeasureRequests

LARGEST_BODY = 1024 * 1024
"""What a request may carry, unless its route says that it takes more."""

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[None]]


class _Application(FastAPI):
    """The framework keeps two answers outside all middleware: to what fails, and to what is too
    large. These two shall be answers of ours as well.
    """

    def build_middleware_stack(self) -> ASGIApp:
        return SecurityHeaders(problems.TooLarge(super().build_middleware_stack()))


def make_app(kit: Kit, authenticate: Authenticate, lifespan: Lifespan | None = None) -> FastAPI:
    """The application with everything that features mounted on the kit."""
    app = _Application(
        title="Lingting 聆听",
        version=__version__,
        lifespan=lifespan,
        max_body_size=LARGEST_BODY,
        redirect_slashes=False,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    app.state.kit = kit
    app.state.authenticate = authenticate
    problems.install(app)
    app.add_middleware(RememberClient)
    app.add_middleware(MeasureRequests, metrics=kit.metrics)
    for make in kit.routers:
        app.router.routes.extend(make().routes)
    _describe_fully(app)
    _tell_description(app)
    return app


def _describe_fully(app: FastAPI) -> None:
    plain = app.openapi
    one_at_a_time = Lock()

    def described() -> dict[str, Any]:
        with one_at_a_time:
            if app.openapi_schema is None:
                description = plain()
                describe(app, description)
                describe_problems(description)
            return plain()

    app.openapi = described


def _tell_description(app: FastAPI) -> None:
    """Made when somebody asks for it, which takes a second: calls go on meanwhile."""
    made: list[bytes] = []

    @app.get("/api/openapi.json", include_in_schema=False)
    async def description() -> Response:
        if not made:
            made[:] = [await aside(lambda: bytes(JSONResponse(app.openapi()).body))]
        return Response(made[0], media_type="application/json")
