"""The desktop over HTTP: commands in, and where the softphone finds its account."""

from fastapi import APIRouter, Request

from lingting.acd.domain.states import Method
from lingting.calls.module import Calls
from lingting.desktop.commands import Desk
from lingting.desktop.schemas import (
    AgentTarget,
    Busy,
    DialOut,
    Digits,
    Extend,
    NamedTarget,
    Note,
    NoteShown,
    NumberToTry,
    PhoneAccess,
    SignIn,
    SipPhoneAccess,
    SipPhoneShown,
    Switched,
    Targets,
    TestPhoneAccess,
    TransferTo,
)
from lingting.desktop.targets import Directory
from lingting.kernel.ids import AgentId, CallId, CustomerId, OfferId
from lingting.platform.db import Transaction
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.platform.http.messages import preferred

USE = require("desk.use")
WS_PATH = "/sip"


def routes(desk: Desk, calls: Calls, directory: Directory) -> APIRouter:
    """All routes below `/desk`."""
    router = api_router("/desk", tags=["desk"], at_once=True)
    _states(router, desk)
    _call_controls(router, desk, calls)
    _phones(router, desk, calls, directory)
    _notes(router, desk)
    return router


def _states(router: APIRouter, desk: Desk) -> None:
    acd = desk.acd

    @router.post("/sign-in", status_code=204, operation_id="sign_in")
    async def sign_in(body: SignIn, who: Principal = USE) -> None:
        await desk.sign_in(who, Method(body.method))

    @router.post("/sign-out", status_code=204, operation_id="sign_out")
    async def sign_out(who: Principal = USE) -> None:
        await desk.sign_out(who)

    @router.post("/busy", status_code=204, operation_id="set_busy")
    async def busy(body: Busy, who: Principal = USE) -> None:
        await desk.turn(who, lambda tx, agent: acd.set_busy(tx, agent, body.reason))

    @router.post("/idle", status_code=204, operation_id="set_idle")
    async def idle(who: Principal = USE) -> None:
        await desk.turn(who, acd.set_idle)

    @router.post("/do-not-disturb", status_code=204, operation_id="set_do_not_disturb")
    async def do_not_disturb(body: Switched, who: Principal = USE) -> None:
        wish = acd.set_do_not_disturb if body.on else acd.set_idle
        await desk.turn(who, wish)

    @router.post("/auto-idle", status_code=204, operation_id="set_auto_idle")
    async def auto_idle(body: Switched, who: Principal = USE) -> None:
        await desk.turn(who, lambda tx, agent: acd.set_auto_idle(tx, agent, body.on))

    @router.post("/wrap-up/finish", status_code=204, operation_id="finish_wrap_up")
    async def finish_wrap_up(who: Principal = USE) -> None:
        await desk.turn(who, acd.finish_wrap_up)

    @router.post("/wrap-up/extend", status_code=204, operation_id="extend_wrap_up")
    async def extend_wrap_up(body: Extend, who: Principal = USE) -> None:
        await desk.turn(who, lambda tx, agent: acd.extend_wrap_up(tx, agent, body.seconds))


