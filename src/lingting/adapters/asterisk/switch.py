"""Asterisk as the product's switch: implements `lingting.calls.ports.Switch`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lingting.adapters.asterisk.link import AsteriskAddress
from lingting.adapters.asterisk.listening import ListenVerbs
from lingting.adapters.asterisk.provision import (
    phone_objects,
    phone_paths,
    trunk_objects,
    trunk_paths,
)
from lingting.adapters.asterisk.security import refuse
from lingting.calls.ports import (
    PhoneAccount,
    PhoneUnregistered,
    SwitchUnavailable,
    TrunkAccount,
)
from lingting.kernel.clock import Clock
from lingting.kernel.ids import BridgeId, LegId
from lingting.platform.supervisor import TaskSupervisor


class AsteriskSwitch(ListenVerbs):
    """One Asterisk. Reading `events()` connects and keeps the connection up.

    `address` is asked at each connection, so that an Asterisk that comes back with other ports
    and secrets is found again.
    """

    def __init__(
        self, address: Callable[[], AsteriskAddress], supervisor: TaskSupervisor, clock: Clock
    ) -> None:
        super().__init__(address, supervisor, clock)
        self._messages = {}

    async def hold(self, bridge: BridgeId, leg: LegId, music: str = "default") -> None:
        """The leg leaves the talk and hears music."""
        await self.leave(bridge, leg)
        await self.start_music(leg, music)

    async def retrieve(self, bridge: BridgeId, leg: LegId) -> None:
        """The leg is back in the talk."""
        await self.join(bridge, [leg])

    async def provision(self, account: PhoneAccount) -> None:
        """Makes or replaces a phone; a newer registration replaces the device before it."""
        for one in phone_objects(account):
            await self._command("PUT", one.path, body=one.body)

    async def withdraw(self, phone: str) -> None:
        """Takes a phone away; its legs live on."""
        for path in phone_paths(phone):
            await self._command("DELETE", path)
        if self._memory.contacts.pop(phone, None):
            self._tell(PhoneUnregistered(at=self._clock.now(), phone=phone))

    async def is_registered(self, phone: str) -> bool:
        """Whether a phone is reachable now."""
        if not self._socket.is_open:
            raise SwitchUnavailable
        return bool(self._memory.contacts.get(phone))

    async def provision_trunk(self, trunk: TrunkAccount) -> None:
        """Makes or replaces a trunk.

        An endpoint that is only changed gets the caller's name "unknown" from what Asterisk shows
        of an unset one: all callers of the trunk would be anonymous from then on.
        """
        await self.withdraw_trunk(trunk.name)
        for one in trunk_objects(trunk):
            await self._command("PUT", one.path, body=one.body)

    async def refuse(self, addresses: Sequence[str]) -> None:
        """Refuses these addresses; without a manager nobody can be."""
        if self._address().ami.port:
            await refuse(self._ami, addresses)

    async def withdraw_trunk(self, name: str) -> None:
        """Takes a trunk away; its legs live on."""
        for path in trunk_paths(name):
            await self._command("DELETE", path)
