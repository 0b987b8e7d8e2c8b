"""Every route of the application, found from the application, against everybody who may not.

A new route takes part by itself; one that names no permission fails until it is listed here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from lingting.identity import catalogue
from lingting.identity.domain.roles import SHIPPED
from lingting.platform.http.doors import Asks, Door
from support.attacked import Attacked
from support.bodies import Bodies

pytestmark = [pytest.mark.db, pytest.mark.req("SEC-03", "SEC-08")]

VERBS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")

FOR_NOBODY = {
    "/api/openapi.json": "the description of the interface, which is in the repository",
    "/api/auth/options": "the login page",
    "/api/auth/captcha": "the login page",
    "/api/auth/login": "the login page",
    "/api/realtime": "a socket; asks before it tells anything",
    "/sip": "a socket; asks before it is opened",
    "/healthz": "says that the process is there",
    "/readyz": "says which parts answer",
    "/metrics": "asks for its own token, or for this machine",
    "/assets/{path:path}": "the client",
    "/{path:page}": "the client",
}
"""Routes that ask for no session, and why."""
FOR_EVERYBODY = {
    "/api/auth/logout": "one's own session",
    "/api/me": "oneself",
    "/api/me/password": "oneself",
    "/api/me/seat": "oneself",
    "/api/permissions": "what roles are made of",
    "/api/menus": "what roles are made of",
    "/api/users/{user}/photo": "faces of colleagues, of one's own company",
    "/api/calls/{call}/path": "for calls.read, or the agent in the call",
    "/api/recordings/{recording}/audio": "for recordings.listen, or the agent who was recorded",
    "/api/recordings/{recording}/peaks": "for recordings.listen, or the agent who was recorded",
}
"""Routes that ask for a session and decide the rest themselves, and how."""
IDS = {
    "/api/access-numbers/{number}": {"number": "number"},
    "/api/bound-numbers/{number}": {"number": "bound"},
    "/api/configuration/history/{number}": {"number": None},
    "/api/configuration/history/{number}/roll-back": {"number": None},
    "/api/reports/{key}": {"key": None},
    "/api/operations/bans/{ban}": {"ban": None},
    "/api/reports/{key}/contacts": {"key": None},
    "/api/reports/{key}/export": {"key": None},
}
"""Parameters whose name does not say what they name; None: nothing of a company."""
FORMS: dict[str, dict[str, Any]] = {
    "POST /api/desk/calls/{call}/digits": {"json": {"digits": "1"}},
    "POST /api/desk/calls/{call}/transfer": {"json": {"kind": "number", "target": "01012345678"}},
    "PUT /api/users/{user}/photo": {"files": {"photo": ("a.png", b"\x89PNG")}},
    "PUT /api/prompts/{key}/recordings/{language}": {"files": {"file": ("a.wav", b"RIFF")}},
}
"""Forms that the description alone does not tell."""
NO_IDS = ("key", "code", "agent")
"""Things that are named by a word, or are there twice."""
NOT_FOUND_OTHERWISE = {
    "GET /api/desk/calls/{call}/note": "an empty note: nothing is told of the call",
    "GET /api/calls/{call}/decisions": "an empty list",
    "GET /api/calls/{call}/path": "an empty list",
    "GET /api/calls/{call}/ratings": "an empty list",
}
"""Routes for which a thing that is not there is no error; the answer is compared all the same."""


@dataclass(frozen=True)
class Try:
    """One request to one route."""

    door: Door
    method: str

    @property
    def name(self) -> str:
        return f"{self.method} {self.door.path}"

    def path(self, ids: dict[str, str]) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: ids[found[1]], self.door.path)

    @property
    def parameters(self) -> list[str]:
        return re.findall(r"\{(\w+)\}", self.door.path)


def tries(installation: Attacked) -> list[Try]:
    return [
        Try(door, method)
        for door in installation.doors()
        for method in sorted(door.methods)
        if ":" not in door.path
    ]


def made_up() -> dict[str, str]:
    """Ids that nobody has."""
    return _Any()


class _Any(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return {"version": "1", "language": "en", "key": "nothing", "code": "nothing"}.get(
            key, str(uuid4())
        )


async def ask(client: httpx.AsyncClient, one: Try, ids: dict[str, str], **more: Any) -> int:
    return (await client.request(one.method, one.path(ids), **more)).status_code


def test_every_route_names_a_permission_or_says_why_not(installation: Attacked) -> None:
    found = list(installation.doors())
    assert len(found) > 100
    nobody = {door.path for door in found if door.asks is Asks.NOBODY}
    session = {door.path for door in found if door.asks is Asks.SESSION}
    assert nobody == FOR_NOBODY.keys()
    assert session == FOR_EVERYBODY.keys()
    named = {one for door in found for names in door.permissions for one in names}
    assert named <= catalogue.permissions().keys()


async def test_without_a_session_there_is_no_difference_between_routes(
    installation: Attacked,
) -> None:
    stranger = installation.browser()
    wrong: list[str] = []
    for one in tries(installation):
        if one.door.path in FOR_NOBODY:
            continue
        for ids in (made_up(), installation.companies["one"].ids):
            answer = await stranger.request(one.method, one.path(_Any(ids)))
            if answer.status_code != 401 or answer.json()["slug"] != "unauthenticated":
                wrong.append(f"{one.name}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


async def test_a_page_of_another_site_changes_nothing(installation: Attacked) -> None:
    """A form or a script elsewhere brings the cookie, but not the client's own header."""
    everything = installation.companies["one"].person("leader", frozenset({"*"}))
    client = installation.browser(everything)
    del client.headers["x-requested-with"]
    wrong: list[str] = []
    for one in tries(installation):
        if one.method not in UNSAFE:
            continue
        for more in ({}, {"content": b"{}", "headers": {"content-type": "text/plain"}}):
            status = await ask(client, one, _Any(installation.companies["one"].ids), **more)
            if status != 403:
                wrong.append(f"{one.name}: {status}")
    assert not wrong, "\n".join(wrong)


