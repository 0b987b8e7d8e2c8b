"""What is remembered of calls and agents between two readings of the log, so that it need not be
read again. It holds for one place only: whoever counts elsewhere, or forgets a person, moves it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from lingting.reporting.domain.fact import Fact
from lingting.reporting.domain.rows import ContactRows
from lingting.reporting.domain.spans import Attending

KEPT = timedelta(seconds=60)
"""Of a call that ended something is still told: its wrap-up, a rating."""
MOST_CALLS = 2_000


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of a call that matter, and the rows that are stored of it (None: none are)."""

    facts: tuple[Fact, ...] = ()
    rows: ContactRows | None = None


@dataclass(slots=True)
class Memory:
    """Holds at `place`: the newest fact that was counted, and the transaction that counted it."""

    place: tuple[int, str] | None = None
    calls: dict[UUID, Known] = field(default_factory=dict[UUID, Known])
    agents: dict[UUID, Attending] = field(default_factory=dict[UUID, Attending])
    items: dict[UUID, UUID] = field(default_factory=dict[UUID, UUID])
    """The call of each passage."""

    def learn(
        self,
        place: tuple[int, str],
        calls: Mapping[UUID, Known],
        agents: Mapping[UUID, Attending],
        now: datetime,
    ) -> None:
        """What a reading found; calls that are over are let go."""
        self.place = place
        self.agents.update(agents)
        for call, known in calls.items():
            self.calls.pop(call, None)
            self.calls[call] = known
            for visit in known.rows.visits if known.rows else ():
                self.items[visit.id] = call
        self._let_go([call for call, known in self.calls.items() if _is_over(known, now)])
        self._let_go(list(self.calls)[: max(len(self.calls) - MOST_CALLS, 0)])

    def _let_go(self, calls: Iterable[UUID]) -> None:
        for call in calls:
            rows = self.calls.pop(call).rows
            for visit in rows.visits if rows else ():
                self.items.pop(visit.id, None)


def _is_over(known: Known, now: datetime) -> bool:
    ended = known.rows.contact.ended_at if known.rows else None
    return ended is not None and ended < now - KEPT
