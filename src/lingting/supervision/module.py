"""Wires supervision."""

from dataclasses import dataclass

from lingting.acd.api import Acd
from lingting.calls.module import Calls
from lingting.identity.api import Identity
from lingting.platform.kit import Kit
from lingting.platform.realtime import Board
from lingting.supervision.board import SEE_NUMBERS, FloorBoard
from lingting.supervision.following import FLOOR, Following
from lingting.supervision.people import People


@dataclass(frozen=True)
class Supervision:
    """What `main` starts."""

    board: FloorBoard
    following: Following


def wire(kit: Kit, acd: Acd, calls: Calls, identity: Identity) -> Supervision:
    """Offers the floor's board to the pages that may watch it."""
    board = FloorBoard(kit, acd, calls.live, People(identity, kit.bus))
    kit.hub.offer(
        Board(name=FLOOR, permission="supervision.see", view=board.of, sees=(SEE_NUMBERS,))
    )
    return Supervision(board, Following(kit))
