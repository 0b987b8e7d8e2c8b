"""What a queue takes from its company where it sets nothing of its own."""

from collections.abc import Mapping
from typing import Any

from lingting.platform.db import Transaction
from lingting.tenancy.api import Tenancy
from lingting.tenancy.domain.defaults import RING_SECONDS, WRAP_UP_SECONDS

OF_COMPANY = ("ring_seconds", "wrap_up_seconds")
"""Settings that a queue may leave to its company."""

Defaults = Mapping[str, int]


async def defaults_of(tx: Transaction, tenancy: Tenancy) -> Defaults:
    """The company's values for queues that have none."""
    settings = await tenancy.settings(tx)
    return {
        "ring_seconds": settings[RING_SECONDS],
        "wrap_up_seconds": settings[WRAP_UP_SECONDS],
    }


def with_defaults(settings: Mapping[str, Any], defaults: Defaults) -> dict[str, Any]:
    """A queue's settings with the company's values where they are null or missing."""
    own = {key: value for key, value in settings.items() if value is not None}
    return {**settings, **defaults, **own}
