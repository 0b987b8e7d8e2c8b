"""Looks at an Asterisk from outside the engine: its state, its lines, whether it takes phones.

Blocking, over connections of its own, so that it also tells what is wrong while the engine's
connection is away.
"""

from __future__ import annotations

import re
import secrets
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from lingting.adapters.asterisk.link import AsteriskAddress
from lingting.adapters.asterisk.provision import ConfigObject, phone_objects, phone_paths
from lingting.calls.ports import PhoneAccount

SECONDS = 4.0
TRIED = "lingting-tried-phone"
Block = Mapping[str, str]


class LookFailed(Exception):
    """Asterisk did not answer, or not as it should; the message says how."""


@dataclass(frozen=True, slots=True)
class Line:
    """A trunk as Asterisk sees it."""

    name: str
    address: str
    reachable: bool | None
    round_trip_ms: float | None
    registration: str | None
    calls: int


@dataclass(frozen=True, slots=True)
class State:
    """What Asterisk says of itself."""

    version: str
    started_at: datetime
    channels: int
    phones: int
    lines: tuple[Line, ...]


class Ari:
    """ARI by plain requests."""

    def __init__(self, address: AsteriskAddress) -> None:
        self._client = httpx.Client(
            base_url=address.ari.url,
            headers={"Authorization": address.ari.authorization},
            timeout=SECONDS,
            trust_env=False,
        )

    def get(self, path: str) -> Any:
        return self._ask("GET", path).json()

    def put(self, one: ConfigObject) -> None:
        self._ask("PUT", f"/{one.path}", json=one.body)

    def delete(self, path: str) -> None:
        self._ask("DELETE", f"/{path}")

    def close(self) -> None:
        self._client.close()

    def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        try:
            answer = self._client.request(method, path, **more)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise LookFailed(str(error) or type(error).__name__) from error
        if not answer.is_success:
            raise LookFailed(f"{method} {path.split('?')[0]}: {answer.status_code}")
        return answer


def look(address: AsteriskAddress) -> State:
    """Everything at once; raises LookFailed."""
    with closing(Ari(address)) as ari:
        info = ari.get("/asterisk/info")
        endpoints = ari.get("/endpoints")
        channels = ari.get("/channels")
    lines = tuple(_lines(address, endpoints)) if address.ami.port else ()
    names = {line.name for line in lines}
    online = [one for one in endpoints if one.get("state") == "online"]
    return State(
        version=info["system"]["version"].partition("+")[0],
        started_at=datetime.fromisoformat(info["status"]["startup_time"]),
        channels=len(channels),
        phones=sum(one["resource"] not in names for one in online),
        lines=lines,
    )


def try_browser_phone(address: AsteriskAddress) -> None:
    """Makes a WebRTC phone and takes it away again; raises LookFailed."""
    with closing(Ari(address)) as ari:
        try:
            for one in phone_objects(PhoneAccount(name=TRIED, secret=secrets.token_urlsafe(16))):
                ari.put(one)
            ari.get(f"/endpoints/PJSIP/{TRIED}")
        finally:
            for path in phone_paths(TRIED):
                _without_complaint(lambda path=path: ari.delete(path))


def _lines(address: AsteriskAddress, endpoints: Sequence[Mapping[str, Any]]) -> Iterator[Line]:
    calls = {one["resource"]: len(one.get("channel_ids", ())) for one in endpoints}
    with closing(Manager(address)) as manager:
        told = manager.list("PJSIPShowRegistrationsOutbound", "OutboundRegistrationDetail")
        registrations = {one.get("ObjectName", ""): one.get("Status", "").lower() for one in told}
        for aor in manager.list("PJSIPShowAors", "AorList"):
            name = aor.get("ObjectName", "")
            # Nobody can register at a line; its contact was configured.
            if aor.get("MaxContacts") != "0" or not aor.get("Contacts"):
                continue
            details = manager.list("PJSIPShowEndpoint", "ContactStatusDetail", Endpoint=name)
            contact = details[0] if details else {}
            yield Line(
                name=name,
                address=re.sub(r"^.*sips?:", "", aor["Contacts"].split(",")[0]),
                reachable=_reachable(contact.get("Status", "")),
                round_trip_ms=_milliseconds(contact.get("RoundtripUsec", "")),
                registration=registrations.get(name),
                calls=calls.get(name, 0),
            )


def _reachable(status: str) -> bool | None:
    known = {"reachable": True, "created": None, "unreachable": False, "removed": False}
    return known.get(status.lower())


def _milliseconds(microseconds: str) -> float | None:
    return int(microseconds) / 1000 if microseconds.isdigit() and int(microseconds) else None


class Manager:
    """List actions of the manager, one after another on one connection; raises LookFailed."""

    def __init__(self, address: AsteriskAddress) -> None:
        ami = address.ami
        try:
            self._connection = socket.create_connection((ami.host, ami.port), SECONDS)
        except OSError as error:
            raise LookFailed(str(error)) from error
        self._blocks = _blocks(self._connection)
        login = {"Username": ami.user, "Secret": ami.secret, "Events": "off"}
        if self._ask("Login", login) != "Success":
            self.close()
            raise LookFailed("the manager refused the login")

    def list(self, action: str, event: str, **fields: str) -> list[Block]:
        """The events of that name; an action that finds nothing is refused, and gives none."""
        if self._ask(action, fields) != "Success":
            return []
        found: list[Block] = []
        for block in self._next():
            if block.get("EventList") == "Complete":
                return found
            if block.get("Event") == event:
                found.append(block)
        raise LookFailed("the manager ended the connection")

    def close(self) -> None:
        self._connection.close()

    def _ask(self, action: str, fields: Mapping[str, str]) -> str:
        lines = "".join(f"{k}: {v}\r\n" for k, v in {"Action": action, **fields}.items())
        try:
            self._connection.sendall(f"{lines}\r\n".encode())
        except OSError as error:
            raise LookFailed(str(error)) from error
        return next((block["Response"] for block in self._next() if "Response" in block), "")

    def _next(self) -> Iterator[Block]:
        # No `yield from`: whoever stops listening early would end the connection's own reader.
        while True:
            try:
                block = next(self._blocks, None)
            except OSError as error:
                raise LookFailed(str(error)) from error
            if block is None:
                return
            yield block


def _blocks(connection: socket.socket) -> Iterator[Block]:
    text = ""
    while data := connection.recv(65536):
        text += data.decode("utf-8", "replace")
        *whole, text = text.split("\r\n\r\n")
        for one in whole:
            pairs = (line.partition(":") for line in one.split("\r\n"))
            yield {name.strip(): value.strip() for name, _, value in pairs if name.strip()}


def _without_complaint(work: Callable[[], None]) -> None:
    try:
        work()
    except LookFailed:
        return
