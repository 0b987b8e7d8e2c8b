"""HTTP resources of the mail server."""

from typing import Annotated

from fastapi import APIRouter, Request

from lingting.mail.schemas import MailOut, MailServerIn, MailServerOut, MailTestIn, MailTestOut
from lingting.mail.service import MailService
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.platform.http.messages import preferred

Manager = Annotated[Principal, require("mail.manage")]


def routes(mail: MailService) -> APIRouter:
    """The router of this feature."""
    router = api_router("/mail", tags=["mail"])

    @router.get("")
    async def read_mail_server(who: Manager) -> MailOut:
        return await _shown(mail, who)

    @router.put("")
    async def set_mail_server(who: Manager, body: MailServerIn) -> MailOut:
        await mail.change(who, body.server(), body.secret)
        return await _shown(mail, who)

    @router.delete("", status_code=204)
    async def remove_mail_server(who: Manager) -> None:
        await mail.forget(who)

    @router.post("/test")
    async def test_mail_server(request: Request, who: Manager, body: MailTestIn) -> MailTestOut:
        """Sends a letter and tells what hindered it."""
        language = preferred(request.headers.get("accept-language"))
        return MailTestOut.of(await mail.test(who, body.to, language))

    return router


async def _shown(mail: MailService, who: Principal) -> MailOut:
    found = await mail.server(who.tenant)
    return MailOut(server=MailServerOut.of(found[0], has_secret=found[1]) if found else None)
