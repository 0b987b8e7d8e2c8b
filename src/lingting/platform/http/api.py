"""What every resource below `/api` has in common: where it is, and how it says no."""

from fastapi import APIRouter
from pydantic import BaseModel


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


def api_router(path: str = "", *, tags: list[str]) -> APIRouter:
    """A router of resources below `/api`.

    It says so itself: a router that is put below a path afterwards has each of its routes made
    twice, the second time while the first request waits, and calls with it.
    """
    problems = {"default": {"model": Problem, "description": "A problem"}}
    return APIRouter(prefix=f"/api{path}", tags=[*tags], responses={**problems})
