"""Wiring of the call log."""

from collections.abc import Mapping
from uuid import UUID

from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.reporting.ports import RecordingStates
from lingting.reporting.routes import routes
from lingting.reporting.service import CallLog


class NoStates:
    """Where recordings are not kept: what the facts tell is all there is."""

    async def states_of(self, tx: Transaction, call: UUID) -> Mapping[UUID, str]:
        return {}


def wire(kit: Kit, recordings: RecordingStates | None = None) -> CallLog:
    """Builds the log and mounts its routes."""
    log = CallLog(kit, recordings or NoStates())
    kit.mount(routes(log))
    return log
