"""Wiring of companies."""

from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.tenancy.domain import defaults as defaults
from lingting.tenancy.routes import routes
from lingting.tenancy.service import TenancyService


def wire(kit: Kit, trail: Trail) -> TenancyService:
    """Builds the service and mounts its routes."""
    service = TenancyService(kit.db, trail)
    kit.mount(routes, kit.db, service)
    return service
