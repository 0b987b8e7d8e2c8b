"""Wiring of distribution."""

from collections.abc import Callable

from lingting.acd.ports import People
from lingting.acd.routes import routes
from lingting.acd.service.acd import AcdService
from lingting.acd.service.admin import Administration
from lingting.acd.service.days import Days
from lingting.acd.service.floors import Floors
from lingting.acd.service.reasons import Reasons
from lingting.identity.events import UserRemoved
from lingting.kernel.ids import AgentId, TenantId
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.tenancy.api import Tenancy
from lingting.tenancy.events import SettingsChanged


def wire(
    kit: Kit,
    tenancy: Tenancy,
    trail: Trail,
    people: People,
    draw: Callable[[int], int] | None = None,
) -> AcdService:
    """Builds the service, mounts the routes and follows the company's settings.

    `draw(n)` gives a random number below n for the random strategy; tests pass their own.
    """
    floors = Floors(kit, tenancy, draw)
    admin = Administration(floors, tenancy, trail, people)
    days = Days(kit, floors, tenancy)
    acd = AcdService(floors, admin, days, tenancy, Reasons(kit.bus), kit.clock)

    async def follow(tenant: TenantId, event: SettingsChanged) -> None:
        async def turn() -> None:
            async with kit.db.transaction(tenant) as tx:
                await admin.follow_company(tx)

        await kit.follow_up(tenant, turn)

    async def forget(tenant: TenantId, events: list[UserRemoved]) -> None:
        async def turn() -> None:
            async with kit.db.transaction(tenant) as tx:
                await admin.remove_agents(tx, {AgentId(one.user) for one in events})

        await kit.follow_up(tenant, turn)

    kit.bus.subscribe(SettingsChanged, follow)
    kit.bus.subscribe_many(UserRemoved, forget)
    kit.mount(routes, kit, acd)
    return acd
