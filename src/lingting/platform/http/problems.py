"""Errors at the edge: `application/problem+json` (RFC 9457) in the user's language."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DataError
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lingting.kernel.errors import (
    Conflict,
    Forbidden,
    Invalid,
    LingtingError,
    NotFound,
    Unauthenticated,
    Unavailable,
)
from lingting.platform.http.messages import Language, catalogue, message, preferred
from lingting.platform.log import get_log

log = get_log(__name__)

_STATUS: tuple[tuple[type[LingtingError], int], ...] = (
    (Invalid, 422),
    (Unauthenticated, 401),
    (Forbidden, 403),
    (NotFound, 404),
    (Conflict, 409),
    (Unavailable, 503),
)
_HTTP_SLUGS = {
    400: "invalid",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "wrong-verb",
    413: "too-large",
    503: "unavailable",
}


def status_of(error: LingtingError) -> int:
    """The HTTP status of an error's branch of the tree."""
    return next((status for branch, status in _STATUS if isinstance(error, branch)), 500)


def problem(
    slug: str, status: int, language: Language, params: dict[str, Any], fields: list[Any]
) -> JSONResponse:
    """A problem document; `fields` names the places of a form and what is wrong there."""
    body: dict[str, Any] = {
        "type": f"urn:lingting:problem:{slug}",
        "slug": slug,
        "status": status,
        "title": message(slug, language, params),
        "detail": message(slug, language, params),
        "params": {key: str(value) for key, value in params.items()},
        "fields": fields,
    }
    return JSONResponse(body, status, media_type="application/problem+json")


def answer(request: Request, error: LingtingError) -> JSONResponse:
    """The problem document of an error, in the language of who asked."""
    language = preferred(request.headers.get("accept-language"))
    fields: list[dict[str, Any]] = []
    if "field" in error.params:
        text = message(error.slug, language, error.params)
        fields.append({"field": error.params["field"], "slug": error.slug, "message": text})
    return problem(error.slug, status_of(error), language, error.params, fields)


def install(app: FastAPI) -> None:
    """Makes every error of the application a problem document."""

    async def known(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, LingtingError)
        return answer(request, error)

    async def unfit(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, RequestValidationError)
        language = preferred(request.headers.get("accept-language"))
        fields = [_field(one, language) for one in error.errors()]
        return problem("invalid", 422, language, {}, fields)

    async def unstorable(request: Request, error: Exception) -> JSONResponse:
        """A text with a NUL, a number out of range: the database refuses what no form foresaw."""
        log.info("value refused by the database", path=request.url.path)
        language = preferred(request.headers.get("accept-language"))
        return problem("invalid", 422, language, {}, [])

    async def http(request: Request, error: Exception) -> JSONResponse:
        assert isinstance(error, HTTPException)
        language = preferred(request.headers.get("accept-language"))
        slug = _HTTP_SLUGS.get(error.status_code, "error")
        answered = problem(slug, error.status_code, language, {}, [])
        answered.headers.update(error.headers or {})
        return answered

    async def unknown(request: Request, error: Exception) -> JSONResponse:
        log.error("request failed", path=request.url.path, exc_info=error)
        language = preferred(request.headers.get("accept-language"))
        return problem("error", 500, language, {}, [])

    app.add_exception_handler(LingtingError, known)
    app.add_exception_handler(RequestValidationError, unfit)
    app.add_exception_handler(DataError, unstorable)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, unknown)


class TooLarge:
    """Middleware that says it as a problem where the framework itself refuses a body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_replaced = False

        async def worded(message: Message) -> None:
            nonlocal is_replaced
            if message["type"] == "http.response.start" and _is_plain(message):
                is_replaced = True
                language = preferred(Headers(scope=scope).get("accept-language"))
                await problem("too-large", 413, language, {}, [])(scope, receive, send)
            elif not is_replaced:
                await send(message)

        await self._app(scope, receive, worded)


def _is_plain(start: Message) -> bool:
    kind = Headers(raw=start["headers"]).get("content-type", "")
    return start["status"] == 413 and kind.startswith("text/plain")


def form_problem(error: Any) -> tuple[str, dict[str, object]]:
    """Slug and parameters of the sentence for what pydantic found wrong."""
    slug = str(error["type"]).replace("_", "-")
    if slug not in catalogue():
        slug = "wrong-type" if slug.endswith(("-type", "-parsing")) else "value-error"
    return slug, dict(error.get("ctx", {}))


def _field(error: dict[str, Any], language: Language) -> dict[str, Any]:
    place = ".".join(str(part) for part in error["loc"][1:])
    slug, params = form_problem(error)
    return {"field": place, "slug": slug, "message": message(slug, language, params)}
