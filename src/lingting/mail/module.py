"""Wiring of mail."""

from lingting.mail.ports import Post
from lingting.mail.routes import routes
from lingting.mail.service import MailService
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail


def wire(kit: Kit, trail: Trail, post: Post) -> MailService:
    """Builds the service and mounts its routes."""
    service = MailService(kit, trail, post)
    kit.mount(routes, service)
    return service
