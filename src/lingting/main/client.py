"""Hands out the built client: hashed files for ever, the page with a fresh nonce each time."""

import secrets
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse, Response
from starlette.convertors import PathConvertor, register_url_convertor
from starlette.exceptions import HTTPException

DIST = Path(__file__).parents[1] / "web_dist"
NONCE = "__CSP_NONCE__"
POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'nonce-{nonce}'",
        "style-src 'self' 'nonce-{nonce}' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "connect-src 'self' ws: wss:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
"""The hash allows the empty style element that antd adds and fills through its object model."""
NOT_BUILT = (
    "聆听: 客户端尚未构建。请运行 ./lingting up(或在 web 目录运行 npm run build)。\n"
    "Lingting: the client is not built. Run ./lingting up (or npm run build in web).\n"
)


class _OfThePage(PathConvertor):
    """Every address but those of the API, so that a wrong verb there is told as one."""

    regex = r"(?!(?:api|sip|assets)(?:/|$)).*"


register_url_convertor("page", _OfThePage())


def serve_client(app: FastAPI) -> None:
    """Adds `/assets/…` and the page itself for every other address that is not an API's."""

    @app.get("/assets/{path:path}", include_in_schema=False)
    async def asset(path: str) -> Response:
        if "\0" in path:
            raise HTTPException(404)
        file = (DIST / "assets" / path).resolve()
        if not file.is_relative_to(DIST / "assets") or not _is_file(file):
            raise HTTPException(404)
        return FileResponse(file, headers={"Cache-Control": "public, max-age=31536000, immutable"})

    @app.get("/{path:page}", include_in_schema=False)
    async def page(path: str) -> Response:
        return index()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long for any file
        return False


def index() -> Response:
    """The page, which may run only the scripts and styles that carry its nonce."""
    file = DIST / "index.html"
    if not file.is_file():
        return PlainTextResponse(NOT_BUILT, 503)
    nonce = secrets.token_urlsafe(16)
    return HTMLResponse(
        file.read_text("utf-8").replace(NONCE, nonce),
        headers={
            "Cache-Control": "no-cache",
            "Content-Security-Policy": POLICY.format(nonce=nonce),
            "Permissions-Policy": "microphone=(self)",
        },
    )
