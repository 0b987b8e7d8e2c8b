"""Wires recordings."""

from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.recordings.checking import Checking
from lingting.recordings.ports import Finish
from lingting.recordings.routes import routes
from lingting.recordings.service import RecordingService


def wire(kit: Kit, trail: Trail, finish: Finish) -> RecordingService:
    """Builds the service, registers its job, mounts its routes."""
    service = RecordingService(kit, trail, Checking(kit, finish))
    kit.mount(routes(service))
    return service
