"""Wiring of the call log."""

from collections.abc import Mapping
from uuid import UUID

from lingting.customers.api import Customers
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.reporting.history import CallHistory
from lingting.reporting.ports import RecordingStates
from lingting.reporting.routes import routes
from lingting.reporting.service import CallLog


class NoStates:
    """Where recordings are not kept: what the facts tell is all there is."""

    async def states_of(self, tx: Transaction, call: UUID) -> Mapping[UUID, str]:
        return {}


def wire(
    kit: Kit, customers: Customers | None = None, recordings: RecordingStates | None = None
) -> CallLog:
    """Builds the log, mounts its routes and gives customers the history of their calls."""
    log = CallLog(kit, recordings or NoStates())
    kit.mount(routes(log))
    if customers is not None:
        customers.read_history_from(CallHistory())
    return log
