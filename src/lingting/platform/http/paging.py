"""A page of a list."""

from typing import Generic, TypeVar

from pydantic import BaseModel

Item = TypeVar("Item")


class Page(BaseModel, Generic[Item]):
    """Some items and, when there are more, where the next page begins."""

    items: list[Item]
    next: str | None
