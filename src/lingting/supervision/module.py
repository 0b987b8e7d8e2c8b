"""Wires supervision."""

from dataclasses import dataclass

from lingting.acd.api import Acd
from lingting.calls.module import Calls
from lingting.customers.api import Customers
from lingting.identity.api import Identity
from lingting.kernel.discretion import SEE_NUMBERS
from lingting.kernel.ids import TenantId
from lingting.platform.kit import Kit
from lingting.platform.realtime import Board
from lingting.platform.trail import Trail
from lingting.supervision.alerting import FLOOR, Alerting
from lingting.supervision.board import FloorBoard
from lingting.supervision.callers import Callers
from lingting.supervision.figures import EVERY_SECONDS, Figures
from lingting.supervision.floor import Looking
from lingting.supervision.following import Following
from lingting.supervision.people import People
from lingting.supervision.ports import DayFigures
from lingting.supervision.routes import routes
from lingting.supervision.service import Wallboards
from lingting.tenancy.api import Tenancy


@dataclass(frozen=True)
class Supervision:
    """What `main` loads and starts."""

    board: FloorBoard
    following: Following
    alerting: Alerting

    async def load(self, tenant: TenantId) -> None:
        """Takes a company's open alerts up; its floor must be loaded."""
        await self.alerting.load(tenant)

    def start(self) -> None:
        """Begins to keep watch."""
        self.following.start()
        self.alerting.start()


def wire(
    kit: Kit,
    trail: Trail,
    tenancy: Tenancy,
    identity: Identity,
    customers: Customers,
    acd: Acd,
    calls: Calls,
    day_figures: DayFigures,
    *,
    every_seconds: float = 1.0,
) -> Supervision:
    """Offers the floor's board to the pages that may watch it, and mounts the routes."""
    figures = Figures(kit, tenancy, day_figures, min(every_seconds, EVERY_SECONDS))
    looking = Looking(acd, calls.live, calls.refusals, People(identity, kit.bus), figures)
    alerting = Alerting(kit, looking)
    board = FloorBoard(
        kit, acd, looking, Callers(customers, kit.bus), alerting, calls.listening.live
    )
    kit.hub.offer(
        Board(
            name=FLOOR,
            permission="supervision.see",
            view=board.of,
            sees=(SEE_NUMBERS,),
            every_seconds=every_seconds,
        )
    )
    kit.mount(routes, kit.db, Wallboards(kit, acd, alerting, figures, trail))
    return Supervision(board, Following(kit, acd, figures), alerting)
