"""Wiring of the call log."""

from lingting.customers.api import Customers
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.reporting.export import CallExport
from lingting.reporting.history import CallHistory
from lingting.reporting.ports import RecordingStates
from lingting.reporting.routes import routes
from lingting.reporting.service import CallLog
from lingting.tenancy.api import Tenancy


def wire(
    kit: Kit, trail: Trail, companies: Tenancy, customers: Customers, recordings: RecordingStates
) -> CallLog:
    """Builds the log, mounts its routes and gives customers the history of their calls."""
    log = CallLog(kit, recordings)
    kit.mount(routes(log, CallExport(kit, log, trail, companies)))
    customers.read_history_from(CallHistory())
    return log
