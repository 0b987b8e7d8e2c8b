"""Wiring of the trail."""

from lingting.audit.routes import routes
from lingting.audit.service import AuditService
from lingting.platform.kit import Kit


def wire(kit: Kit) -> AuditService:
    """Builds the service and mounts its route."""
    service = AuditService()
    kit.mount(routes, kit.db, service)
    return service
