"""The living calls of this process, found by call, leg, agent and work item."""

from uuid import UUID

from lingting.calls import store
from lingting.calls.domain.call import Call
from lingting.kernel.ids import AgentId, CallId, LegId
from lingting.platform.transaction import Effect, Transaction


class LiveCalls:
    """Memory that follows the database: what a failed transaction changed is put back."""

    def __init__(self) -> None:
        self._calls: dict[CallId, Call] = {}
        self._call_of_leg: dict[LegId, CallId] = {}
        self._calls_of_agent: dict[AgentId, set[CallId]] = {}

    async def save(self, tx: Transaction, call: Call) -> Call:
        """Stores the call in `tx` and in memory; an ended call leaves memory."""
        before = self._calls.get(call.id)
        store.save(tx, before, call)
        self._put(call)
        tx.on_rollback(lambda: self._restore(call.id, before))
        if call.ended_at is not None:
            tx.after_commit(self._forgetter(call.id))
        return call

    def take_up(self, calls: list[Call]) -> None:
        """Takes calls from the database into memory at start."""
        for call in calls:
            self._put(call)

    def get(self, call: CallId | UUID) -> Call | None:
        """The call while it lives (an ended one until its effects are done)."""
        return self._calls.get(CallId(call))

    def of_leg(self, leg: LegId) -> Call | None:
        """The call that a leg belongs to."""
        call = self._call_of_leg.get(leg)
        return None if call is None else self._calls.get(call)

    def of_agent(self, agent: AgentId) -> Call | None:
        """The living call in which this agent has a living line."""
        for call_id in self._calls_of_agent.get(agent, ()):
            call = self._calls.get(call_id)
            if call is not None and call.ended_at is None:
                return call
        return None

    def __len__(self) -> int:
        """How many there are, of all companies."""
        return len(self._calls)

    def all(self) -> list[Call]:
        """All living calls of all companies."""
        return list(self._calls.values())

    def _put(self, call: Call) -> None:
        before = self._calls.get(call.id)
        self._calls[call.id] = call
        for leg in call.legs:
            self._call_of_leg[leg.id] = call.id
        self._index(before, call)

    def _index(self, before: Call | None, after: Call | None) -> None:
        gone = _agents(before) - _agents(after)
        for agent in gone:
            assert before is not None
            self._calls_of_agent[agent].discard(before.id)
        for agent in _agents(after):
            assert after is not None
            self._calls_of_agent.setdefault(agent, set()).add(after.id)

    def _restore(self, call: CallId, before: Call | None) -> None:
        if before is None:
            self._forget(call)
        else:
            self._index(self._calls.get(call), before)
            self._calls[call] = before

    def _forgetter(self, call: CallId) -> Effect:
        async def forget() -> None:
            self._forget(call)

        return forget

    def _forget(self, call: CallId) -> None:
        found = self._calls.pop(call, None)
        self._index(found, None)
        for leg in found.legs if found else ():
            self._call_of_leg.pop(leg.id, None)


def _agents(call: Call | None) -> set[AgentId]:
    """The agents who are in this call or being rung for it."""
    if call is None or call.ended_at is not None:
        return set()
    there = {leg.agent for leg in call.legs if leg.agent and leg.ended_at is None}
    return there | ({call.agent} if call.agent else set())
