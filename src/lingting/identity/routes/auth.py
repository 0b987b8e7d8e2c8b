"""HTTP resources of logging in and out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from lingting.identity.schemas import CaptchaOut, LoginIn, Me, Options
from lingting.identity.service.identity import IdentityService
from lingting.identity.service.login import Try
from lingting.kernel.errors import LingtingError
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import COOKIE, Someone, require_own_page
from lingting.platform.http.client import client_address
from lingting.platform.http.problems import answer
from lingting.platform.kit import Kit

Typed = Annotated[str, Query(max_length=64)]
TRIED = "lingting_tried"
"""Marks a browser where a login failed: the page then shows the image code from the start."""
TRIED_SECONDS = 1800


def routes(kit: Kit, identity: IdentityService) -> APIRouter:
    """The router of logins."""
    router = api_router("/auth", tags=["auth"], at_once=True)

    @router.get("/options")
    async def login_options(request: Request, company: Typed = "", account: Typed = "") -> Options:
        asked = await identity.login.asks_captcha(client_address() or "", company, account)
        return Options(captcha=asked or TRIED in request.cookies)

    @router.post("/captcha", dependencies=[Depends(require_own_page)])
    async def new_captcha() -> CaptchaOut:
        made = await identity.login.new_captcha()
        return CaptchaOut.model_validate(made, from_attributes=True)

    @router.post("/login", dependencies=[Depends(require_own_page)], response_model=Me)
    async def log_in(form: LoginIn, request: Request, response: Response) -> Me | Response:
        typed = Try(
            company=form.company,
            account=form.account,
            password=form.password,
            captcha_id=form.captcha_id,
            captcha=form.captcha,
            address=client_address() or "",
            old_cookie=request.cookies.get(COOKIE),
        )
        try:
            logged_in = await identity.login.log_in(typed)
        except LingtingError as error:
            refused = answer(request, error)
            refused.set_cookie(
                TRIED, "1", TRIED_SECONDS, httponly=True, samesite="strict", path="/api/auth"
            )
            return refused
        secure = request.url.scheme == "https" or kit.settings.public_url.startswith("https:")
        response.set_cookie(
            COOKIE, logged_in.cookie, httponly=True, samesite="strict", secure=secure, path="/"
        )
        response.delete_cookie(TRIED, path="/api/auth", httponly=True, samesite="strict")
        return Me.of(logged_in.person, logged_in.company)

    @router.post("/logout", status_code=204)
    async def log_out(principal: Someone, response: Response) -> None:
        await identity.sessions.log_out(principal)
        response.delete_cookie(COOKIE, httponly=True, samesite="strict", path="/")

    return router
