"""Wiring of the voice library."""

from lingting.media.ports import Speech
from lingting.media.rendering import Renderings
from lingting.media.routes import routes
from lingting.media.service import MediaService
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail


def wire(kit: Kit, trail: Trail, speech: Speech) -> MediaService:
    """Builds the service and mounts its routes. Call `prepare` before callers arrive."""
    folder = kit.settings.sounds
    service = MediaService(folder, Renderings(folder, speech), trail)
    kit.mount(routes, kit.db, service)
    return service
