"""The living listenings of this process, found by listener, leg, call and agent."""

from lingting.calls import listening_store
from lingting.calls.domain.listening import Listening
from lingting.kernel.ids import AgentId, CallId, LegId, ListeningId
from lingting.platform.db import Transaction


class LiveListenings:
    """Memory that follows the database; few at a time, so it is searched."""

    def __init__(self) -> None:
        self._living: dict[ListeningId, Listening] = {}
        self._last: dict[AgentId, Listening] = {}

    async def save(self, tx: Transaction, listening: Listening) -> Listening:
        """Stores it in `tx` and in memory; an ended one is its listener's last."""
        before, last = self._living.get(listening.id), self._last.get(listening.listener)
        await listening_store.save(tx, listening)
        self._put(listening.id, listening if listening.ended_at is None else None)
        if listening.ended_at is None:
            self._last.pop(listening.listener, None)
        else:
            self._last[listening.listener] = listening

        def restore() -> None:
            self._put(listening.id, before)
            self._last.pop(listening.listener, None)
            if last is not None:
                self._last[listening.listener] = last

        tx.on_rollback(restore)
        return listening

    def take_up(self, listenings: list[Listening]) -> None:
        """Takes listenings from the database into memory at start."""
        self._living.update({one.id: one for one in listenings})

    def get(self, listening: ListeningId) -> Listening | None:
        """A listening that goes on."""
        return self._living.get(listening)

    def by(self, listener: AgentId) -> Listening | None:
        """What this supervisor attends now."""
        return next((one for one in self._living.values() if one.listener == listener), None)

    def last_by(self, listener: AgentId) -> Listening | None:
        """What he attended last, when he attends nothing now."""
        return self._last.get(listener)

    def on_leg(self, leg: LegId) -> Listening | None:
        """The listening whose own line this is."""
        return next((one for one in self._living.values() if one.leg == leg), None)

    def of_call(self, call: CallId) -> list[Listening]:
        """Everybody who attends this call."""
        return [one for one in self._living.values() if one.call == call]

    def all(self) -> list[Listening]:
        """All that go on, of all companies."""
        return list(self._living.values())

    def _put(self, key: ListeningId, listening: Listening | None) -> None:
        if listening is None:
            self._living.pop(key, None)
        else:
            self._living[key] = listening
