"""The tree of errors that a person may meet; each leaf has a stable slug.

LingtingError
├── Invalid            the input cannot be accepted (422)
├── Unauthenticated    nobody is signed in, or the proof is wrong (401)
├── Forbidden          signed in, but not allowed (403)
├── NotFound           there is no such thing, or not for this company (404)
├── Conflict           not in this state (409)
│   └── IllegalTransition
└── Unavailable        a part that is needed is away (503)

A feature derives its own errors, e.g. `class QueueNotFound(NotFound)`; the slug is computed from
the class name (`queue-not-found`). The text in each language is in platform/http/messages.
"""

import re
from typing import ClassVar


def slug_of(class_name: str) -> str:
    """`QueueNotFound` → `queue-not-found`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", class_name).lower()


class LingtingError(Exception):
    """Base of every error with a slug; `params` fill the message of the user's language."""

    slug: ClassVar[str] = "error"

    def __init_subclass__(cls) -> None:
        cls.slug = slug_of(cls.__name__)

    def __init__(self, **params: object) -> None:
        super().__init__(self.slug)
        self.params = params

    def __str__(self) -> str:
        shown = ", ".join(f"{key}={value}" for key, value in self.params.items())
        return f"{self.slug}({shown})" if shown else self.slug


class Invalid(LingtingError):
    """The input cannot be accepted; `field` names the place where one is known."""


class Unauthenticated(LingtingError):
    """Nobody is signed in, or the proof is wrong."""


class Forbidden(LingtingError):
    """Signed in, but not allowed."""


class NotFound(LingtingError):
    """There is no such thing, or not for this company."""


class Conflict(LingtingError):
    """What was asked does not fit the present state."""


class Unavailable(LingtingError):
    """A part that is needed is away."""


class IllegalTransition(Conflict):
    """A state machine has no row for this trigger in this state."""


def error_types() -> dict[str, type[LingtingError]]:
    """Every error class that has been imported, by slug."""
    found: dict[str, type[LingtingError]] = {}
    waiting = [LingtingError]
    while waiting:
        cls = waiting.pop()
        found[cls.slug] = cls
        waiting += cls.__subclasses__()
    return found
