"""What every resource below `/api` has in common: where it is, and how it says no."""

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from lingting.platform.guests import no_guest


class FieldProblem(BaseModel):
    """What is wrong with one field of a form."""

    field: str
    slug: str
    message: str


class Problem(BaseModel):
    """An error as the client gets it (RFC 9457)."""

    type: str
    slug: str
    status: int
    title: str
    detail: str
    params: dict[str, str]
    fields: list[FieldProblem]


async def _at_once() -> None:
    no_guest()


def api_router(path: str = "", *, tags: list[str], at_once: bool = False) -> APIRouter:
    """A router of resources below `/api`; those that people need while they talk and that ask for
    little are answered `at_once`: they do not wait for the pages of others.

    It says so itself: a router that is put below a path afterwards has each of its routes made
    twice, the second time while the first request waits, and calls with it.
    """
    problems = {"default": {"model": Problem, "description": "A problem"}}
    first = [Depends(_at_once)] if at_once else []
    return APIRouter(prefix=f"/api{path}", tags=[*tags], responses={**problems}, dependencies=first)
