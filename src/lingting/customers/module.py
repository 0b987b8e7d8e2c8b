"""Wiring of customers."""

from lingting.customers.routes import routes
from lingting.customers.service import CustomerService
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail


def wire(kit: Kit, trail: Trail) -> CustomerService:
    """Builds the service and mounts its routes."""
    service = CustomerService(kit, trail)
    kit.mount(routes, kit.db, service)
    return service
