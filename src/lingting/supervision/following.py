"""What makes the floor's state stale: any fact may; the hub makes one frame a second of many."""

from lingting.platform.bus import Recorded
from lingting.platform.kit import Kit

FLOOR = "floor"


class Following:
    """Hears every committed fact and touches the company's board."""

    def __init__(self, kit: Kit) -> None:
        self._hub = kit.hub
        kit.bus.subscribe_all(self._heard)

    async def _heard(self, recorded: Recorded) -> None:
        self._hub.touch_board(recorded.tenant, FLOOR)
