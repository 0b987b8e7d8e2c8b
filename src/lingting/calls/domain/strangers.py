"""Who claims accounts by SIP and fails: suspicion of an address that fades, bans that end.

A phone that knows its secret clears its address at once, so a whole office behind one address is
not shut out for one phone with an old secret.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from lingting.calls.ports import Claim
from lingting.kernel.errors import NotFound

POINTS: Mapping[Claim, float] = {Claim.CHALLENGED: 1, Claim.FAILED: 5, Claim.REFUSED: 1}
BAN_FROM = 100.0
HALF_LIFE = timedelta(minutes=10)
VOUCHED_FOR = timedelta(hours=1)
"""As long as a registration lives."""
FIRST_BAN = timedelta(minutes=10)
LONGEST_BAN = timedelta(hours=24)
DOUBLINGS = 8
REMEMBERED = timedelta(hours=24)


_SHOWN_OF = {4: 24, 6: 48}
"""Bits of an address that are shown: enough to know one's own office by."""


class AddressNotRefused(NotFound):
    """This address is not refused, or no longer."""


@dataclass(frozen=True, slots=True)
class Stranger:
    """What is known of an address. `points` were true at `at`; `bans` is how many there were."""

    at: datetime
    points: float = 0.0
    bans: int = 0
    banned_until: datetime | None = None
    vouched_until: datetime | None = None
    claims: Mapping[Claim, int] = field(default_factory=dict[Claim, int])
    """How often it did what, since it is known."""

    def points_at(self, now: datetime) -> float:
        """What is left of the suspicion."""
        return self.points * 0.5 ** ((now - self.at) / HALF_LIFE)

    def is_banned(self, now: datetime) -> bool:
        """Whether it is refused now."""
        return self.banned_until is not None and now < self.banned_until

    def is_forgotten(self, now: datetime) -> bool:
        """Whether nothing is left to know."""
        last = max(self.at, self.banned_until or self.at)
        return now - last > (REMEMBERED if self.bans else HALF_LIFE * 7)


def after(known: Stranger | None, claim: Claim, now: datetime) -> Stranger:
    """What is known once this happened; each further ban is twice as long."""
    before = known or Stranger(now)
    if claim is Claim.SUCCEEDED:
        return replace(before, at=now, points=0.0, vouched_until=now + VOUCHED_FOR, claims={})
    if before.vouched_until is not None and now < before.vouched_until:
        return before
    points = before.points_at(now) + POINTS[claim]
    claims = {**before.claims, claim: before.claims.get(claim, 0) + 1}
    seen = replace(before, at=now, points=points, claims=claims)
    if points < BAN_FROM:
        return seen
    length = min(FIRST_BAN * 2 ** min(before.bans, DOUBLINGS), LONGEST_BAN)
    return replace(seen, points=0.0, bans=before.bans + 1, banned_until=now + length)


@dataclass(frozen=True, slots=True)
class Ban:
    """An address that is refused now, for those who run the installation."""

    id: UUID
    address: str
    until: datetime
    number: int
    """1 for the first one."""
    wrong_secrets: int
    no_answers: int
    """Challenges that it did not take."""


def ban_of(id: UUID, address: str, known: Stranger) -> Ban:
    """What is told of a ban; the address without its end."""
    return Ban(
        id=id,
        address=shortened(address),
        until=known.banned_until or known.at,
        number=known.bans,
        wrong_secrets=known.claims.get(Claim.FAILED, 0),
        no_answers=known.claims.get(Claim.CHALLENGED, 0),
    )


def shortened(address: str) -> str:
    """`203.0.113.*`, `2001:db8:7:*`: the network without the host."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        ip = ip.ipv4_mapped or ip
    network = ipaddress.ip_network((ip, _SHOWN_OF[ip.version]), strict=False)
    text = str(network.network_address)
    return text.removesuffix("0") + "*" if ip.version == 4 else text.removesuffix(":") + "*"
