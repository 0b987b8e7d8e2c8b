"""What stands on a person's own desk: whom he listens to, who listens to him, hand and tips."""

from dataclasses import dataclass
from typing import Any

from lingting.calls.domain.listening import Listening
from lingting.calls.domain.telling import TELL_LISTENED
from lingting.calls.live_listenings import LiveListenings
from lingting.calls.ports import ListenMode
from lingting.kernel.ids import AgentId, UserId
from lingting.kernel.instants import instant
from lingting.platform.db import Transaction
from lingting.platform.patch import State
from lingting.supervision.domain.hands import hand_state, tip_state
from lingting.supervision.hands import Hands
from lingting.supervision.names import Names
from lingting.supervision.people import People
from lingting.tenancy.api import Tenancy


@dataclass(frozen=True)
class DeskPart:
    """Reads memory; nothing is here for most people, and then nothing is asked of the database."""

    live: LiveListenings
    hands: Hands
    people: People
    names: Names
    tenancy: Tenancy

    async def of(self, tx: Transaction, user: UserId) -> State:
        """The parts `listening`, `listening_over`, `listened`, `hand` and `tips`."""
        agent, state = AgentId(user), dict[str, Any]()
        listening, last = self.live.by(agent), self.live.last_by(agent)
        if listening is not None:
            state["listening"] = await self._listening(tx, listening)
        elif last is not None:
            state["listening_over"] = {"id": str(last.id), "why": last.why}
        if listeners := [one for one in self.live.all() if one.agent == agent and one.is_up]:
            state["listened"] = await self._listened(tx, listeners)
        hand, tips = self.hands.hand_of(tx.tenant, agent), self.hands.tips_of(tx.tenant, agent)
        if hand is not None:
            state["hand"] = hand_state(hand, await self.names.all(tx))
        if tips:
            names = await self.names.all(tx)
            state["tips"] = [tip_state(one, names) for one in tips]
        return state

    async def _listening(self, tx: Transaction, listening: Listening) -> State:
        person = (await self.people.seated(tx)).get(listening.agent)
        return {
            "id": str(listening.id),
            "call_id": str(listening.call),
            "agent": str(listening.agent),
            "name": person.name if person else None,
            "seat": person.seat if person else None,
            "mode": listening.mode.value,
            "state": listening.state.value,
            "since": instant(listening.began_at),
        }

    async def _listened(self, tx: Transaction, listeners: list[Listening]) -> list[State]:
        """Who speaks to the agent is always shown; who only listens, if the company says so."""
        names = await self.names.all(tx)
        tell = await self.tenancy.get(tx, TELL_LISTENED)
        return [
            {"name": names.get(UserId(one.listener)), "mode": one.mode.value}
            for one in sorted(listeners, key=lambda one: one.began_at)
            if tell or one.mode is not ListenMode.SILENT
        ]
