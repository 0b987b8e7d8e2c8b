"""Wiring of users, roles, seats and logins."""

from lingting.identity.passwords import Passwords
from lingting.identity.routes import auth, me, roles, seats, users
from lingting.identity.service.identity import IdentityService
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.tenancy.api import Tenancy


def wire(
    kit: Kit, tenancy: Tenancy, trail: Trail, passwords: Passwords | None = None
) -> IdentityService:
    """Builds the service and mounts its routes; `authenticate` goes into `make_app`."""
    identity = IdentityService(kit, tenancy, trail, passwords)
    kit.mount(auth.routes, kit, identity)
    kit.mount(me.routes, kit, identity, tenancy)
    kit.mount(users.routes, kit.db, identity)
    kit.mount(roles.routes, kit.db, identity)
    kit.mount(seats.routes, kit.db, identity)
    return identity
