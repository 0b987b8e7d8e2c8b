"""Wires recordings."""

from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.recordings.checking import Checking
from lingting.recordings.past import Sounds
from lingting.recordings.ports import Spool
from lingting.recordings.routes import routes
from lingting.recordings.service import RecordingService
from lingting.recordings.sweeping import Sweeping
from lingting.tenancy.api import Tenancy


def wire(kit: Kit, trail: Trail, companies: Tenancy, spool: Spool) -> RecordingService:
    """Builds the service, registers its job, mounts its routes."""
    service = RecordingService(
        kit, trail, companies, Checking(kit, spool), Sounds(spool), Sweeping(kit, spool)
    )
    kit.mount(routes, service)
    return service
