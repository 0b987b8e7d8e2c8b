"""What every use case of the voice channel works with."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Protocol
from uuid import UUID

from lingting.acd.api import Acd
from lingting.calls.api import CallListener
from lingting.calls.domain.call import OUTSIDE_RING_SECONDS, Call, Leg, LegKind
from lingting.calls.domain.machines import LegState, LegTrigger
from lingting.calls.live import LiveCalls
from lingting.calls.ports import GoneCause, Switch
from lingting.kernel.ids import AgentId, CallId, LegId, OfferId, RecordingId, UserId, new_id
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.tenancy.api import Tenancy
from lingting.tenancy.domain.defaults import RECORDING


@dataclass(frozen=True, slots=True)
class VoiceRules:
    """How long things may take (seconds)."""

    rejoin_grace: float = 20
    unreachable_grace: float = 3
    restart_grace: float = 15
    """So long after a start telephones in pages have to come back: they try each four seconds, all
    at once, and over some of them speech goes on meanwhile."""
    outside_ring: float = OUTSIDE_RING_SECONDS


class Sight(Protocol):
    """Who may see whole telephone numbers; identity knows."""

    async def sees_numbers(self, tx: Transaction, user: UserId) -> bool: ...


class PhoneNames(Protocol):
    """Which phone rings for an agent."""

    def of_agent(self, agent: AgentId) -> str:
        """The phone that he signed in with."""
        ...

    def in_page(self, agent: AgentId) -> str:
        """The softphone of his page."""
        ...

    def chose(self, agent: AgentId, phone: str) -> None:
        """He signs in with this phone."""
        ...


@dataclass(slots=True)
class Voice:
    """The parts in one hand; `listener` comes with the flows, which stand above calls."""

    kit: Kit
    switch: Switch
    live: LiveCalls
    acd: Acd
    phones: PhoneNames
    tenancy: Tenancy
    sight: Sight
    recordings: Path
    rules: VoiceRules = field(default_factory=VoiceRules)
    listener: CallListener | None = None

    @property
    def flows(self) -> CallListener:
        """Who runs the flows."""
        assert self.listener is not None, "calls were started before flows were wired"
        return self.listener

    async def new_leg(
        self,
        tx: Transaction,
        kind: LegKind,
        *,
        agent: AgentId | None = None,
        number: str = "",
        offer: OfferId | None = None,
    ) -> Leg:
        """A leg that is about to be dialled; an agent's is recorded if the company wants so."""
        recorded = kind is LegKind.AGENT and (await self.tenancy.known(tx))[RECORDING]
        recording = RecordingId(new_id(tx.now)) if recorded else None
        return Leg(
            id=LegId(new_id(tx.now)),
            kind=kind,
            state=LegState.RINGING,
            began_at=tx.now,
            agent=agent,
            number=number,
            offer=offer,
            recording=recording,
        )

    def recording_path(self, call: Call, leg: Leg) -> Path:
        """Where the sound of a leg goes: one folder per company and day."""
        return self._folder(call, leg) / f"{leg.id}.wav"

    def message_path(self, call: Call, leg: Leg, recording: RecordingId) -> Path:
        """Where a message goes that was left on a leg."""
        return self._folder(call, leg) / f"{recording}.wav"

    def _folder(self, call: Call, leg: Leg) -> Path:
        return self.recordings / call.tenant.hex / leg.began_at.strftime("%Y%m%d")

    def living(self, call: CallId | UUID) -> Call | None:
        """The call, unless it is over."""
        found = self.live.get(call)
        return None if found is None or found.ended_at is not None else found

    def hang_up_leg(
        self, tx: Transaction, call: Call, leg: Leg | None, cause: GoneCause = GoneCause.HUNG_UP
    ) -> Call:
        """Marks a leg as gone and hangs it up after the commit; the switch's word then is late."""
        if leg is None:
            return call
        tx.after_commit(partial(self.switch.hang_up, leg.id, cause))
        return call.with_leg(leg.after(LegTrigger.END, tx.now))
