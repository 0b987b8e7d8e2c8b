"""Wiring of access numbers."""

from lingting.numbers.routes import routes
from lingting.numbers.service import NumberService
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.tenancy.api import Tenancy


def wire(kit: Kit, tenancy: Tenancy, trail: Trail) -> NumberService:
    """Builds the service and mounts its routes."""
    service = NumberService(kit, tenancy, trail)
    kit.mount(routes, kit.db, service)
    return service
