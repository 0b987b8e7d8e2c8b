"""Wiring of satisfaction."""

from lingting.platform.kit import Kit
from lingting.surveys.routes import routes
from lingting.surveys.service import SurveyService


def wire(kit: Kit) -> SurveyService:
    """Builds the service and mounts its routes; the composition root brings it ratings."""
    service = SurveyService()
    kit.mount(routes, kit.db, service)
    return service
