"""Why the call went where it went: the router's reasons, as the facts of the call carry them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lingting.reporting.domain.chapters import Ring
from lingting.reporting.domain.fact import Fact

DECIDED_BY: Mapping[str, str] = {
    "work_item.queued": "queued",
    "work_item.relaxed": "relaxed",
    "offer.made": "offered",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The router looked at the call: it went to `chosen`, or waits on (None), for `reason`."""

    at: datetime
    kind: str
    queue: str | None
    chosen: str | None
    result: str | None
    """How the ringing at the chosen agent ended."""
    reason: Mapping[str, Any]


def decisions_of(facts: Iterable[Fact], rings: Iterable[Ring]) -> tuple[Decision, ...]:
    """Every decision with a reason, in order."""
    results = {ring.offer: ring.result.value if ring.result else None for ring in rings}
    return tuple(
        Decision(
            at=fact.at,
            kind=DECIDED_BY[fact.name],
            queue=fact.text("queue"),
            chosen=fact.text("agent"),
            result=results.get(fact.text("offer") or ""),
            reason=reason,
        )
        for fact in facts
        if fact.name in DECIDED_BY and (reason := fact.data.get("reason"))
    )