async def test_each_role_may_exactly_what_its_permissions_say(installation: Attacked) -> None:
    """The shipped roles, somebody without a role, and who has all or nothing but what is asked."""
    company = installation.companies["one"]
    every = frozenset(catalogue.permissions())
    roles = [*(role.permissions for role in SHIPPED.values()), frozenset[str]()]
    wrong: list[str] = []
    for one in tries(installation):
        if one.door.asks is not Asks.PERMISSION:
            continue
        asked = [frozenset(names) for names in one.door.permissions]
        just = frozenset(name for names in asked for name in names)
        for permissions in {*roles, just, *(every - names for names in asked)}:
            who = company.person("leader", permissions)
            allowed = all(any(who.may(name) for name in names) for names in asked)
            status = await ask(installation.browser(who), one, made_up())
            if (status == 403) == allowed:
                wrong.append(f"{sorted(permissions)[:3]} {one.name}: {status}")
    assert not wrong, "\n".join(wrong)


async def test_ids_of_another_company_are_ids_of_nothing(installation: Attacked) -> None:
    """The answer to a stranger's id is, to the letter, that to an id which nobody has."""
    mine, other = installation.companies["one"], installation.companies["two"]
    client = installation.browser(mine.person("leader", frozenset({"*"})))
    await client.patch("/api/settings", json={"forced_idle": True})
    description = installation.app.openapi()
    wrong: list[str] = []
    for one in tries(installation):
        kinds = [_kind(one, name) for name in one.parameters]
        if not any(kinds) or one.name == "PUT /api/busy-reasons/{code}":  # makes what is not there
            continue
        operation = description["paths"][one.door.path][one.method.lower()]
        foreign, nothing = _Any(), _Any()
        for name, kind in zip(one.parameters, kinds, strict=True):
            foreign[name] = other.ids[kind] if kind else nothing[name]
            nothing[name] = nothing[name]
        said = [
            await client.request(one.method, one.path(ids), **_form(one, operation, description))
            for ids in (foreign, nothing)
        ]
        texts = [
            _without(answer.text, ids) for answer, ids in zip(said, (foreign, nothing), strict=True)
        ]
        expected = one.name in NOT_FOUND_OTHERWISE or said[0].status_code == 404
        if not expected or said[0].status_code != said[1].status_code or texts[0] != texts[1]:
            wrong.append(f"{one.name}: {[a.status_code for a in said]} {texts}")
    assert not wrong, "\n".join(wrong)


def _kind(one: Try, parameter: str) -> str | None:
    """What of a company a parameter names; unknown ones must be told here or in the support."""
    if parameter in ("language", "version"):
        return None
    return IDS.get(one.door.path, {parameter: parameter}).get(parameter)


def _form(one: Try, operation: dict[str, Any], description: dict[str, Any]) -> dict[str, Any]:
    if one.name in FORMS:
        return FORMS[one.name]
    body = Bodies(description).of(operation)
    return {} if body is None else {"json": body}


def _without(text: str, ids: dict[str, str]) -> str:
    for value in ids.values():
        text = text.replace(value, "…").replace(value.replace("-", ""), "…")
    return text


async def test_ids_of_another_company_in_a_form_are_ids_of_nothing(
    installation: Attacked,
) -> None:
    mine, other = installation.companies["one"], installation.companies["two"]
    client = installation.browser(mine.person("leader", frozenset({"*"})))
    description = installation.app.openapi()
    wrong: list[str] = []
    tried = 0
    for one in tries(installation):
        operation = description["paths"].get(one.door.path, {}).get(one.method.lower(), {})
        for kind, foreign in sorted(other.ids.items()):
            bodies = [
                Bodies(description, foreign, "a"),
                Bodies(description, str(uuid4()), "b"),
            ]
            forms = [made.of(operation, full=True) for made in bodies]
            if not bodies[0].ids or kind in NO_IDS or "/auth/" in one.name:
                continue
            tried += 1
            said = [
                await client.request(one.method, one.path(_Any(mine.ids)), json=form)
                for form in forms
            ]
            slugs = [None if a.is_success else a.json()["slug"] for a in said]
            if said[0].status_code != said[1].status_code or slugs[0] != slugs[1]:
                wrong.append(f"{one.name} {kind}: {[a.status_code for a in said]} {slugs}")
    assert tried > 50
    assert not wrong, "\n".join(wrong)


def _others(known: dict[str, set[str]], place: str) -> set[str]:
    """Verbs of other routes that the same address fits (`/flows/verbs` is like `/flows/{flow}`)."""
    fits = (re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", path), place) for path in known)
    return {verb for fit, verbs in zip(fits, known.values(), strict=True) if fit for verb in verbs}


async def test_a_verb_that_a_route_does_not_know_is_refused(installation: Attacked) -> None:
    client = installation.browser(installation.companies["one"].person("leader", frozenset({"*"})))
    known: dict[str, set[str]] = {}
    for door in installation.doors():
        if not door.is_socket:
            known.setdefault(door.path, set()).update(door.methods)
    wrong: list[str] = []
    for path, verbs in known.items():
        for verb in (*VERBS, "PROPFIND"):
            if verb in verbs or ":" in path:
                continue
            place = re.sub(r"\{(\w+)\}", "1", path)
            answer = await client.request(verb, place)
            if answer.status_code != 405 and _others(known, place).isdisjoint({verb}):
                wrong.append(f"{verb} {path}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)
