"""Wires what leaders do on the floor, and what agents ask of them."""

from dataclasses import dataclass

from lingting.acd.api import Acd
from lingting.calls.module import Calls
from lingting.identity.api import Identity
from lingting.kernel.ids import TenantId
from lingting.platform.bus import Recorded
from lingting.platform.kit import Kit
from lingting.platform.patch import State
from lingting.platform.realtime import Board
from lingting.platform.trail import Trail
from lingting.supervision.acting import Acting
from lingting.supervision.acting_routes import asking_routes, leader_routes
from lingting.supervision.desk_part import DeskPart
from lingting.supervision.domain.hands import hand_state
from lingting.supervision.hands import Hands
from lingting.supervision.names import Names
from lingting.supervision.people import People
from lingting.tenancy.api import Tenancy

HANDS = "hands"


@dataclass(frozen=True)
class Leading:
    """What `main` loads, and what stands on desks."""

    kit: Kit
    acting: Acting
    hands: Hands
    desk: DeskPart

    async def load(self, tenant: TenantId) -> None:
        """Takes hands and tips up."""
        async with self.kit.db.transaction(tenant) as tx:
            await self.hands.load(tx)


def wire_acting(
    kit: Kit, trail: Trail, tenancy: Tenancy, identity: Identity, acd: Acd, calls: Calls
) -> Leading:
    """Mounts the routes and offers the board of raised hands."""
    names, people = Names(identity, kit.bus), People(identity, kit.bus)
    hands = Hands(kit, calls.live, names)
    acting = Acting(kit, trail, tenancy, identity, acd, calls, people, hands)

    async def board(tenant: TenantId, _: frozenset[str]) -> State:
        async with kit.db.transaction(tenant) as tx:
            known = await names.all(tx)
        return {"hands": {str(hand.id): hand_state(hand, known) for hand in hands.up(tenant)}}

    async def heard(recorded: Recorded) -> None:
        if recorded.event.name.startswith("hand."):
            kit.hub.touch_board(recorded.tenant, HANDS)

    kit.bus.subscribe_all(heard)
    kit.hub.offer(Board(name=HANDS, permission="supervision.see", view=board, every_seconds=0.2))
    kit.mount(leader_routes, acting)
    kit.mount(asking_routes, acting, hands)
    desk = DeskPart(calls.listening.live, hands, people, names, tenancy)
    return Leading(kit, acting, hands, desk)
