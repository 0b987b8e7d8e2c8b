"""Every way into the application and what it asks for, read off the application itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from lingting.platform.http.auth import Permitted, current

PROBLEM = "application/problem+json"


class Asks(Enum):
    """Who may use a door."""

    NOBODY = "nobody"
    """No session is asked for."""
    SESSION = "session"
    """Whoever is logged in; the route decides the rest."""
    PERMISSION = "permission"


@dataclass(frozen=True, slots=True)
class Door:
    """A route; `methods` is empty for a WebSocket. Of each of `permissions` one is needed."""

    path: str
    methods: frozenset[str]
    asks: Asks
    permissions: tuple[tuple[str, ...], ...]

    @property
    def is_socket(self) -> bool:
        return not self.methods


def doors(app: FastAPI) -> Iterator[Door]:
    """All routes of the application, those outside of its description as well."""
    for context in iter_route_contexts(app.routes):
        dependant = getattr(context, "dependant", None)
        calls = list(_calls(dependant)) if dependant is not None else []
        named = [call.permissions for call in calls if isinstance(call, Permitted)]
        permissions = tuple(dict.fromkeys(named))
        asks = Asks.SESSION if current in calls else Asks.NOBODY
        yield Door(
            path=context.path or "",
            methods=frozenset(context.methods or ()),
            asks=Asks.PERMISSION if permissions else asks,
            permissions=permissions,
        )


def describe(app: FastAPI, description: dict[str, Any]) -> None:
    """Writes the permissions of every route into the OpenAPI description."""
    for door in doors(app):
        for method in door.methods:
            operation = description["paths"].get(door.path, {}).get(method.lower())
            if operation is not None and door.permissions:
                operation["x-permissions"] = [list(one) for one in door.permissions]


def describe_problems(description: dict[str, Any]) -> None:
    """Says of every route that errors are problem documents, those of its form as well."""
    for operations in description["paths"].values():
        for operation in operations.values():
            answers = operation["responses"]
            answers.pop("422", None)
            if "default" in answers:
                content = answers["default"]["content"]
                answers["default"]["content"] = {PROBLEM: content.pop("application/json")}


def _calls(dependant: Dependant) -> Iterator[Any]:
    for one in dependant.dependencies:
        yield one.call
        yield from _calls(one)