def _call_controls(router: APIRouter, desk: Desk, calls: Calls) -> None:
    talking = calls.talking

    @router.post("/dial", status_code=204, operation_id="dial")
    async def dial(body: DialOut, who: Principal = USE) -> None:
        async def use_case(tx: Transaction, agent: AgentId) -> None:
            number = body.number
            if body.call is not None:
                number = await calls.number_of(tx, who, body.call)
            elif body.customer is not None:
                number = await calls.dialling.number_of(tx, CustomerId(body.customer), body.place)
            await calls.dialling.dial(tx, agent, number or "")

        await desk.turn(who, use_case)

    @router.post("/offers/{offer}/reject", status_code=204, operation_id="reject_offer")
    async def reject(offer: OfferId, who: Principal = USE) -> None:
        await desk.reject(who, offer)

    @router.post("/calls/{call}/hang-up", status_code=204, operation_id="hang_up")
    async def hang_up(call: CallId, who: Principal = USE) -> None:
        await desk.turn(who, lambda tx, agent: talking.hang_up(tx, call, agent))

    @router.post("/calls/{call}/hold", status_code=204, operation_id="hold")
    async def hold(call: CallId, who: Principal = USE) -> None:
        await desk.turn(who, lambda tx, agent: talking.hold(tx, call, agent))

    @router.post("/calls/{call}/retrieve", status_code=204, operation_id="retrieve")
    async def retrieve(call: CallId, who: Principal = USE) -> None:
        await desk.turn(who, lambda tx, agent: talking.retrieve(tx, call, agent))

    @router.post("/calls/{call}/mute", status_code=204, operation_id="mute")
    async def mute(call: CallId, body: Switched, who: Principal = USE) -> None:
        await desk.turn(who, lambda tx, agent: talking.mute(tx, call, agent, muted=body.on))

    @router.post("/calls/{call}/digits", status_code=204, operation_id="send_digits")
    async def digits(call: CallId, body: Digits, who: Principal = USE) -> None:
        await desk.turn(who, lambda tx, agent: talking.digits(tx, call, agent, body.digits))

    @router.post("/calls/{call}/transfer", status_code=204, operation_id="transfer")
    async def transfer(call: CallId, body: TransferTo, who: Principal = USE) -> None:
        await desk.transfer(who, call, body.kind, body.target)

    @router.post("/rejoin", status_code=204, operation_id="rejoin")
    async def rejoin(who: Principal = USE) -> None:
        await desk.rejoin(who)


def _phones(router: APIRouter, desk: Desk, calls: Calls, directory: Directory) -> None:
    @router.get("/phone", operation_id="phone")
    async def phone(request: Request, who: Principal = USE) -> PhoneAccess:
        account = await desk.phone(who)
        return PhoneAccess(
            name=account.name,
            secret=account.secret,
            domain=_host(request),
            ws_path=WS_PATH,
            ice_servers=[],
        )

    @router.get("/sip-phone", operation_id="sip_phone")
    async def sip_phone(request: Request, who: Principal = USE) -> SipPhoneShown:
        found = await desk.sip_phone(who)
        if found is None:
            return SipPhoneShown(name="", host="", port=0, registered=False)
        account, registered = found
        host, port = _host(request), desk.kit.settings.sip_port
        return SipPhoneShown(name=account.name, host=host, port=port, registered=registered)

    @router.post("/sip-phone", operation_id="renew_sip_phone")
    async def renew_sip_phone(request: Request, who: Principal = USE) -> SipPhoneAccess:
        account = await desk.new_sip_phone(who)
        return SipPhoneAccess(
            name=account.name,
            secret=account.secret,
            host=_host(request),
            port=desk.kit.settings.sip_port,
            registered=False,
        )

    @router.post("/test-phone", operation_id="test_phone")
    async def test_phone(request: Request, who: Principal = USE) -> TestPhoneAccess:
        account = await calls.phones.provision_test(who.tenant, AgentId(who.user))
        numbers = await directory.numbers(who.tenant)
        return TestPhoneAccess(
            name=account.name,
            secret=account.secret,
            domain=_host(request),
            ws_path=WS_PATH,
            ice_servers=[],
            numbers=[NumberToTry(number=number, label=label) for number, label in numbers],
        )

    @router.get("/targets", operation_id="transfer_targets")
    async def targets(request: Request, who: Principal = USE) -> Targets:
        language = preferred(request.headers.get("accept-language"))
        found = await directory.targets(who.tenant, who.user, language)
        return Targets(
            agents=[AgentTarget(**one) for one in found.agents],
            queues=[NamedTarget(id=key, name=name) for key, name in found.queues],
            flows=[NamedTarget(id=key, name=name) for key, name in found.flows],
        )


def _notes(router: APIRouter, desk: Desk) -> None:
    @router.get("/calls/{call}/note", operation_id="read_note")
    async def read_note(call: CallId, who: Principal = USE) -> NoteShown:
        found = await desk.note(who, call)
        if found is None:
            return NoteShown(text="", disposition=None, saved_at=None)
        return NoteShown(
            text=found["text"], disposition=found["disposition"], saved_at=found["saved_at"]
        )

    @router.put("/calls/{call}/note", status_code=204, operation_id="save_note")
    async def save_note(call: CallId, body: Note, who: Principal = USE) -> None:
        await desk.save_note(who, call, body.text, body.disposition)


def _host(request: Request) -> str:
    return request.url.hostname or "localhost"
