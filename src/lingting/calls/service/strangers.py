"""Keeps addresses out that claim accounts and fail: the switch refuses them for a while."""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable, Sequence
from datetime import datetime

from prometheus_client import Counter, Gauge

from lingting.calls.domain.strangers import Stranger, after
from lingting.calls.ports import AccountClaimed, Claim, Switch, SwitchUnavailable
from lingting.platform.kit import Kit
from lingting.platform.log import get_log

log = get_log(__name__)
LOOK_SECONDS = 15.0
MOST_KNOWN = 20_000
MOST_BANNED = 500
"""The newest are kept: a list of addresses is no defence against a whole network of them."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Strangers:
    """In memory: whoever goes on after a restart is known again within seconds."""

    def __init__(self, kit: Kit, switch: Switch, trusted: Iterable[str]) -> None:
        self._kit = kit
        self._switch = switch
        self._known: dict[str, Stranger] = {}
        self._refused: Sequence[str] = ()
        self._trusted = [*_networks(trusted), *_networks(("127.0.0.1", "::1"))]
        registry = kit.metrics.registry
        self._failed = Counter(
            "lingting_sip_claims_failed",
            "SIP requests that claimed an account and did not know its secret.",
            registry=registry,
        )
        self._banned = Gauge(
            "lingting_sip_addresses_refused",
            "Addresses that are refused now because they failed too often.",
            registry=registry,
        )

    async def claimed(self, event: AccountClaimed) -> None:
        """Somebody claimed an account."""
        if event.claim is Claim.FAILED:
            self._failed.inc()
        if self._is_trusted(event.address):
            return
        known = self._known.get(event.address)
        if known is None and len(self._known) >= MOST_KNOWN:
            self._forget(event.at, at_least=MOST_KNOWN // 10)
        self._known[event.address] = after(known, event.claim, event.at)
        await self.look(event.at)

    async def restored(self) -> None:
        """The switch, or this process, is new: it refuses whom we know, and nobody else."""
        self._refused = ()
        await self.look(self._kit.clock.now(), anyway=True)

    async def look(self, now: datetime, *, anyway: bool = False) -> None:
        """Tells the switch whom to refuse when that is another list than before."""
        banned = [(one.banned_until, key) for key, one in self._known.items() if one.is_banned(now)]
        newest = sorted(banned, key=lambda pair: (str(pair[0]), pair[1]))[-MOST_BANNED:]
        wanted = sorted(key for _, key in newest)
        if wanted == list(self._refused) and not anyway:
            return
        for address in set(wanted) - set(self._refused):
            log.warning("address refused", pii_address=address, bans=self._known[address].bans)
        try:
            await self._switch.refuse(wanted)
        except SwitchUnavailable:
            return
        self._refused = wanted
        self._banned.set(len(wanted))

    async def watch(self) -> None:
        """Lets bans end; runs until the process stops."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            now = self._kit.clock.now()
            self._forget(now)
            await self.look(now)

    def _forget(self, now: datetime, at_least: int = 0) -> None:
        gone = [key for key, one in self._known.items() if one.is_forgotten(now)]
        if len(gone) < at_least:
            harmless = (key for key, one in self._known.items() if not one.is_banned(now))
            gone += [key for key, _ in zip(harmless, range(at_least), strict=False)]
        for key in gone:
            self._known.pop(key, None)

    def _is_trusted(self, address: str) -> bool:
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return True
        return any(ip in network for network in self._trusted)


def _networks(names: Iterable[str]) -> list[Network]:
    """Networks and hosts as they are written; a name is looked up once, at start."""
    found: list[Network] = []
    for name in names:
        try:
            found.append(ipaddress.ip_network(name, strict=False))
            continue
        except ValueError:
            pass
        try:
            addresses = {str(info[4][0]) for info in socket.getaddrinfo(name, None)}
        except OSError:
            log.warning("name not found", reason="it is not trusted before it is")
            continue
        found += [ipaddress.ip_network(one.partition("%")[0]) for one in addresses]
    return found
