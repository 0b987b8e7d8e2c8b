"""Wiring of the call log and the reports."""

from dataclasses import dataclass

from lingting.customers.api import Customers
from lingting.identity.api import Identity
from lingting.mail.api import Mail
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.reporting.export import CallExport
from lingting.reporting.figures import QueueFigures
from lingting.reporting.history import CallHistory
from lingting.reporting.keeping import Keeper, StandIn
from lingting.reporting.mailing.routes import routes as mailing_routes
from lingting.reporting.mailing.schedules import Schedules
from lingting.reporting.mailing.sending import Sending
from lingting.reporting.ports import RecordingStates
from lingting.reporting.projection import Projection
from lingting.reporting.proving import Proving
from lingting.reporting.reports.asks import Asking
from lingting.reporting.reports.engine import Reports
from lingting.reporting.reports.opening import Opening
from lingting.reporting.reports.routes import routes as report_routes
from lingting.reporting.routes import routes
from lingting.reporting.saved import SavedReports
from lingting.reporting.saved_routes import routes as saved_routes
from lingting.reporting.service import CallLog
from lingting.tenancy.api import Tenancy


@dataclass(frozen=True)
class Reporting:
    """What `main` starts and hands to others."""

    projection: Projection
    keeper: Keeper
    """The worker's part."""
    stand_in: StandIn
    """The engine's."""
    figures: QueueFigures
    proving: Proving
    schedules: Schedules


def wire(
    kit: Kit,
    trail: Trail,
    companies: Tenancy,
    customers: Customers,
    recordings: RecordingStates,
    people: Identity,
    mail: Mail,
) -> Reporting:
    """Builds log and reports, mounts their routes, gives customers the history of their calls."""
    log = CallLog(kit, companies, recordings)
    kit.mount(routes, log, CallExport(kit, log, trail, companies))
    customers.read_history_from(CallHistory())
    projection = Projection(kit, companies)
    asking = Asking(kit, companies)
    opening = Opening(kit, companies, log)
    reports = Reports(kit, projection, companies, trail)
    kit.mount(report_routes, asking, reports, opening)
    schedules = Schedules(kit, trail, companies, people, mail)
    kit.mount(saved_routes, SavedReports(kit, trail, schedules))
    kit.mount(mailing_routes, schedules)
    Sending(kit, trail, companies, people, mail, schedules, asking, reports)
    return Reporting(
        projection=projection,
        keeper=Keeper(kit, projection, companies),
        stand_in=StandIn(kit, projection),
        figures=QueueFigures(kit, projection, companies),
        proving=Proving(kit, projection, companies),
        schedules=schedules,
    )
