"""Keeps addresses out that claim accounts and fail: the switch refuses them for a while."""

import asyncio
import ipaddress
import socket
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid4

from prometheus_client import Counter, Gauge

from lingting.calls import strangers_store as store
from lingting.calls.domain.strangers import AddressNotRefused, Ban, Stranger, after, ban_of
from lingting.calls.ports import AccountClaimed, Claim, Switch, SwitchUnavailable
from lingting.platform.db import DatabaseAway, Transaction
from lingting.platform.kit import Kit
from lingting.platform.log import get_log

log = get_log(__name__)
LOOK_SECONDS = 15.0
MOST_KNOWN = 20_000
MOST_BANNED = 500
"""The newest are kept: a list of addresses is no defence against a whole network of them."""

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Strangers:
    """In memory; those who were refused are written down, so that a restart lets nobody in."""

    def __init__(self, kit: Kit, switch: Switch, trusted: Iterable[str]) -> None:
        self._kit = kit
        self._switch = switch
        self._known: dict[str, Stranger] = {}
        self._banned_ones: set[str] = set()
        """Those of them who were refused: a claim must cost the same however many are known, for
        whoever sends it can invent addresses."""
        self._ids: dict[str, UUID] = {}
        """By which a page names them; it is shown no whole address."""
        self._loaded = False
        self._unwritten = set[str]()
        self._changed = asyncio.Event()
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
            self.forget(event.at, at_least=MOST_KNOWN // 10)
        now = self._known[event.address] = after(known, event.claim, event.at)
        if now.bans and (known is None or now.bans != known.bans):
            self._banned_ones.add(event.address)
            self._write_soon(event.address)
            await self.look(event.at)

    async def restored(self) -> None:
        """The switch, or this process, is new: it refuses whom we know, and nobody else.

        Before they are loaded the switch goes on with those of the process before.
        """
        self._refused = ()
        if self._loaded:
            await self.look(self._kit.clock.now(), anyway=True)

    async def load(self) -> None:
        """Takes up whom an engine before this one refused, as they are by now."""
        async with self._kit.db.without_tenant() as conn:
            self._known = {**await store.load(conn), **self._known}
        self._banned_ones = {key for key, one in self._known.items() if one.banned_until}
        self._loaded = True
        await self.look(self._kit.clock.now(), anyway=True)

    def knows(self, address: str) -> bool:
        """Whether anything is held against an address, or for it."""
        return address in self._known

    def bans(self) -> list[Ban]:
        """Who is refused now, the longest first."""
        return [
            ban_of(self._ids.setdefault(address, uuid4()), address, self._known[address])
            for address in reversed(self._to_refuse(self._kit.clock.now()))
        ]

    async def lift(self, tx: Transaction, id: UUID) -> Ban:
        """Lets an address in again, as if it had never failed; raises AddressNotRefused."""
        banned = self._to_refuse(self._kit.clock.now())
        address = next((one for one in banned if self._ids.get(one) == id), None)
        if address is None:
            raise AddressNotRefused
        ban = ban_of(id, address, self._known[address])
        await store.forget(tx.conn, [address])

        async def let_in() -> None:
            self._drop(address)
            await self.look(self._kit.clock.now())

        tx.after_commit(let_in)
        return ban

    async def look(self, now: datetime, *, anyway: bool = False) -> None:
        """Tells the switch whom to refuse when that is another list than before."""
        wanted = sorted(self._to_refuse(now))
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
        """Lets bans end and keeps what is written down true; runs until the process stops."""
        await self._kit.db.insist(self.load)
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._changed.wait()
            self._changed.clear()
            now = self._kit.clock.now()
            self.forget(now)
            await self.look(now)
            with suppress(DatabaseAway):
                await self.write()

    async def write(self) -> None:
        """Writes down who was refused since, and who is forgotten; as often as one likes."""
        addresses, self._unwritten = self._unwritten, set()
        known = {one: self._known[one] for one in addresses & self._known.keys()}
        try:
            async with self._kit.db.without_tenant() as conn:
                await store.keep(conn, known)
                await store.forget(conn, addresses - known.keys())
        except DatabaseAway:
            self._unwritten |= addresses
            raise

    def _to_refuse(self, now: datetime) -> list[str]:
        """Those whom the switch is to refuse, in the order in which they will be let in."""
        known = {key: self._known[key] for key in self._banned_ones}
        banned = [(one.banned_until, key) for key, one in known.items() if one.is_banned(now)]
        newest = sorted(banned, key=lambda pair: (str(pair[0]), pair[1]))[-MOST_BANNED:]
        return [key for _, key in newest]

    def _write_soon(self, address: str) -> None:
        self._unwritten.add(address)
        self._changed.set()

    def forget(self, now: datetime, at_least: int = 0) -> None:
        """Drops whoever has faded away, or at least so many of those who are not refused."""
        gone = [key for key, one in self._known.items() if one.is_forgotten(now)]
        if len(gone) < at_least:
            harmless = (key for key, one in self._known.items() if not one.is_banned(now))
            gone += [key for key, _ in zip(harmless, range(at_least), strict=False)]
        for key in gone:
            self._drop(key)

    def _drop(self, address: str) -> None:
        self._ids.pop(address, None)
        self._banned_ones.discard(address)
        known = self._known.pop(address, None)
        if known is not None and known.bans:
            self._unwritten.add(address)

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
