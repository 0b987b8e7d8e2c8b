"""Wiring of personal data."""

from lingting.customers.api import Customers
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.privacy.routes import routes
from lingting.privacy.service import PrivacyService
from lingting.recordings.past import Sounds


def wire(kit: Kit, trail: Trail, customers: Customers, sounds: Sounds) -> PrivacyService:
    """Builds the service and mounts its routes."""
    service = PrivacyService(kit, trail, customers, sounds)
    kit.mount(routes, service)
    return service
