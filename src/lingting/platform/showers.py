"""Notices come in showers: of those that would follow within a moment only the first is sent.

Each notice wakes every session that listens for anything, whatever it listens for. Whoever follows
a channel waits longer than a shower before he looks, so that he finds what came after the notice.
"""

from collections.abc import Mapping
from time import monotonic

from lingting.kernel.ids import TenantId

SHOWER_SECONDS = 0.15


class Showers:
    """When companies were last told of on the channels of this process."""

    def __init__(self) -> None:
        self._began: dict[tuple[TenantId, str], float] = {}

    def lasts(self, tenant: TenantId, channel: str) -> bool:
        """Whether a notice of this channel was sent a moment ago."""
        began = self._began.get((tenant, channel))
        return began is not None and monotonic() - began < SHOWER_SECONDS

    def sent(self, tenant: TenantId, notices: Mapping[str, float]) -> None:
        """These are committed, by channel with the time at which they were made: who hears one
        later waits from then on."""
        for channel, made in notices.items():
            self._began[tenant, channel] = made
